internal import DuckDB
internal import Foundation
internal import IAFACore

/// Writes events that came in as a part of a day.
///
/// Used by one thread at a time; blocks.
struct EventFileWriter {
    let folder: EventFolder
    let connection: Connection
    let compression: ParquetCompression

    private static let columnTypes: [ColumnType] = [
        .text, .text, .text, .text, .text, .int64, .int64, .int64, .text, .text,
    ]

    /// Writes a part, durably.
    ///
    /// `events`: Of one project and day, at least one, in order of sequence.
    /// - Throws: ``EventStoreError/unwritable``; then no file is left.
    func write(
        _ events: [SequencedEvent],
        of project: Identifier<Project>,
        on day: CalendarDay
    ) throws(EventStoreError) -> EventFile {
        guard let first = events.first?.sequence, let last = events.last?.sequence else {
            preconditionFailure("a part holds at least one event")
        }
        let footer = EventFileFooter(
            first: first,
            last: last,
            events: events.count,
            lastReceived: events.map(\.event.receivedAt).max() ?? .epoch
        )
        let name = EventFileName(day: day, part: first...last)
        let target = folder.path(of: name, project)
        try folder.create(folder.folder(of: project, day))
        let temporary = target + ".tmp"
        do {
            try load(events)
            let statement = try connection.prepare(PartSQL.write(compression: compression, footer: footer))
            try statement.bind([.text(temporary)] + footer.keyValues.map { .text($0.value) })
            try statement.execute()
            try connection.execute(PartSQL.dropTable)
        } catch {
            unlink(temporary)
            throw .unwritable(message: "can't write \(target): \(error.message)")
        }
        do {
            try folder.publish(temporary, as: target)
            return try folder.open(name, of: project, path: target, footer: footer)
        } catch {
            unlink(temporary)
            unlink(target)
            throw error
        }
    }

    /// Puts events into the table `part`.
    func load(_ events: [SequencedEvent]) throws(DuckDBError) {
        try connection.execute(PartSQL.createTable)
        let appender = try Appender(table: "part", schema: "main", connection: connection)
        let chunk = ChunkBuilder(columnTypes: Self.columnTypes)
        var start = 0
        while start < events.count {
            let end = min(start + chunk.capacity, events.count)
            for row in 0..<(end - start) { Self.set(events[start + row].event, in: chunk, row) }
            chunk.rowCount = end - start
            try appender.append(chunk)
            chunk.reset()
            start = end
        }
        try appender.close()
    }

    private static func set(_ event: Event, in chunk: ChunkBuilder, _ row: Int) {
        func set(_ text: String?, _ column: Int) {
            if let text {
                chunk.setText(text, column: column, row: row)
            } else {
                chunk.setNull(column: column, row: row)
            }
        }
        set(event.id, 0)
        set(event.type, 1)
        set(event.userID, 2)
        set(event.anonymousID, 3)
        set(event.sessionID, 4)
        chunk.setInt64(event.timestamp.microseconds, column: 5, row: row)
        chunk.setInt64(event.receivedAt.microseconds, column: 6, row: row)
        if let sentAt = event.sentAt {
            chunk.setInt64(sentAt.microseconds, column: 7, row: row)
        } else {
            chunk.setNull(column: 7, row: row)
        }
        set(event.properties, 8)
        set(event.ipHash, 9)
    }
}
