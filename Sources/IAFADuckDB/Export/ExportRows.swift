internal import DuckDB
internal import IAFACore

/// The events of days, one day after the other and each in order of time; holds the cursors of one day at a time.
///
/// Blocks.
final class ExportRows: RowSource {
    let columns = EventColumns.source

    private let range: Range<Int64>
    private let database: Database

    /// Those that are not begun, the next one last.
    private var days: [StoredDay]
    private var day: MergedRows?

    /// Begins before the first row.
    ///
    /// - `days`: In order.
    /// - `database`: Has one thread: several would hand out a file's rows in any order.
    init(_ days: [StoredDay], in range: Range<Timestamp>, of database: Database) {
        self.days = days.reversed()
        self.range = range.lowerBound.microseconds..<range.upperBound.microseconds
        self.database = database
    }

    func fill(_ chunk: ChunkBuilder) throws {
        while true {
            try day?.fill(chunk)
            guard day == nil || chunk.rowCount == 0 else { return }
            guard let next = days.popLast() else { return }
            day = try open(next)
        }
    }

    private func open(_ day: StoredDay) throws(DuckDBError) -> MergedRows {
        var cursors: [any RowCursor] = day.hot.map { events in
            EventCursor(events.filter { range.contains($0.event.timestamp.microseconds) })
        }
        for file in day.files {
            cursors.append(try EventFileCursor(file, in: range, connection: try database.connect()))
        }
        return MergedRows(cursors)
    }
}
