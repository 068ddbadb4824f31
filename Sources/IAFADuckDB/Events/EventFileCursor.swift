internal import DuckDB
internal import IAFACore

/// Goes through the rows of a file in its order, which is that of time; holds a row group of it in memory.
///
/// Used by one thread at a time; blocks.
final class EventFileCursor: RowCursor {
    private(set) var time: (timestamp: Int64, receivedAt: Int64)?

    private let result: QueryResult
    private let skipped: RowSet
    private let range: Range<Int64>

    /// Holds what the columns point to.
    private var chunk: DataChunk?
    private var columns: [DataColumn] = []
    private var row = -1

    /// The current row's number in the file.
    private var number = -1

    /// Stands on the first row that is not skipped.
    ///
    /// `range`: When the events happened that are not skipped, in µs.
    /// `connection`: Only this cursor uses it; of a database with one thread, as several hand out rows in any order.
    /// - Throws: ``DuckDBError``.
    init(
        _ file: EventFile,
        skipping skipped: RowSet = RowSet(),
        in range: Range<Int64> = .min..<(.max),
        connection: Connection
    ) throws(DuckDBError) {
        let statement = try connection.prepare(CompactionSQL.rows)
        try statement.bind([.paths([file.readPath])])
        result = try statement.stream()
        self.skipped = skipped
        self.range = range
        try advance()
    }

    /// Goes to the next row that is not skipped.
    func advance() throws(DuckDBError) {
        repeat {
            row += 1
            number += 1
            if row >= chunk?.rowCount ?? 0 {
                guard let next = try result.nextChunk() else {
                    time = nil
                    return
                }
                chunk = next
                columns = (0..<EventColumns.names.count).map { next.column($0) }
                row = 0
            }
        } while skipped.contains(number) || !range.contains(columns[5].int64s[row])
        time = (columns[5].int64s[row], columns[6].int64s[row])
    }

    func copy(to target: ChunkBuilder, _ place: Int) -> Int {
        for (index, column) in columns.enumerated() {
            if column.isNull(at: row) {
                target.setNull(column: index, row: place)
            } else if column.type == .text {
                target.setText(column.strings.bytes(at: row), column: index, row: place)
            } else {
                target.setInt64(column.int64s[row], column: index, row: place)
            }
        }
        let properties = columns[8]
        return properties.isNull(at: row) ? 0 : properties.strings.bytes(at: row).count
    }
}
