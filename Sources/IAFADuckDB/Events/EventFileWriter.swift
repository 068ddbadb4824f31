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
            try write(MergedRows([EventCursor(events)]), to: temporary, footer)
        } catch {
            unlink(temporary)
            throw .unwritable(message: "can't write \(target): \((error as? DuckDBError)?.reason ?? "\(error)")")
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

    /// Writes rows to a file, which needs no more memory than a row group.
    ///
    /// - Throws: What the source throws, ``DuckDBError``.
    func write(_ rows: any RowSource, to path: String, _ footer: EventFileFooter) throws {
        try connection.withRows(of: rows) { number in
            let statement = try connection.prepare(PartSQL.write(compression: compression, footer: footer))
            try statement.bind([.int64(number), .text(path)] + footer.keyValues.map { .text($0.value) })
            let written = try statement.execute().rowsChanged
            // Whoever opens the file trusts its footer.
            guard written == footer.events else {
                throw EventStoreError.unwritable(message: "\(written) rows were written, not \(footer.events)")
            }
        }
    }
}
