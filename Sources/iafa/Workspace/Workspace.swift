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
    /// What is known of what apps sent; nil for a reader.
    let ledger: FileIngestionLedger?

    private init(
        dataDirectory: String,
        metadata: JSONMetadataStore,
        store: ParquetEventStore,
        lock: DirectoryLock?,
        journaledIDs: consuming EventIDSet?,
        recovery: JournalSummary,
        ledger: FileIngestionLedger?,
        logger: Logger
    ) {
        self.dataDirectory = dataDirectory
        self.metadata = metadata
        self.store = store
        self.lock = lock
        self.journaledIDs = journaledIDs
        self.recovery = recovery
        self.ledger = ledger
        self.logger = logger
    }

    private static func journalFolder(_ dataDirectory: String) -> String { dataDirectory + "/journal" }
    static func archiveFolder(_ dataDirectory: String) -> String { dataDirectory + "/index/event_ids" }
    private static func indexFolder(_ dataDirectory: String) -> String { dataDirectory + "/index" }
    static func ledgerFolder(_ dataDirectory: String) -> String { dataDirectory + "/ingestion" }
    static func metadataFolder(_ dataDirectory: String) -> String { dataDirectory + "/metadata" }

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
        try requireWhole(directory)
        let lock = try DirectoryLock.acquire(dataDirectory: directory)
        let metadata = try JSONMetadataStore.open(directory: metadataFolder(directory))
        JSONMetadataStore.removeUnfinished(directory: metadataFolder(directory))
        try await MetadataDocuments.requireReadable(metadata)
        let store = try openStore(directory, options, settings.logger)
        var ids = EventIDSet()
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
            _ = ids.insert(EventFingerprint(project: event.project, id: event.event.id))
            store.recover(event)
        }
        if summary.recordCount > 0 {
            settings.logger.info(
                "read the journal",
                metadata: ["events": "\(summary.recordCount)", "not in files": "\(store.unflushedCount)"]
            )
        }
        let workspace = Workspace(
            dataDirectory: directory,
            metadata: metadata,
            store: store,
            lock: lock,
            journaledIDs: ids,
            recovery: summary,
            ledger: ledger.finish(),
            logger: settings.logger
        )
        try await workspace.finishImport()
        return workspace
    }

    /// Opens a data directory to read it, beside a process that may be writing it.
    ///
    /// - Throws: ``CommandFailure`` where there is none, and what else says why not.
    static func openForReading(_ settings: LoadedSettings) async throws -> Workspace {
        let directory = settings.dataDirectory
        try requireDirectory(directory)
        try requireWhole(directory)
        guard !ImportMarker(dataDirectory: directory).isThere else {
            throw CommandFailure("an import is under way or was cut off; wait for it, or run `iafa compact`")
        }
        let metadata = try JSONMetadataStore.open(directory: metadataFolder(directory))
        // The journal first: what leaves it meanwhile is in a file by the time that files are listed.
        var events: [SequencedEvent] = []
        let summary = try JournalReader.replay(directory: journalFolder(directory)) { events.append($0) }
        // Events of days that are over, or of projects that are gone, are not brought back.
        let projects = Dictionary(uniqueKeysWithValues: try await metadata.all(Project.self).map { ($0.id, $0) })
        let now = SystemWallClock().now
        events.removeAll { event in
            guard let project = projects[event.project] else { return true }
            return project.firstKeptDay(now: now).map { CalendarDay(event.event.timestamp) < $0 } ?? false
        }
        var options = try settings.storeOptions()
        options.isWritable = false
        let store = try openStore(directory, options, settings.logger)
        for event in events { store.recover(event) }
        return Workspace(
            dataDirectory: directory,
            metadata: metadata,
            store: store,
            lock: nil,
            journaledIDs: nil,
            recovery: summary,
            ledger: nil,
            logger: settings.logger
        )
    }

    private static func openStore(
        _ directory: String,
        _ options: EventStoreOptions,
        _ logger: Logger
    ) throws(EventStoreError) -> ParquetEventStore {
        try ParquetEventStore.open(
            dataDirectory: directory,
            options: options,
            stageIndex: options.usesStageIndex ? FileStageIndex(directory: indexFolder(directory)) : nil,
            logger: logger
        )
    }

    /// Sees to it that there is a data directory.
    ///
    /// - Throws: ``CommandFailure``.
    static func requireDirectory(_ directory: String) throws {
        guard FileManager.default.fileExists(atPath: metadataFolder(directory)) else {
            throw CommandFailure("there is no data directory at \(directory); name it with --data-dir")
        }
    }

    /// Sees to it that what is there isn't what an interrupted restore left.
    private static func requireWhole(_ directory: String) throws {
        guard !FileManager.default.fileExists(atPath: "\(directory)/\(BackupReader.partialFolder)") else {
            throw CommandFailure("a restore into \(directory) was interrupted; empty it and restore again")
        }
    }

    /// Opens the journal for the events to come.
    ///
    /// Once.
    ///
    /// - Throws: `JournalError`, `DiskError`, `EventStoreError`, ``CommandFailure``.
    func startJournal() throws -> Journal {
        guard var ids = journaledIDs.take(), let ledger else {
            preconditionFailure("the journal is started once, by a writer")
        }
        // A number that is given twice would let the next start take an event for one that a file holds.
        if recovery.segmentCount == 0, let path = store.unknownFile {
            throw CommandFailure(
                "\(path) is damaged and there is no journal to tell which events it held; restore it from a backup or "
                    + "move it away, then start again"
            )
        }
        let archive = try openArchive()
        let today = CalendarDay(SystemWallClock().now)
        let files = RecentEventIDs(store: store)
        let rest = try files.read(beyond: archive.coveredThrough) { ids in
            try archive.add(ids, through: archive.coveredThrough, today: today)
        }
        for id in rest { _ = ids.insert(id) }
        let store = self.store
        return try Journal.open(
            directory: Self.journalFolder(dataDirectory),
            recentIDs: ids,
            archive: archive,
            firstFreeSequence: max(store.lastSequence, archive.coveredThrough, recovery.firstFreeSequence - 1) + 1
        ) { events in
            // In this order: once the store has written events to files, the journal forgets them.
            ledger.receive(events)
            store.receive(events)
        }
    }

    /// Settles events that came into files past the journal: archives their ids, so that the next start needn't, and
    /// notes in the journal which sequence numbers are taken, so that it is known though a file should be lost.
    ///
    /// Once, instead of ``startJournal()``.
    ///
    /// - Throws: As ``startJournal()``, `EventLogError`.
    func settle() async throws {
        let journal = try startJournal()
        do {
            try await journal.probe()
            try await journal.discard(through: store.lastSequence)
        } catch {
            await journal.close()
            throw error
        }
        await journal.close()
    }

    private func openArchive() throws -> EventIDArchive {
        try EventIDArchive.open(directory: Self.archiveFolder(dataDirectory)) { reason in
            logger.notice("the archive of event ids is made anew", metadata: ["reason": "\(reason)"])
        }
    }

    /// The installation's secret, from which tokens are signed; made at the first start.
    ///
    /// - Throws: `DiskError`, ``CommandFailure``.
    func secret() throws -> [UInt8] {
        let path = Self.metadataFolder(dataDirectory) + "/signing.key"
        if FileManager.default.fileExists(atPath: path) {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CommandFailure("\(path) can't be read; it must belong to the user who runs iafa")
            }
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
}
