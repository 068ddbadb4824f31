internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// What every door for events shares, between its own way of reading a request and ``EventIngest``: whose key it is,
/// where the events come from, and whether there are too many of them.
struct EventIntake: Sendable {
    let ingest: EventIngest
    let gate: Gatekeeper
    let quotas: EventQuotas
    let addresses: AddressHasher
    let ledger: any IngestionLedger
    let meters: RequestMeters
    let clock: any WallClock

    /// The project whose key a request carries, wherever its door looks for one.
    ///
    /// A door asks before it reads a body, where it can: what could not be taken in anyway is refused here.
    ///
    /// - Throws: ``APIError`` 401 where there is no key or an unknown one, 403 for one that may not send events, 429
    ///   where the key or the address has sent too much; ``EventLogError/overloaded``.
    func project(of secret: String?, _ context: IAFARequestContext) async throws -> Project {
        let sender: KeyRing.Entry
        do {
            sender = try await gate.sender(secret)
        } catch let error as APIError where error.status == .unauthorized {
            try await quotas.countStranger(context)
            throw error
        }
        try ingest.checkRoom()
        try await quotas.admit(sender.key, of: sender.project, context)
        return sender.project
    }

    /// Reads a request up to its events, such that the project hears of one that is refused as a whole.
    ///
    /// - Parameters:
    ///   - project: Whose key it carries.
    ///   - read: Takes the body apart, without taking anything in.
    /// - Returns: What was read.
    /// - Throws: What `read` throws.
    func reading<Value>(for project: Project, _ read: () async throws -> Value) async throws -> Value {
        do {
            return try await read()
        } catch {
            // What broke off on its way comes again, and says nothing of what an app sends.
            if !(error is UnreadableRequest), let answer = ErrorMapping.answer(to: error),
                answer.status.kind == .clientError
            {
                let now = clock.now
                var outcome = IngestionOutcome(at: now)
                let issue = answer.details.first
                outcome.rejections = [
                    Rejection(
                        requestAt: now,
                        code: issue?.code ?? answer.code,
                        field: issue?.field ?? "",
                        message: answer.message
                    )
                ]
                ledger.note(outcome, of: project.id)
            }
            throw error
        }
    }

    /// Takes events in; what it accepts is on disk, and in every later answer, when it returns.
    ///
    /// - Parameters:
    ///   - drafts: As the door read them, with what is wrong with each.
    ///   - project: Whose they are, from ``project(of:_:)``.
    ///   - context: Of the request that brought them.
    /// - Returns: A verdict for each draft, in order.
    /// - Throws: ``APIError`` 429, ``EventLogError``; then nothing was acknowledged and all may be sent again.
    func accept(
        _ drafts: [EventDraft],
        for project: Project,
        _ context: IAFARequestContext
    ) async throws -> [EventVerdict] {
        try await quotas.count(drafts.count, context)
        let ipHash = context.clientAddress.map { addresses.hash($0, now: clock.now) }
        let verdicts = try await ingest.accept(drafts, for: project, ipHash: ipHash)
        meters.note(verdicts, context.endpointPath)
        return verdicts
    }
}
