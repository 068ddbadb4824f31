/// Counts what is done on whose behalf, and tells when it is more than a quota allows within a minute.
///
/// The minute slides: at no moment have the last 60 seconds seen more than a quota. What was counted stops counting 60
/// to 70 seconds later. An adapter that can't reach what it counts in allows: to refuse everybody would be worse.
/// The adapters are held to one conformance suite in `IAFATesting`.
package protocol RateLimiter: Sendable {
    /// Counts something against one quota or two, or against none where one of them has no room for it.
    ///
    /// - Parameters:
    ///   - cost: How much; at least 1. More than the quota itself never finds room.
    ///   - first: A quota.
    ///   - second: Another one, if any; not of the same subject.
    /// - Returns: Whether it was counted, of the quota that refuses it longest or, else, has less left.
    func take(_ cost: Int, from first: RateQuota, and second: RateQuota?) async -> RateVerdict
}

/// A limiter that answers at once, so that it may be asked where nobody may wait.
package protocol ImmediateRateLimiter: RateLimiter {
    /// As ``RateLimiter/take(_:from:and:)``; blocks no longer than it counts.
    func takeNow(_ cost: Int, from first: RateQuota, and second: RateQuota?) -> RateVerdict

    /// Takes back what was counted a moment ago, because nothing was done for it.
    func giveBack(_ cost: Int, to first: RateQuota, and second: RateQuota?)
}

extension ImmediateRateLimiter {
    package func take(_ cost: Int, from first: RateQuota, and second: RateQuota?) async -> RateVerdict {
        takeNow(cost, from: first, and: second)
    }
}

/// How much somebody may do within any minute.
package struct RateQuota: Sendable, Equatable {
    package let subject: RateSubject

    /// At most so much within 60 seconds; ``RateLimits/range``.
    package let limit: Int

    package init(_ subject: RateSubject, limit: Int) {
        self.subject = subject
        self.limit = limit
    }
}

/// On whose behalf something is counted.
package enum RateSubject: Sendable, Hashable {
    /// Everybody who sends with a key.
    case key(Identifier<APIKey>)
    /// Everybody who sends to a project from one address, see ``NetworkAddress/subscriber``.
    case sender(NetworkAddress, Identifier<Project>)
    /// Everybody at one address whose key is no good.
    case stranger(NetworkAddress)
}

/// Whether something was counted, and how much of the quota that is nearest to its end is left.
package struct RateVerdict: Sendable, Equatable {
    package let isAllowed: Bool

    /// Whose quota this is.
    package let subject: RateSubject
    package let limit: Int

    /// What is left of it now.
    package let remaining: Int

    /// Seconds until nothing of it is used any more; 0 where nothing is.
    package let resetSeconds: Int

    /// Seconds until there is room for what was refused; 0 where it was allowed.
    package let retrySeconds: Int

    package init(
        isAllowed: Bool,
        subject: RateSubject,
        limit: Int,
        remaining: Int,
        resetSeconds: Int,
        retrySeconds: Int
    ) {
        self.isAllowed = isAllowed
        self.subject = subject
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retrySeconds = retrySeconds
    }
}
