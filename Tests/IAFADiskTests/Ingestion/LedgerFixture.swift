import IAFACore
import IAFADisk
import IAFATesting
import Logging

/// Ledgers of one folder, one after the other.
struct LedgerFixture {
    static let shop = Identifier<Project>.fixed("shop")
    static let game = Identifier<Project>.fixed("game")

    let folder: TemporaryFolder
    let clock = ManualClock()
    let faults = FaultyFileSystem()

    init() throws { folder = try TemporaryFolder() }

    var directory: String { folder.path("ingestion") }
    var shopFolder: String { directory + "/project_shop" }
    var list: String { shopFolder + "/rejections.v1.jsonl" }

    func recovery(projects: Set<Identifier<Project>> = [shop, game]) throws -> FileIngestionLedger.Recovery {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try FileIngestionLedger.Recovery(
            directory: directory,
            projects: projects,
            clock: clock,
            fileSystem: faults.fileSystem,
            logger: logger
        )
    }

    /// A ledger as a process opens it at its start.
    ///
    /// `events`: What the event log holds.
    func open(_ events: [SequencedEvent] = []) throws -> FileIngestionLedger {
        var recovery = try recovery()
        for event in events { try recovery.recover(event) }
        return recovery.finish()
    }

    func events(_ sequences: ClosedRange<UInt64>, of project: Identifier<Project> = shop) -> [SequencedEvent] {
        sequences.map { sequence in
            let event = Event.sample("e\(sequence)", receivedAt: clock.now)
            return SequencedEvent(sequence: sequence, project: project, event: event)
        }
    }

    /// What a request brought: nothing but rejections, each with its number as message.
    func refusals(_ numbers: ClosedRange<Int>, code: String = "required") -> IngestionOutcome {
        var outcome = IngestionOutcome(at: clock.now)
        outcome.rejections = numbers.map {
            Rejection(requestAt: clock.now, code: code, field: "user_id", message: "\($0)")
        }
        return outcome
    }

    /// The messages of all rejections, oldest first.
    func messages(_ ledger: FileIngestionLedger, of project: Identifier<Project> = shop) async throws -> [Int] {
        var query = RejectionQuery()
        query.limit = 1_000
        return try await ledger.rejections(of: project, query).rejections.reversed().compactMap { Int($0.message) }
    }

    /// The counts of the last 7 days.
    func counts(_ ledger: FileIngestionLedger, of project: Identifier<Project> = shop) async throws -> IngestionCounts {
        let range = try IngestionRange(start: nil, end: nil, now: clock.now)
        var sum = IngestionCounts()
        for (_, counts) in try await ledger.hours(of: project, in: range.hours) { sum += counts }
        return sum
    }
}
