internal import IAFACore
internal import Logging
internal import ServiceLifecycle

/// What a running server does with its events besides taking them in: writes them to files, merges the files, removes
/// the days that are over their time.
actor EventMaintenance: Service {
    /// When to do what.
    struct Schedule: Sendable {
        /// Events in memory that are written at once.
        let flushEvents: Int
        /// Memory that events in memory take when they are written at once, in bytes.
        let flushBytes: Int
        /// How long an event stays in memory at the most.
        let flushInterval: Duration
        let compactionInterval: Duration
    }

    private let store: any EventStore
    private let log: any EventLog
    private let ledger: any IngestionLedger
    private let metadata: any MetadataStore
    private let clock: any WallClock
    private let schedule: Schedule
    private let mendIDs: @Sendable () async throws -> Void
    private let logger: Logger

    /// How often to look whether something is due.
    private static let tick: Duration = .milliseconds(100)

    init(
        store: any EventStore,
        log: any EventLog,
        ledger: any IngestionLedger,
        metadata: any MetadataStore,
        clock: any WallClock,
        schedule: Schedule,
        logger: Logger,
        mendIDs: @escaping @Sendable () async throws -> Void
    ) {
        self.store = store
        self.log = log
        self.ledger = ledger
        self.metadata = metadata
        self.clock = clock
        self.schedule = schedule
        self.logger = logger
        self.mendIDs = mendIDs
    }

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await self.repeatFlush() }
            group.addTask { await self.repeatCompaction() }
        }
    }

    /// Writes what is still in memory, or what it can of it in the time; for the end.
    ///
    /// What stays is in the journal, which the next start reads.
    func finish(within limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { _ = await self.flush() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func repeatFlush() async {
        let ticker = ContinuousClock()
        var lastFlush = ticker.now
        var hasFailed = false
        for await _ in Ticks(every: Self.tick).cancelOnGracefulShutdown() {
            // What failed is not tried again, and logged again, ten times a second.
            let isMuch =
                store.unflushedCount >= schedule.flushEvents
                || store.unflushedByteCount >= schedule.flushBytes
            guard isMuch && !hasFailed || ticker.now - lastFlush >= schedule.flushInterval else { continue }
            // Also with nothing in memory: the journal still has to forget what is in files, or was removed.
            // A stop doesn't wait for it: it has a flush of its own, in a time of its own.
            hasFailed = !(await cancelWhenGracefulShutdown { await self.flush() })
            lastFlush = ticker.now
        }
    }

    /// Writes what is in memory; returns whether all of it is in files.
    @discardableResult
    private func flush() async -> Bool {
        do {
            let start = ContinuousClock.now
            let through = try await store.flush()
            noteSlowFlush(ContinuousClock.now - start)
            return await shortenLog(through: through)
        } catch EventStoreError.cancelled {
            logger.info("stopped writing events to files; the others stay in the journal")
        } catch {
            logger.error(
                "events could not be written to files; they stay in the journal",
                metadata: ["error": "\(error)"]
            )
        }
        return false
    }

    /// Lets the journal forget what is in files; returns whether it could.
    private func shortenLog(through sequence: UInt64) async -> Bool {
        do {
            // First: what the journal forgets must be known by its id.
            try await mendIDs()
            // Before the journal forgets what the ledger would be made good from.
            await saveLedger()
            try await log.discard(through: sequence)
            return true
        } catch {
            logger.error(
                "the ids of events that are in files could not be archived; the journal keeps the events till then",
                metadata: ["error": "\(error)"]
            )
            return false
        }
    }

    private func noteSlowFlush(_ duration: Duration) {
        guard duration >= schedule.flushInterval else { return }
        logger.notice(
            "writing events to files took longer than the interval; each day of each project is a file of its own",
            metadata: ["seconds": "\(duration.components.seconds)"]
        )
    }

    private func saveLedger() async {
        do {
            try await ledger.save()
        } catch {
            logger.error(
                "what is known of ingestion could not be saved; it is tried again",
                metadata: ["error": "\(error)"]
            )
        }
    }

    private func repeatCompaction() async {
        await tidyDays()
        for await _ in Ticks(every: schedule.compactionInterval).cancelOnGracefulShutdown() { await tidyDays() }
    }

    /// Removes days that are over their time, and merges the files of the others.
    private func tidyDays() async {
        await removeOldDays()
        let store = self.store
        do {
            // A stop doesn't wait for it: what is not finished then is done by the next start.
            try await cancelWhenGracefulShutdown { _ = try await store.compact(thorough: false) }
        } catch EventStoreError.cancelled {
            logger.debug("stopped merging files of days")
        } catch {
            logger.error("files of days could not be merged; they stay as they are", metadata: ["error": "\(error)"])
        }
        await buildIndexes()
    }

    /// Makes the indexes of days that were merged just now, or that have none.
    private func buildIndexes() async {
        let store = self.store
        let summary = try? await cancelWhenGracefulShutdown { try await store.buildIndexes() }
        guard let summary, summary.built > 0 else { return }
        logger.debug("made stage indexes", metadata: ["days": "\(summary.built)"])
    }

    private func removeOldDays() async {
        do {
            let projects = try await metadata.all(Project.self)
            try await ledger.removeOld(of: projects)
            for project in projects {
                guard let day = project.firstKeptDay(now: clock.now) else { continue }
                await removeDays(of: project, before: day)
            }
        } catch {
            logger.error("which projects have days over their retention is unknown", metadata: ["error": "\(error)"])
        }
    }

    private func removeDays(of project: Project, before day: CalendarDay) async {
        do {
            let removed = try await store.removeDays(of: project.id, before: day)
            guard let first = removed.days.first, let last = removed.days.last else { return }
            logger.notice(
                "removed days that are over their retention",
                metadata: [
                    "project": "\(project.id)", "days": "\(removed.days.count)", "first": "\(first)", "last": "\(last)",
                    "files": "\(removed.files)", "events": "\(removed.events)",
                ]
            )
        } catch {
            // One project's must not keep those of all others.
            logger.error(
                "days over their retention could not be removed; they are tried again",
                metadata: ["project": "\(project.id)", "error": "\(error)"]
            )
        }
    }
}

/// Ticks until the task is cancelled.
private struct Ticks: AsyncSequence, Sendable {
    let every: Duration

    func makeAsyncIterator() -> Iterator { Iterator(every: every) }

    struct Iterator: AsyncIteratorProtocol {
        let every: Duration

        mutating func next() async -> Void? {
            do {
                try await Task.sleep(for: every)
                return ()
            } catch {
                return nil
            }
        }
    }
}
