internal import Foundation
internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB
internal import Logging

/// A data directory, opened: the one place that knows which folder holds what, and which adapter reads it.
final class Workspace {
    let dataDirectory: String
    let metadata: JSONMetadataStore
    let store: ParquetEventStore
    let logger: Logger

    /// Held as long as this process may write; nil for a reader.
    private let lock: DirectoryLock?

    /// The ids of the events that the journal holds, until it takes them over.
    private var journaledIDs: EventIDSet?
    private var recovery: JournalSummary

    /// Ids in memory while the archive is made anew.
    private static let idLimit = 1_000_000

    private init(
        dataDirectory: String,
        metadata: JSONMetadataStore,
        store: ParquetEventStore,
        lock: DirectoryLock?,
        journaledIDs: consuming EventIDSet?,
        recovery: JournalSummary,
        logger: Logger
    ) {
        self.dataDirectory = dataDirectory
        self.metadata = metadata
        self.store = store
        self.lock = lock
        self.journaledIDs = journaledIDs
        self.recovery = recovery
        self.logger = logger
    }

    private static func journalFolder(_ dataDirectory: String) -> String { dataDirectory + "/journal" }
    private static func archiveFolder(_ dataDirectory: String) -> String { dataDirectory + "/index/event_ids" }
    private static func metadataFolder(_ dataDirectory: String) -> String { dataDirectory + "/metadata" }

    /// Opens a data directory as the only process that writes it, and makes one where that is wanted.
    ///
    /// - Throws: What says in one line why not.
    static func openForWriting(
        _ settings: LoadedSettings,
        options: EventStoreOptions,
        mayCreate: Bool
    ) async throws -> Workspace {
        let directory = settings.dataDirectory
        if !mayCreate { try requireDirectory(directory) }
        let lock = try DirectoryLock.acquire(dataDirectory: directory)
        let metadata = try JSONMetadataStore.open(directory: metadataFolder(directory))
        let store = try ParquetEventStore.open(dataDirectory: directory, options: options, logger: settings.logger)
        var ids = EventIDSet()
        // What was sent to a project that is gone is not brought back.
        let projects = Set(try await metadata.all(Project.self).map(\.id))
        let summary = try JournalReader.replay(directory: journalFolder(directory)) { event in
            guard projects.contains(event.project) else { return store.skip(through: event.sequence) }
            _ = ids.insert(EventFingerprint(project: event.project, id: event.event.id))
            store.recover(event)
        }
        if summary.recordCount > 0 {
            settings.logger.info(
                "read the journal",
                metadata: ["events": "\(summary.recordCount)", "not in files": "\(store.unflushedCount)"]
            )
        }
        return Workspace(
            dataDirectory: directory,
            metadata: metadata,
            store: store,
            lock: lock,
            journaledIDs: ids,
            recovery: summary,
            logger: settings.logger
        )
    }

    /// Opens a data directory to read it, beside a process that may be writing it.
    ///
    /// - Throws: ``CommandFailure`` where there is none, and what else says why not.
    static func openForReading(_ settings: LoadedSettings) async throws -> Workspace {
        let directory = settings.dataDirectory
        try requireDirectory(directory)
        let metadata = try JSONMetadataStore.open(directory: metadataFolder(directory))
        // The journal first: what leaves it meanwhile is in a file by the time that files are listed.
        var events: [SequencedEvent] = []
        let summary = try JournalReader.replay(directory: journalFolder(directory)) { events.append($0) }
        var options = try settings.storeOptions()
        options.isWritable = false
        let store = try ParquetEventStore.open(dataDirectory: directory, options: options, logger: settings.logger)
        for event in events { store.recover(event) }
        return Workspace(
            dataDirectory: directory,
            metadata: metadata,
            store: store,
            lock: nil,
            journaledIDs: nil,
            recovery: summary,
            logger: settings.logger
        )
    }

    private static func requireDirectory(_ directory: String) throws {
        guard FileManager.default.fileExists(atPath: metadataFolder(directory)) else {
            throw CommandFailure("there is no data directory at \(directory); name it with --data-dir")
        }
    }

    /// Opens the journal for the events to come.
    ///
    /// Once.
    ///
    /// - Throws: `JournalError`, `DiskError`, `EventStoreError`.
    func startJournal() throws -> Journal {
        guard var ids = journaledIDs.take() else { preconditionFailure("the journal is started once, by a writer") }
        let archive = try openArchive()
        for id in try unarchivedIDs(archive) { _ = ids.insert(id) }
        let store = self.store
        return try Journal.open(
            directory: Self.journalFolder(dataDirectory),
            recentIDs: ids,
            archive: archive,
            firstFreeSequence: max(store.lastSequence, archive.coveredThrough, recovery.firstFreeSequence - 1) + 1
        ) { events in
            store.receive(events)
        }
    }

    /// Archives the ids of events that came into files past the journal, so that the next start needn't.
    ///
    /// Blocks.
    ///
    /// - Throws: `DiskError`, `EventStoreError`.
    func archiveIDs() throws {
        let archive = try openArchive()
        let ids = try unarchivedIDs(archive)
        try archive.add(ids, through: store.lastSequence, today: CalendarDay(SystemWallClock().now))
    }

    private func openArchive() throws -> EventIDArchive {
        try EventIDArchive.open(directory: Self.archiveFolder(dataDirectory)) { reason in
            logger.notice("the archive of event ids is made anew", metadata: ["reason": "\(reason)"])
        }
    }

    /// The ids in files that the archive may not know; all but the last million of them it then knows.
    private func unarchivedIDs(_ archive: EventIDArchive) throws -> [EventFingerprint] {
        let now = SystemWallClock().now
        let since = now - .seconds(86_400 * (EventIDArchive.retainedDays + 1))
        var ids: [EventFingerprint] = []
        try store.recentIDs(since: since, beyond: archive.coveredThrough) { project, id in
            ids.append(EventFingerprint(project: project, id: id))
            guard ids.count == Self.idLimit else { return }
            try archive.add(ids, through: archive.coveredThrough, today: CalendarDay(now))
            ids.removeAll(keepingCapacity: true)
        }
        return ids
    }

    /// The installation's secret, from which tokens are signed; made at the first start.
    ///
    /// - Throws: `DiskError`, ``CommandFailure``.
    func secret() throws -> [UInt8] {
        let path = Self.metadataFolder(dataDirectory) + "/signing.key"
        if let data = FileManager.default.contents(atPath: path) {
            guard data.count == 32 else {
                throw CommandFailure("\(path) is damaged; remove it to make a new one, which signs everybody out")
            }
            return Array(data)
        }
        var random = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        try DurableFile.replace(secret, at: path)
        return secret
    }

    /// Checks the journal.
    ///
    /// Blocks.
    func verifyJournal() throws -> [JournalFinding] {
        try JournalReader.verify(directory: Self.journalFolder(dataDirectory))
    }
}
