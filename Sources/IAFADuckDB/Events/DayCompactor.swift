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
    enum Plan {
        case nothing
        /// The newest parts become one part: cheap, and leaves what is large alone.
        case mergeParts([EventFile])
        /// Everything becomes the file of the day.
        case mergeDay
    }

    /// How many parts of a day may lie beside each other before some are merged.
    static let partLimit = 8

    /// How long no event must have come for a day that is over before its file is written anew for a few late ones.
    static let settlingTime: Duration = .seconds(900)

    /// Weighs what a merge costs against how many files it spares every reader.
    ///
    /// Parts are merged with their like (``TieredMerge``), and into the file of the day once they are a quarter of it.
    ///
    /// - Parameters:
    ///   - day: The day's files.
    ///   - isOver: Whether the day is over, so that little more will come.
    ///   - now: The time, to tell how long nothing came.
    /// - Returns: What pays for the day.
    static func plan(for day: EventCatalog.Day, isOver: Bool, now: Timestamp) -> Plan {
        guard day.damaged.isEmpty, let last = day.parts.map(\.footer.lastReceived).max() else { return .nothing }
        if isOver, day.file == nil || now - last >= settlingTime { return .mergeDay }
        guard day.parts.count >= partLimit else { return .nothing }
        let partEvents = day.parts.reduce(0) { $0 + $1.footer.events }
        if partEvents * 4 >= day.file?.footer.events ?? 0 { return .mergeDay }
        let newest = TieredMerge.newest(of: day.parts.map(\.footer.events), limit: partLimit)
        return newest > 0 ? .mergeParts(day.parts.suffix(newest)) : .nothing
    }

    /// Writes one file that holds what the inputs hold, each event once.
    ///
    /// - `inputs`: Files of one project and day, at least one.
    /// - `asDay`: Whether it is the file of the day, or a part.
    /// - `rows`: Which of their rows, in SQL that has their paths as $1.
    /// - Throws: ``EventStoreError``; then no file is left.
    func merge(
        _ inputs: [EventFile],
        asDay: Bool,
        rows selection: String = EventColumns.files
    ) throws(EventStoreError) -> EventFile {
        guard let sample = inputs.first,
            let first = inputs.map(\.footer.first).min(),
            let last = inputs.map(\.footer.last).max()
        else { preconditionFailure("a merge needs an input") }
        let name = EventFileName(day: sample.name.day, part: asDay ? nil : first...last)
        let target = folder.path(of: name, sample.project)
        let isNew = !inputs.contains { $0.path == target }
        guard !isNew || !FileManager.default.fileExists(atPath: target) else {
            throw .unwritable(message: "\(target) is there though nobody knew of it; start again to take it in")
        }
        let temporary = target + ".tmp"
        var footer = EventFileFooter(
            first: first,
            last: last,
            events: 0,
            lastReceived: inputs.map(\.footer.lastReceived).max() ?? .epoch
        )
        do {
            let (rows, ids) = try count(inputs, selection)
            footer.events = ids
            let sql = CompactionSQL.merge(
                selection,
                repeats: rows > ids,
                compression: compression,
                footer: footer
            )
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

    private func count(_ inputs: [EventFile], _ rows: String) throws(DuckDBError) -> (rows: Int, ids: Int) {
        let statement = try connection.prepare(CompactionSQL.count(rows))
        try statement.bind([.paths(inputs.map(\.readPath))])
        guard let chunk = try statement.execute().nextChunk() else { return (0, 0) }
        return (Int(chunk.column(0).int64s[0]), Int(chunk.column(1).int64s[0]))
    }
}
