package import IAFACore
internal import Synchronization

/// The event ids of the last days, on disk: what makes a repetition known after its first has left the memory.
///
/// Sorted runs of 128-bit fingerprints, each with a filter that settles most questions without a look at the run. An
/// id takes 17.5 bytes on disk and, for the filters, 1.5 bytes in memory. Runs merge with their like, and one whose
/// newest id is older than ``retainedDays`` is removed whole.
///
/// Everything in it can be made again from the event files; where anything in it is damaged, it begins empty, and where
/// anything can't be read later, ``rebuild(today:_:)`` makes it anew.
/// One caller at a time may change it; any may ask.
package final class EventIDArchive: Sendable {
    /// An id is remembered for at least so many days of 24 hours after its event was received.
    package static let retainedDays = 7

    /// How many runs of a day may lie beside each other before some are merged.
    static let runLimit = 8

    private struct State {
        var snapshot = EventIDSnapshot(version: 0, runs: [])
        var manifest = EventIDManifest()
    }

    private let directory: String
    private let fileSystem: FileSystem
    private let state: Mutex<State>

    private init(directory: String, fileSystem: FileSystem, state: consuming sending State) {
        self.directory = directory
        self.fileSystem = fileSystem
        self.state = Mutex(state)
    }

    /// Opens an archive, or makes an empty one, also where what is there is damaged.
    ///
    /// Blocks while it reads all runs, to know that they are whole.
    ///
    /// - Parameters:
    ///   - directory: The archive's folder; only one process may open it.
    ///   - fileSystem: Does the work.
    ///   - onDamage: Told why what was there is not used.
    /// - Returns: The archive.
    /// - Throws: ``DiskError`` where the folder can't be used.
    package static func open(
        directory: String,
        fileSystem: FileSystem = .system,
        onDamage: (String) -> Void = { _ in }
    ) throws(DiskError) -> EventIDArchive {
        try fileSystem.createDirectory(directory)
        var state = State()
        let names = try fileSystem.list(directory)
        if names.contains(EventIDManifest.name) {
            do {
                state = try read(directory, fileSystem)
            } catch {
                onDamage("\(error)")
            }
        }
        // Made by a process that died before it said so, or replaced since.
        let known = Set(state.manifest.runs)
        for name in names where EventIDManifest.isRun(name) && !known.contains(name) {
            try? fileSystem.remove(FilePaths.join(directory, name))
        }
        return EventIDArchive(directory: directory, fileSystem: fileSystem, state: state)
    }

    /// Looks whether an archive is whole, also beside the process that has it open; changes nothing.
    ///
    /// Blocks while it reads all runs.
    ///
    /// - Parameters:
    ///   - directory: The archive's folder.
    ///   - fileSystem: Does the work.
    /// - Returns: What is damaged of it; nil where nothing is, or there is no archive.
    package static func damage(directory: String, fileSystem: FileSystem = .system) -> String? {
        // A process beside may have replaced what is looked for by what was found.
        var reason: String?
        for _ in 0..<3 {
            do {
                guard try fileSystem.byteCount(of: FilePaths.join(directory, EventIDManifest.name)) != nil else {
                    return nil
                }
                _ = try read(directory, fileSystem)
                return nil
            } catch {
                reason = "\(error)"
            }
        }
        return reason
    }

    private struct Damage: Error, CustomStringConvertible {
        let description: String
    }

    private static func read(_ directory: String, _ fileSystem: FileSystem) throws -> State {
        var state = State()
        let path = FilePaths.join(directory, EventIDManifest.name)
        guard let manifest = EventIDManifest(try fileSystem.contents(of: path)) else {
            throw Damage(description: "\(path) is damaged")
        }
        state.manifest = manifest
        for name in manifest.runs {
            let path = FilePaths.join(directory, name)
            guard let run = try EventIDRun.check(path, fileSystem: fileSystem) else {
                throw Damage(description: "\(path) is damaged")
            }
            state.snapshot.runs.append(run)
        }
        return state
    }

    /// What the archive knows now; a value that goes on knowing it.
    package var snapshot: EventIDSnapshot { state.withLock(\.snapshot) }

    /// Every id that may come again, of an event with a sequence number up to this one, is in the archive.
    package var coveredThrough: UInt64 { state.withLock(\.manifest.coveredThrough) }

    /// Whether some of it can't be read any more, so that of some ids nobody can tell whether they are known.
    package var isDamaged: Bool { snapshot.isUnreadable }

    /// Makes the archive anew of ids that are known elsewhere.
    ///
    /// Blocks. A process that dies meanwhile leaves an archive that says it knows no id.
    ///
    /// - Parameters:
    ///   - today: From this day on the ids are remembered.
    ///   - read: Hands over all ids that may come again, in pieces.
    /// - Throws: ``DiskError``, what `read` throws; then the archive is still to be made anew.
    package func rebuild(
        today: CalendarDay,
        _ read: (_ add: ([EventFingerprint]) throws -> Void) throws -> Void
    ) throws {
        let (runs, manifest) = state.withLock { ($0.snapshot.runs, $0.manifest) }
        var empty = EventIDManifest()
        empty.next = manifest.next
        try publish([], empty, replacing: runs)
        do {
            try read { try add($0, through: 0, today: today) }
            try add([], through: manifest.coveredThrough, today: today)
        } catch {
            // Still damaged, for whoever asks: what is there now is not all.
            state.withLock { state in
                state.snapshot.runs += runs
                state.manifest.coveredThrough = manifest.coveredThrough
            }
            throw error
        }
    }

    /// Adds ids, durably, and tidies up.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - fingerprints: Of the ids, in any order; may be none.
    ///   - sequence: Up to which event the archive then knows every id.
    ///   - today: When the ids are archived: from this day on they are remembered.
    /// - Throws: ``DiskError``; then the archive is as it was.
    package func add(
        _ fingerprints: [EventFingerprint],
        through sequence: UInt64,
        today: CalendarDay
    ) throws(DiskError) {
        // It may have been removed as a whole: nothing in it is needed.
        try fileSystem.createDirectory(directory)
        var (runs, manifest) = state.withLock { ($0.snapshot.runs, $0.manifest) }
        manifest.coveredThrough = max(manifest.coveredThrough, sequence)
        let isExpired: (EventIDRun) -> Bool = { today.daysSinceEpoch - $0.day.daysSinceEpoch > Self.retainedDays }
        let expired = runs.filter(isExpired)
        runs.removeAll(where: isExpired)
        if !fingerprints.isEmpty {
            runs.append(try makeRun([EventIDCursor(fingerprints.sorted())], day: today, &manifest))
        }
        try publish(runs, manifest, replacing: expired)
        try mergeRuns(today: today)
    }

    /// Makes fewer runs of many: of a day that is over one, of today's those that are worth it.
    private func mergeRuns(today: CalendarDay) throws(DiskError) {
        let days = Set(state.withLock { $0.snapshot.runs.map(\.day) })
        for day in days.sorted() {
            let (all, manifest) = state.withLock { ($0.snapshot.runs, $0.manifest) }
            let ofDay = all.filter { $0.day == day }
            let count =
                day < today ? ofDay.count : TieredMerge.newest(of: ofDay.map(\.count), limit: Self.runLimit)
            guard count > 1 else { continue }
            let inputs = Array(ofDay.suffix(count))
            var changed = manifest
            var cursors: [EventIDCursor] = []
            for input in inputs { cursors.append(try EventIDCursor(input)) }
            let output = try makeRun(cursors, day: day, &changed)
            let replaced = Set(inputs.map(\.path))
            try publish(all.filter { !replaced.contains($0.path) } + [output], changed, replacing: inputs)
        }
    }

    private func makeRun(
        _ sources: [EventIDCursor],
        day: CalendarDay,
        _ manifest: inout EventIDManifest
    ) throws(DiskError) -> EventIDRun {
        let name = EventIDManifest.runName(manifest.next)
        manifest.next += 1
        let path = FilePaths.join(directory, name)
        return try EventIDRunWriter.write(sources, day: day, to: path, fileSystem: fileSystem)
    }

    /// Makes runs count, durably, then visibly; then removes what they replace.
    private func publish(
        _ runs: [EventIDRun],
        _ manifest: EventIDManifest,
        replacing old: [EventIDRun]
    ) throws(DiskError) {
        var manifest = manifest
        manifest.runs = runs.map { String($0.path.dropFirst(directory.count).drop { $0 == "/" }) }
        // Syncs the folder, and with it the name of the new run.
        try DurableFile.replace(
            manifest.bytes,
            at: FilePaths.join(directory, EventIDManifest.name),
            fileSystem: fileSystem
        )
        state.withLock { state in
            state.manifest = manifest
            state.snapshot = EventIDSnapshot(version: state.snapshot.version + 1, runs: runs)
        }
        for run in old { try? fileSystem.remove(run.path) }
    }
}
