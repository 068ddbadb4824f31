internal import DuckDB
internal import Foundation
internal import IAFACore

/// Merges the files of a project's day into fewer.
///
/// Used by one thread at a time; blocks.
struct DayCompactor {
    let folder: EventFolder

    /// Has one thread: several would hand out a file's rows in any order.
    let database: Database
    let compression: ParquetCompression

    /// What the engine may use, in MiB.
    let engineMemory: Int

    /// Ends a merge early.
    let stop: StopSignal

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

    /// How many files are merged at once: what the engine holds of each, a row group compressed and not, has to fit.
    var fanIn: Int { max(2, min(8, engineMemory / 32)) }

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
    /// - `inputs`: Files of one project and day, at least one, each in order of time.
    /// - `asDay`: Whether it is the file of the day, or a part.
    /// - `omitted`: Rows of files that are left out besides repetitions.
    /// - Throws: ``EventStoreError``; then no file is left.
    func merge(
        _ inputs: [EventFile],
        asDay: Bool,
        omitting omitted: [ObjectIdentifier: RowSet] = [:]
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
            let connection = try database.connect()
            try stop.watch(connection) { try write(inputs, omitting: omitted, to: temporary, &footer, connection) }
        } catch {
            unlink(temporary)
            throw failure(error, of: sample.name.day, target)
        }
        do {
            try folder.publish(temporary, as: target)
            return try folder.open(name, of: sample.project, path: target, footer: footer)
        } catch {
            unlink(temporary)
            // Nobody will know of it, and what went into it is still there. Where it took the place of an input, it has
            // to stay; the input can still be read, and the next merge does the same again.
            if isNew { unlink(target) }
            throw error
        }
    }

    private func write(
        _ inputs: [EventFile],
        omitting omitted: [ObjectIdentifier: RowSet],
        to path: String,
        _ footer: inout EventFileFooter,
        _ connection: Connection
    ) throws {
        let rows = try count(inputs, connection)
        let finder = RepeatedEvents(connection: connection, engineMemory: engineMemory)
        var skipped = try finder.rows(of: inputs, rows: rows)
        for (index, input) in inputs.enumerated() {
            if let rows = omitted[ObjectIdentifier(input)] { skipped[index].formUnion(rows) }
        }
        footer.events = rows - skipped.reduce(0) { $0 + $1.count }
        try stop.check()
        let cursors = try zip(inputs, skipped).map { file, skipped in
            try EventFileCursor(file, skipping: skipped, connection: try database.connect())
        }
        let writer = EventFileWriter(folder: folder, connection: connection, compression: compression)
        try writer.write(MergedRows(cursors, stop: stop), to: path, footer)
    }

    private func count(_ inputs: [EventFile], _ connection: Connection) throws(DuckDBError) -> Int {
        let statement = try connection.prepare(CompactionSQL.count)
        try statement.bind([.paths(inputs.map(\.readPath))])
        return try statement.number()
    }

    private func failure(_ error: any Error, of day: CalendarDay, _ target: String) -> EventStoreError {
        do {
            try stop.check()
        } catch {
            return error
        }
        if (error as? DuckDBError)?.kind == .outOfMemory {
            return .tooLarge(
                message: "the files of \(day) can't be merged into \(target) with the \(engineMemory) MiB that the "
                    + "engine may use; they stay as they are, give it more with engine_memory_mib"
            )
        }
        let reason = (error as? DuckDBError)?.message ?? "\(error)"
        return .unwritable(message: "can't merge the files of \(day) into \(target): \(reason)")
    }
}
