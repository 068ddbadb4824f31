internal import DuckDB
internal import Foundation
package import IAFACore
package import Logging
internal import Synchronization

/// Events in Parquet files, one a project and UTC day once compacted, and in memory until they are in one.
package final class ParquetEventStore: EventStore {
    /// What must be seen, and changed, at once: an event is always in exactly one of the three.
    struct State {
        var catalog: EventCatalog
        /// Not yet in a file.
        var hot = HotBuffer()
        /// Being written to files right now.
        var flushing = HotBuffer()
        /// Everything up to here has been received.
        var receivedThrough: UInt64 = 0
        /// Projects that were removed while one of their events may still have been on its way.
        var removed: Set<Identifier<Project>> = []
    }

    let state: Mutex<State>
    let folder: EventFolder
    let database: Database

    /// Another one for writing and merging files, so that questions can't use up the memory that these need; the
    /// same one in a process that only reads.
    let writing: Database
    let options: EventStoreOptions
    let logger: Logger
    let clock: any WallClock

    /// What funnels find their events in where it has them; nil for none.
    let stageIndex: (any StageIndex)?

    /// Files of which no index could be made; at most one a day.
    let unindexable = Mutex(Set<StageIndexSource>())

    /// One flush at a time, one compaction at a time; neither waits for the other.
    ///
    /// Where both are needed, as when a project is removed, the flush lane is taken first.
    let flushLane = BlockingLane(width: 1)
    let compactionLane = BlockingLane(width: 1)

    /// One index at a time is made, beside all else.
    let indexLane = BlockingLane(width: 1)
    let queryLane: BlockingLane

    /// Whose question is next: a project that asks much has to leave room for the others.
    let turns: FairTurns<Identifier<Project>>

    /// How many questions may wait while others are answered; each further one is told to come again.
    private static let waitingQuestions = 64

    /// For questions about the engine itself, which must not wait behind those of people.
    let statisticsLane = BlockingLane(width: 1, limit: 1)

    /// What was done since the start.
    let flushes = WorkMeter()
    let compactions = WorkMeter()

    /// How many cores a question may use.
    let cores: Int

    /// What is known of the types and properties of events in files.
    let summaryFolder: SummaryFolder
    let summaries = SummaryCache()

    /// Day files whose summaries are known to be there.
    let summarized: Mutex<Set<SummaryCache.FileVersion>> = Mutex([])

    private init(
        catalog: EventCatalog,
        folder: EventFolder,
        database: Database,
        writing: Database,
        options: EventStoreOptions,
        cores: Int,
        stageIndex: (any StageIndex)?,
        clock: any WallClock,
        logger: Logger
    ) {
        var state = State(catalog: catalog)
        state.receivedThrough = catalog.lastSequence
        self.state = Mutex(state)
        self.folder = folder
        summaryFolder = SummaryFolder(dataDirectory: folder.dataDirectory)
        self.database = database
        self.writing = writing
        self.options = options
        self.cores = cores
        self.stageIndex = stageIndex
        self.clock = clock
        self.logger = logger
        queryLane = BlockingLane(width: max(2, cores))
        turns = FairTurns(width: max(2, cores), limit: Self.waitingQuestions)
    }

    /// Opens the events below a data directory.
    ///
    /// Blocks while it reads the footers of all files.
    ///
    /// - Throws: ``EventStoreError``.
    package static func open(
        dataDirectory: String,
        options: EventStoreOptions = EventStoreOptions(),
        stageIndex: (any StageIndex)? = nil,
        clock: any WallClock = SystemWallClock(),
        logger: Logger
    ) throws(EventStoreError) -> ParquetEventStore {
        let folder = EventFolder(dataDirectory: dataDirectory)
        if options.isWritable { try folder.prepare() }
        let cores = options.threads ?? ProcessInfo.processInfo.activeProcessorCount
        do {
            let database = try engine(
                threads: cores,
                options,
                scratch: options.isWritable ? folder.scratch : NSTemporaryDirectory()
            )
            let connection = try database.connect()
            let findings = try EventFileScanner(
                folder: folder,
                connection: connection,
                isWritable: options.isWritable
            ).scan()
            if options.isWritable {
                for path in findings.catalog.damagedPaths {
                    logger.error(
                        "an event file is damaged: no question about its day can be answered; a backup brings it back",
                        metadata: ["path": "\(path)"]
                    )
                }
                for path in findings.superseded + findings.unfinished {
                    logger.info("removing a file that another one replaced", metadata: ["path": "\(path)"])
                    unlink(path)
                }
                try folder.removeEmptyFolders()
                stageIndex?.prune(keeping: findings.catalog.projects.mapValues { Set($0.keys) })
                SummaryFolder(dataDirectory: dataDirectory).removeStrays(besides: findings.catalog)
            }
            return ParquetEventStore(
                catalog: findings.catalog,
                folder: folder,
                database: database,
                writing: options.isWritable
                    ? try engine(threads: 1, options, scratch: folder.writingScratch) : database,
                options: options,
                cores: cores,
                stageIndex: stageIndex,
                clock: clock,
                logger: logger
            )
        } catch let error as EventStoreError {
            throw error
        } catch {
            throw .unreadable(message: "the engine did not start: \((error as? DuckDBError)?.reason ?? "\(error)")")
        }
    }

    /// An engine with the memory that the options give to each.
    static func engine(
        threads: Int,
        _ options: EventStoreOptions,
        scratch: String
    ) throws(DuckDBError) -> Database {
        try Database(options: [
            "threads": String(threads), "memory_limit": "\(options.engineMemory)MiB", "temp_directory": scratch,
            "preserve_insertion_order": "false", "enable_external_access": "true",
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
        ])
    }

    /// The highest sequence number that a file or this store knows of; 0 where there are no events.
    package var lastSequence: UInt64 { state.withLock { max($0.receivedThrough, $0.catalog.lastSequence) } }

    /// A damaged file that doesn't tell which sequence numbers are taken; nil where there is none.
    package var unknownFile: String? { state.withLock(\.catalog.unknownFile) }

    package var unflushedCount: Int { state.withLock { $0.hot.count + $0.flushing.count } }

    package var unflushedByteCount: Int { state.withLock { $0.hot.byteCount + $0.flushing.byteCount } }

    package func receive(_ events: [SequencedEvent]) {
        state.withLock { state in
            let removed = state.removed
            state.hot.append(removed.isEmpty ? events : events.filter { !removed.contains($0.project) })
            if let last = events.last { state.receivedThrough = max(state.receivedThrough, last.sequence) }
        }
    }

    /// Tells of the ids of events that files hold and that were received since a time.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - time: The first moment of reception that matters.
    ///   - sequence: Files that hold no event with a higher sequence number are left out.
    ///   - body: Takes an id.
    /// - Throws: ``EventStoreError/unreadable``, and what `body` throws.
    package func recentIDs(
        since time: Timestamp,
        beyond sequence: UInt64,
        _ body: (_ project: Identifier<Project>, _ id: String) throws -> Void
    ) throws {
        do {
            let statement = try database.connect().prepare(FooterSQL.recentIDs)
            for (project, days) in state.withLock(\.catalog.projects) {
                let files = days.values.flatMap(\.files).filter {
                    $0.footer.lastReceived >= time && $0.footer.last > sequence
                }
                guard !files.isEmpty else { continue }
                try statement.bind([.paths(files.map(\.readPath)), .int64(time.microseconds)])
                let result = try statement.stream()
                while let chunk = try result.nextChunk() {
                    let ids = chunk.column(0).strings
                    for row in 0..<chunk.rowCount {
                        if let id = ids.string(at: row) { try body(project, id) }
                    }
                }
            }
        } catch let error as DuckDBError {
            throw EventStoreError.unreadable(message: "can't read the ids of recent events: \(error)")
        }
    }
}

extension ParquetEventStore {
    /// The version of the engine that is linked.
    package static var engineVersion: String { Database.engineVersion }
}
