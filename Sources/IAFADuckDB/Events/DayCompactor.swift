internal import DuckDB
internal import Foundation
internal import IAFACore

/// Merges the files of a project's day into fewer.
///
/// Used by one thread at a time; blocks.
struct DayCompactor {
    let folder: EventFolder
    let connection: Connection
    let compression: ParquetCompression

    /// What a day needs.
    enum Plan: Equatable {
        case nothing
        /// The parts become one part: cheap, and leaves the large file of the day alone.
        case mergeParts
        /// Everything becomes the file of the day.
        case mergeDay
    }

    /// How many parts of a day may lie beside each other.
    static let partLimit = 8

    /// What pays for a day: every merge at least doubles the smaller side, so that an event is rewritten seldom.
    ///
    /// `isOver`: Whether the day is over, so that little more will come.
    static func plan(for day: EventCatalog.Day, isOver: Bool) -> Plan {
        guard day.damaged.isEmpty, !day.parts.isEmpty else { return .nothing }
        let partEvents = day.parts.reduce(0) { $0 + $1.footer.events }
        let dayEvents = day.file?.footer.events ?? 0
        if isOver { return .mergeDay }
        guard day.parts.count >= partLimit else { return .nothing }
        return partEvents * 4 >= dayEvents ? .mergeDay : .mergeParts
    }

    /// Writes one file that holds what the inputs hold, each event once.
    ///
    /// - `inputs`: Files of one project and day, at least one.
    /// - `asDay`: Whether it is the file of the day, or a part.
    /// - Throws: ``EventStoreError``; then no file is left.
    func merge(_ inputs: [EventFile], asDay: Bool) throws(EventStoreError) -> EventFile {
        guard let sample = inputs.first,
            let first = inputs.map(\.footer.first).min(),
            let last = inputs.map(\.footer.last).max()
        else { preconditionFailure("a merge needs an input") }
        let name = EventFileName(day: sample.name.day, part: asDay ? nil : first...last)
        let target = folder.path(of: name, sample.project)
        let temporary = target + ".tmp"
        var footer = EventFileFooter(
            first: first,
            last: last,
            events: 0,
            lastReceived: inputs.map(\.footer.lastReceived).max() ?? .epoch
        )
        do {
            let (rows, ids) = try count(inputs)
            footer.events = ids
            let sql = CompactionSQL.merge(repeats: rows > ids, compression: compression, footer: footer)
            let statement = try connection.prepare(sql)
            try statement.bind(
                [.paths(inputs.map(\.readPath)), .text(temporary)] + footer.keyValues.map { .text($0.value) }
            )
            try statement.execute()
        } catch {
            unlink(temporary)
            throw .unwritable(message: "can't merge the files of \(sample.name.day) into \(target): \(error.message)")
        }
        do {
            try folder.publish(temporary, as: target)
        } catch {
            unlink(temporary)
            throw error
        }
        return try folder.open(name, of: sample.project, path: target, footer: footer)
    }

    private func count(_ inputs: [EventFile]) throws(DuckDBError) -> (rows: Int, ids: Int) {
        let statement = try connection.prepare(CompactionSQL.count)
        try statement.bind([.paths(inputs.map(\.readPath))])
        guard let chunk = try statement.execute().nextChunk() else { return (0, 0) }
        return (Int(chunk.column(0).int64s[0]), Int(chunk.column(1).int64s[0]))
    }
}
