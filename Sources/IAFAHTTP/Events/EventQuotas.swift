internal import HTTPTypes
internal import IAFACore

/// Holds senders of events to their quotas: a key, an address within a project, an address without a good key.
///
/// A request counts 1 before its body is read, and once that is decoded, as many as it has events in all: so that
/// somebody over the limit costs next to nothing, and an event in a batch counts as much as one that comes alone.
struct EventQuotas: Sendable {
    let limiter: any RateLimiter

    /// Counts a request that has a good key.
    ///
    /// - Throws: ``APIError`` 429.
    func admit(_ key: APIKey, of project: Project, _ context: IAFARequestContext) async throws(APIError) {
        let quotas = Self.quotas(of: key, project, context.clientAddress)
        context.rates.quotas = quotas
        try await take(1, quotas, context)
    }

    /// What the events of a request count against.
    ///
    /// `address`: Where it comes from; nil where that isn't known.
    static func quotas(of key: APIKey, _ project: Project, _ address: String?) -> RequestRates.Quotas {
        RequestRates.Quotas(
            key: RateQuota(.key(key.id), limit: project.rateLimitPerMinute ?? RateLimits.keyEventsPerMinute),
            address: addressQuota(of: project, address)
        )
    }

    /// Counts the events of an admitted request, the first of which counted already.
    ///
    /// What has more events than a whole quota takes all of it, rather than never getting through.
    ///
    /// - Throws: ``APIError`` 429.
    func count(_ events: Int, _ context: IAFARequestContext) async throws(APIError) {
        guard let quotas = context.rates.quotas else { return }
        let whole = min(events, quotas.largestCost)
        guard whole > 1 else { return }
        let verdict = await limiter.take(whole - 1, from: quotas.key, and: quotas.address)
        context.rates.verdict = verdict
        // Whoever sends it again needs room for all of it, and is told when there will be.
        if !verdict.isAllowed { try await take(whole, quotas, context) }
    }

    /// Counts a request without a good key.
    ///
    /// - Throws: ``APIError`` 429.
    func countStranger(_ context: IAFARequestContext) async throws(APIError) {
        guard let address = Self.subscriber(context.clientAddress) else { return }
        let quota = RateQuota(.stranger(address), limit: RateLimits.strangerRequestsPerMinute)
        let verdict = await limiter.take(1, from: quota, and: nil)
        if verdict.isAllowed { return }
        context.rates.verdict = verdict
        throw Self.refusal(verdict)
    }

    private func take(
        _ cost: Int,
        _ quotas: RequestRates.Quotas,
        _ context: IAFARequestContext
    ) async throws(APIError) {
        let verdict = await limiter.take(cost, from: quotas.key, and: quotas.address)
        context.rates.verdict = verdict
        if !verdict.isAllowed { throw Self.refusal(verdict) }
    }

    /// Nil where only what a project asks for holds: what comes from this machine itself is a script of the operator's,
    /// or a reverse proxy of which the server was not told, with everybody behind it.
    private static func addressQuota(of project: Project, _ address: String?) -> RateQuota? {
        guard let address = subscriber(address) else { return nil }
        let limit = project.addressRateLimitPerMinute ?? (address.isLoopback ? nil : RateLimits.addressEventsPerMinute)
        return limit.map { RateQuota(.sender(address, project.id), limit: $0) }
    }

    private static func subscriber(_ address: String?) -> NetworkAddress? {
        guard let address = address.flatMap({ NetworkAddress($0) }) else { return nil }
        // Of IPv6's loopback network only one address is this machine.
        return address.isLoopback ? address : address.subscriber
    }

    private static func refusal(_ verdict: RateVerdict) -> APIError {
        let what =
            switch verdict.subject {
            case .key: "events with this API key"
            case .sender: "events to this project from this address"
            case .stranger: "requests without a valid API key from this address"
            }
        return APIError(
            .tooManyRequests,
            "rate_limited",
            "more than \(verdict.limit) \(what) within a minute; send again after \(verdict.retrySeconds) s",
            retryAfter: verdict.retrySeconds
        )
    }
}
