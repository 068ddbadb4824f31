package import IAFACore
package import Logging
internal import Synchronization

/// The ledger in files: counts by hour in a document a project and UTC day, rejections in a list a project.
///
/// What comes is noted in memory behind a lock, in some hundred nanoseconds a request; ``save()`` writes it. A process
/// that is killed loses what it noted since, but for accepted events: each document says up to which sequence number
/// they are counted, so that ``Recovery/recover(_:)`` counts what the event log has beyond.
package actor FileIngestionLedger: IngestionLedger {
    /// Days that counts are kept at the least.
    private static let minimumDays = 90

    /// How often to look for what was kept long enough.
    private static let removalInterval: Duration = .seconds(3_600)

    private let executor = BlockingExecutor(label: "ingestion")
    private let clock: any WallClock
    private let pending = Mutex(PendingIngestion())
    private var books: IngestionBooks
    private var lastRemoval: Timestamp?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(books: IngestionBooks, clock: any WallClock) {
        self.books = books
        self.clock = clock
    }

    /// A ledger that is about to be opened: it takes the events of the event log first.
    package struct Recovery: ~Copyable {
        private var books: IngestionBooks
        private let clock: any WallClock

        /// - Parameters:
        ///   - directory: The ledger's folder, which is made when something is written.
        ///   - projects: All that there are; what is there of others is removed.
        ///   - clock: Tells what was kept long enough.
        ///   - fileSystem: Does the work.
        ///   - logger: Told of what is damaged.
        /// - Throws: ``IngestionLedgerError``.
        package init(
            directory: String,
            projects: Set<Identifier<Project>>,
            clock: any WallClock,
            fileSystem: FileSystem = .system,
            logger: Logger
        ) throws(IngestionLedgerError) {
            books = IngestionBooks(folder: IngestionFolder(path: directory, fileSystem: fileSystem, logger: logger))
            self.clock = clock
            try books.removeAll(except: projects)
            for project in projects { try books.removeUnfinished(of: project) }
        }

        /// Takes an event of the event log, counted or not.
        ///
        /// In order of sequence. Blocks.
        ///
        /// - Throws: ``IngestionLedgerError``.
        package mutating func recover(_ event: SequencedEvent) throws(IngestionLedgerError) {
            try books.recover(event)
        }

        /// The ledger, for the events to come.
        package consuming func finish() -> FileIngestionLedger { FileIngestionLedger(books: books, clock: clock) }
    }

    package nonisolated func receive(_ events: [SequencedEvent]) {
        pending.withLock { pending in
            var start = events.startIndex
            while start < events.endIndex {
                let project = events[start].project
                var end = start + 1
                while end < events.endIndex, events[end].project == project { end += 1 }
                pending.receive(events[start..<end])
                start = end
            }
        }
    }

    package nonisolated func note(_ outcome: IngestionOutcome, of project: Identifier<Project>) {
        // Before the lock is taken: 2,500 refusals take a while.
        var counts = IngestionCounts()
        counts.duplicates = outcome.duplicates
        counts.bytes = outcome.bytes
        for rejection in outcome.rejections { counts.add(rejection) }
        let hour = IngestionHour(outcome.time)
        pending.withLock { $0.note(counts, outcome.rejections, in: hour, of: project) }
    }

    package func save() throws(IngestionLedgerError) {
        let now = clock.now
        var failure: IngestionLedgerError?
        for (project, entry) in pending.withLock({ $0.takeAll() }) {
            let rejections = entry.rejections.all
            for slot in entry.slots {
                do throws(IngestionLedgerError) {
                    try books.add(slot, of: project)
                } catch {
                    failure = failure ?? error
                    pending.withLock { $0.putBack(slot, of: project) }
                }
            }
            do throws(IngestionLedgerError) {
                try books.write(rejections, of: project, now: now)
            } catch {
                failure = failure ?? error
                pending.withLock { $0.putBack(rejections, of: project) }
            }
        }
        do throws(IngestionLedgerError) {
            try books.write()
        } catch {
            failure = failure ?? error
        }
        if let failure { throw failure }
    }

    package func rejections(
        of project: Identifier<Project>,
        _ query: RejectionQuery
    ) throws(IngestionLedgerError) -> RejectionPage {
        let now = clock.now
        let waiting = pending.withLock { $0.rejections(of: project) }
        let all = RejectionBounds.kept(try books.rejections(of: project) + waiting, now: now)
        var page = RejectionPage(of: all, query)
        for (_, counts) in try hours(
            of: project,
            in: IngestionHour(now - RejectionBounds.lifetime)...IngestionHour(now)
        ) {
            page.counts.merge(counts.rejectedByCode) { $0 + $1 }
        }
        return page
    }

    package func hours(
        of project: Identifier<Project>,
        in range: ClosedRange<IngestionHour>
    ) throws(IngestionLedgerError) -> [(hour: IngestionHour, counts: IngestionCounts)] {
        var sums: [IngestionHour: IngestionCounts] = [:]
        for day in range.lowerBound.day...range.upperBound.day {
            for (hour, counts) in try books.hours(of: project, on: day) { sums[hour] = counts }
        }
        for slot in pending.withLock({ $0.slots(of: project) }) {
            sums[slot.hour, default: IngestionCounts()] += slot.counts
        }
        return sums.filter { range.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package func removeOld(of projects: [Project]) throws(IngestionLedgerError) {
        let now = clock.now
        if let lastRemoval, (.zero..<Self.removalInterval).contains(now - lastRemoval) { return }
        for project in projects {
            let days = project.retentionDays.map { max($0, Self.minimumDays) }
            let firstDay = days.map { CalendarDay(now).advanced(by: -$0) }
            try books.removeOld(of: project.id, firstDay: firstDay, now: now)
        }
        lastRemoval = now
    }

    package func removeAll(of project: Identifier<Project>) throws(IngestionLedgerError) {
        pending.withLock { $0.remove(project) }
        try books.removeAll(of: project)
    }
}
