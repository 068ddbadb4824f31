internal import IAFACore
internal import Synchronization

/// What becomes known about a request's rate limits on its way, for the answer's headers.
final class RequestRates: Sendable {
    /// What the events of a request count against.
    struct Quotas: Sendable {
        let key: RateQuota
        let address: RateQuota?

        /// The most that a single request can count for.
        var largestCost: Int { min(key.limit, address?.limit ?? .max) }
    }

    private struct State {
        var quotas: Quotas?
        var verdict: RateVerdict?
    }

    private let state = Mutex(State())

    /// Nil until the key of the request is known.
    var quotas: Quotas? {
        get { state.withLock(\.quotas) }
        set { state.withLock { $0.quotas = newValue } }
    }

    /// The last one that was given; nil for a request that nothing limits.
    var verdict: RateVerdict? {
        get { state.withLock(\.verdict) }
        set { state.withLock { $0.verdict = newValue } }
    }
}
