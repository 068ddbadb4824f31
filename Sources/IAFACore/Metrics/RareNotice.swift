internal import Synchronization

/// Keeps the log readable where something happens a thousand times a second: it is told of once in a while, with how
/// often it happened.
package final class RareNotice: Sendable {
    private struct State {
        var count = 0
        var told: ContinuousClock.Instant?
    }

    private let interval: Duration
    private let state = Mutex(State())

    /// `interval`: From one telling to the next.
    package init(every interval: Duration = .seconds(10)) { self.interval = interval }

    /// Takes note that it happened.
    ///
    /// - Returns: How often it happened since it was last told of, where it is to be told of now; else nil.
    package func note(at now: ContinuousClock.Instant = .now) -> Int? {
        state.withLock { state in
            state.count += 1
            if let told = state.told, now - told < interval { return nil }
            defer { state = State(told: now) }
            return state.count
        }
    }
}
