internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// The short way of a tracked event: from a connection into the log and back, without a task, a router or middlewares.
///
/// It takes what is plain and is accepted, which nearly everything is, and leaves all else as it came to the long way,
/// every refusal included. So it has no rule of its own: what it asks, the long way asks with the same functions, and
/// its answer is the same, byte by byte. It remembers nothing.
struct TrackLane: Sendable {
    private let intake: EventIntake
    private let limiter: any ImmediateRateLimiter
    private let paths: [String]
    private let proxies: TrustedProxies
    private let date = HTTPDate()
    private let mailboxes = LaneMailboxes()

    /// Nil where the rate limiter can't answer at once.
    init?(_ intake: EventIntake, _ settings: IAFAServer.Settings) {
        guard let limiter = intake.quotas.limiter as? any ImmediateRateLimiter else { return nil }
        self.intake = intake
        self.limiter = limiter
        paths = TrackRoutes.paths(settings.doors.track)
        proxies = settings.trustedProxies
    }

    /// Where what the log tells is brought to the connections of an event loop.
    func mailbox(of eventLoop: any EventLoop) -> LaneMailbox { mailboxes.mailbox(of: eventLoop) }

    /// A request that begins, counted against its quotas; nil where it needs the long way, and then nothing is counted.
    ///
    /// What is asked before its body has come is what the long way asks then.
    ///
    /// `peer`: The address of the connection's other side.
    func request(_ head: HTTPRequest, peer: String?) -> TrackRequest? {
        guard head.method == .post, let path = head.path, paths.contains(path),
            let headers = TrackHeaders(head.headerFields), let sender = intake.gate.knownSender(headers.key),
            (try? intake.ingest.checkRoom()) != nil
        else { return nil }
        let address = ClientAddress.address(peer: peer, head.headerFields, proxies)
        let quotas = EventQuotas.quotas(of: sender.key, sender.project, address)
        let verdict = limiter.takeNow(1, from: quotas.key, and: quotas.address)
        guard verdict.isAllowed else { return nil }
        return TrackRequest(head, path: path, sender, address: address, quotas, verdict)
    }

    /// Takes in the event of a request that came whole.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - done: As in ``EventIngest/take(_:done:)``.
    /// - Returns: Whether it was taken; else nothing was done, and it needs the long way.
    func take(
        _ request: TrackRequest,
        done: @escaping @Sendable (Result<[EventVerdict], EventLogError>) -> Void
    ) -> Bool {
        let project = request.sender.project
        guard request.body.readableBytes > 0,
            let draft = try? request.body.withUnsafeReadableBytes({ try EventDecoder.event(in: $0) }),
            let arrival = try? intake.ingest.prepare([draft], for: project, ipHash: intake.ipHash(request.address)),
            arrival.isGood
        else { return false }
        intake.ingest.take(arrival, done: done)
        return true
    }

    /// The answer to a request whose event the log has.
    func answer(_ request: TrackRequest, _ verdicts: [EventVerdict]) -> (head: HTTPResponse, body: ByteBuffer)? {
        guard let body = verdicts.first.flatMap(TrackRoutes.answer) else { return nil }
        var head = JSONAnswer.response(bytes: body).head
        ErrorMiddleware.mark(&head.headerFields, id: RequestID().description)
        RateLimitHeaders.tell(request.verdict, in: &head.headerFields)
        head.headerFields[.date] = date.text
        intake.meters.note(verdicts, request.path)
        intake.meters.note(request.head.method, request.path, head.status, ContinuousClock.now - request.start)
        return (head, body)
    }

    /// Takes back what a request counted that goes the long way after all, where it counts again.
    func giveBack(_ request: TrackRequest) {
        limiter.giveBack(1, to: request.quotas.key, and: request.quotas.address)
    }
}
