import IAFACore
import Synchronization

/// A limiter that knows by which way it was asked: so a test knows which way a request took.
final class WatchedLimiter: ImmediateRateLimiter {
    private let base: any ImmediateRateLimiter
    private let atOnce = Atomic(0)

    init(_ base: any ImmediateRateLimiter) { self.base = base }

    /// Requests that came by the lane.
    var laneCount: Int { atOnce.load(ordering: .relaxed) }

    func takeNow(_ cost: Int, from first: RateQuota, and second: RateQuota?) -> RateVerdict {
        atOnce.add(1, ordering: .relaxed)
        return base.takeNow(cost, from: first, and: second)
    }

    func giveBack(_ cost: Int, to first: RateQuota, and second: RateQuota?) {
        base.giveBack(cost, to: first, and: second)
    }

    func take(_ cost: Int, from first: RateQuota, and second: RateQuota?) async -> RateVerdict {
        await base.take(cost, from: first, and: second)
    }
}
