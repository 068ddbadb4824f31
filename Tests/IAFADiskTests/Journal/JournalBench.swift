import IAFACore
import IAFADisk
import IAFATesting
import Synchronization
import Testing

/// A journal in a folder of its own, with what it delivered and the faults to put in.
final class JournalBench: Sendable {
    let folder: TemporaryFolder
    let faults = FaultyFileSystem()
    let delivered = Mutex<[SequencedEvent]>([])
    let project = Identifier<Project>.fixed("shop")

    let clock = ManualClock()

    var directory: String { folder.path("journal") }
    var archiveDirectory: String { folder.path("event_ids") }

    init() throws { folder = try TemporaryFolder() }

    /// Opens the journal as a server does: replays it and goes on behind it.
    ///
    /// `filed`: The last event that other files hold, its id in the archive.
    func open(_ options: JournalOptions = JournalOptions(), filed: UInt64 = 0) throws -> Journal {
        var ids = EventIDSet()
        let summary = try JournalReader.replay(directory: directory) { event in
            _ = ids.insert(EventFingerprint(project: event.project, id: event.event.id))
        }
        let archive = try EventIDArchive.open(directory: archiveDirectory, fileSystem: faults.fileSystem)
        return try Journal.open(
            directory: directory,
            options: options,
            recentIDs: ids,
            archive: archive,
            firstFreeSequence: max(summary.firstFreeSequence, archive.coveredThrough + 1, filed + 1),
            clock: clock,
            fileSystem: faults.fileSystem,
            onDurable: { events in self.delivered.withLock { $0 += events } }
        )
    }

    /// What is on disk.
    func replay() throws -> [SequencedEvent] {
        var events: [SequencedEvent] = []
        _ = try JournalReader.replay(directory: directory) { events.append($0) }
        return events
    }

    func replayedIDs() throws -> [String] { try replay().map(\.event.id) }

    var deliveredEvents: [SequencedEvent] { delivered.withLock { $0 } }

    /// The paths of the segments, oldest first.
    func segments() throws -> [String] {
        try TestFiles.names(in: directory).filter { $0.hasSuffix(".log") }.map { directory + "/" + $0 }
    }

    /// Appends events of these ids, one call each, and closes the journal.
    func fill(_ ids: [String], _ options: JournalOptions = JournalOptions()) async throws {
        let journal = try open(options)
        for id in ids { _ = try await journal.append([.sample(id)], to: project) }
        await journal.close()
    }

    /// Waits until the journal holds so many events that aren't durable.
    func wait(for count: Int, in journal: Journal) async {
        while journal.status.waitingEventCount < count { await Task.yield() }
    }
}
