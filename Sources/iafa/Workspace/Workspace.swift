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

    /// The ids of the events that were found, until the journal takes them over.
    private var recoveredIDs: EventIDSet?
    private var recovery: JournalSummary

    /// What is known of what apps sent; nil for a reader.
    let ledger: FileIngestionLedger?

    private init(
        dataDirectory: String,
        metadata: JSONMetadataStore,
        store: ParquetEventStore,
        lock: DirectoryLock?,
        recoveredIDs: consuming EventIDSet?,
        recovery: JournalSummary,
        ledger: FileIngestionLedger?,
        logger: Logger
    ) {
        self.dataDirectory = dataDirectory
        self.metadata = metadata
        self.store = store
        self.lock = lock
        self.recoveredIDs = recoveredIDs
        self.recovery = recovery
        self.ledger = ledger
        self.logger = logger
    }

    private static func journalFolder(_ dataDirectory: String) -> String { dataDirectory + "/journal" }
    private static func ledgerFolder(_ dataDirectory: String) -> String { dataDirectory + "/ingestion" }
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
        let since = SystemWallClock().now - .seconds(86_400 * (EventIDSet.retainedDays + 1))
        var ids = EventIDSet()
        try store.recentIDs(since: since) { project, id, receivedAt in
            _ = ids.insert(EventFingerprint(project: project, id: id), receivedAt: receivedAt)
        }
        // What was sent to a project that is gone is not brought back.
        let projects = Set(try await metadata.all(Project.self).map(\.id))
        var ledger = try FileIngestionLedger.Recovery(
            directory: ledgerFolder(directory),
            projects: projects,
            clock: SystemWallClock(),
            logger: settings.logger
        )
        let summary = try JournalReader.replay(directory: journalFolder(directory)) { event in
            guard projects.contains(event.project) else { return store.skip(through: event.sequence) }
            try ledger.recover(event)
            let fingerprint = EventFingerprint(project: event.project, id: event.event.id)
            _ = ids.insert(fingerprint, receivedAt: event.event.receivedAt)
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
            recoveredIDs: ids,
            recovery: summary,
            ledger: ledger.finish(),
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
        var options = EventStoreOptions()
        options.isWritable = false
        let store = try ParquetEventStore.open(dataDirectory: directory, options: options, logger: settings.logger)
        for event in events { store.recover(event) }
        return Workspace(
            dataDirectory: directory,
            metadata: metadata,
            store: store,
            lock: nil,
            recoveredIDs: nil,
            recovery: summary,
            ledger: nil,
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
    /// - Throws: `JournalError`.
    func startJournal() throws -> Journal {
        guard let ids = recoveredIDs.take(), let ledger else {
            preconditionFailure("the journal is started once, by a writer")
        }
        let store = self.store
        return try Journal.open(
            directory: Self.journalFolder(dataDirectory),
            duplicates: ids,
            firstFreeSequence: max(store.lastSequence + 1, recovery.firstFreeSequence)
        ) { events in
            // In this order: once the store has written events to files, the journal forgets them.
            ledger.receive(events)
            store.receive(events)
        }
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
