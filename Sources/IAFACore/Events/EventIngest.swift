/// The way in for events, whatever door they come through: completes them, checks their time, makes them durable.
package struct EventIngest: Sendable {
    private let log: any EventLog
    private let store: any EventStore
    private let ledger: any IngestionLedger
    private let clock: any WallClock
    private let unflushedLimit: Int
    private let unflushedByteLimit: Int

    /// The memory that events may take until they are in files, in bytes, unless a server is told otherwise.
    package static let defaultUnflushedBytes = 128 << 20

    /// - Parameters:
    ///   - log: Makes events durable.
    ///   - store: Where they go from there.
    ///   - ledger: Takes note of what became of them.
    ///   - clock: Tells when they were received.
    ///   - unflushedLimit: How many events may wait in memory to be written to files.
    ///   - unflushedByteLimit: The memory that they may take together, in bytes.
    package init(
        log: any EventLog,
        store: any EventStore,
        ledger: any IngestionLedger,
        clock: any WallClock,
        unflushedLimit: Int = 500_000,
        unflushedByteLimit: Int = EventIngest.defaultUnflushedBytes
    ) {
        self.log = log
        self.store = store
        self.ledger = ledger
        self.clock = clock
        self.unflushedLimit = unflushedLimit
        self.unflushedByteLimit = unflushedByteLimit
    }

    /// Finds out whether events would be taken in now, so that what can't be is refused before it is read.
    ///
    /// - Throws: ``EventLogError/overloaded``.
    package func checkRoom() throws(EventLogError) {
        guard store.unflushedCount < unflushedLimit, store.unflushedByteCount < unflushedByteLimit else {
            throw .overloaded
        }
    }

    /// Takes events in; what it accepts is on disk, and in every later answer, when it returns.
    ///
    /// `ipHash`: The sender's address, hashed; nil where it isn't known.
    /// - Returns: A verdict for each draft, in order.
    /// - Throws: ``EventLogError``; then nothing was acknowledged and all may be sent again.
    package func accept(
        _ drafts: [EventDraft],
        for project: Project,
        ipHash: String?
    ) async throws(EventLogError) -> [EventVerdict] {
        let arrival = try prepare(drafts, for: project, ipHash: ipHash)
        let logged = arrival.events.isEmpty ? [] : try await log.append(arrival.events, to: project.id)
        return conclude(arrival, logged)
    }

    /// Completes events and checks them, without doing anything with them.
    ///
    /// `ipHash`: As in ``accept(_:for:ipHash:)``.
    /// - Throws: ``EventLogError/overloaded``.
    package func prepare(
        _ drafts: [EventDraft],
        for project: Project,
        ipHash: String?
    ) throws(EventLogError) -> EventArrival {
        try checkRoom()
        var arrival = EventArrival(project: project.id, at: clock.now)
        var generator = SystemRandomNumberGenerator()
        for draft in drafts {
            var draft = draft
            let event = complete(&draft, project, now: arrival.outcome.time, ipHash: ipHash, &generator)
            arrival.add(event, of: draft)
        }
        return arrival
    }

    /// Takes in events of which at least one is good; what ``accept(_:for:ipHash:)`` does, without a task.
    ///
    /// `done`: As in ``EventLog/append(_:to:done:)``, with a verdict for each draft.
    package func take(
        _ arrival: EventArrival,
        done: @escaping @Sendable (Result<[EventVerdict], EventLogError>) -> Void
    ) {
        log.append(arrival.events, to: arrival.project) { logged in done(logged.map { conclude(arrival, $0) }) }
    }

    private func conclude(_ arrival: EventArrival, _ logged: [EventLogVerdict]) -> [EventVerdict] {
        let (verdicts, outcome) = arrival.concluded(logged)
        ledger.note(outcome, of: arrival.project)
        return verdicts
    }

    /// The event that a draft becomes; nil where something is wrong with it, which the draft then says.
    private func complete(
        _ draft: inout EventDraft,
        _ project: Project,
        now: Timestamp,
        ipHash: String?,
        _ generator: inout SystemRandomNumberGenerator
    ) -> Event? {
        guard draft.issues.isEmpty else { return nil }
        let happened = draft.timestamp.map { ClockSkew.corrected($0, sentAt: draft.sentAt, receivedAt: now) } ?? now
        if let issue = EventTime.fault(ofSent: happened, now: now, firstKeptDay: project.firstKeptDay(now: now)) {
            draft.issues.append(issue)
            draft.rejectedValue = draft.timestamp.map { "\"\($0)\"" }
            return nil
        }
        return Event(
            id: draft.eventID ?? EventIdentifier.make(at: now, using: &generator),
            type: draft.type,
            userID: draft.userID,
            anonymousID: draft.anonymousID,
            sessionID: draft.sessionID,
            timestamp: happened,
            receivedAt: now,
            sentAt: draft.sentAt,
            properties: draft.properties,
            ipHash: ipHash
        )
    }
}
