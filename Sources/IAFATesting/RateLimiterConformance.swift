package import IAFACore
internal import Testing

/// What every rate limiter must do, one case at a time: `@Test(arguments: RateLimiterConformance.allCases)`.
package enum RateLimiterConformance: String, CaseIterable, Sendable {
    case whatFitsIsAllowedAndCounted
    case whatDoesNotFitIsRefusedAndNotCounted
    case subjectsAreCountedApart
    case whatIsCountedIsForgottenAfterAMinute
    case noMinuteSeesMoreThanTheLimit
    case whoComesWhenToldIsAllowed
    case theTighterQuotaIsToldOf
    case whatOneQuotaRefusesIsCountedByNone
    case aChangedLimitHoldsAtOnce
    case concurrentCallersShareTheLimit

    /// Checks the case with a new limiter that goes by a clock.
    package func check(_ makeLimiter: (ManualClock) async throws -> any RateLimiter) async throws {
        let clock = ManualClock()
        let limiter = try await makeLimiter(clock)
        switch self {
        case .whatFitsIsAllowedAndCounted: await Self.whatFitsIsAllowedAndCounted(limiter)
        case .whatDoesNotFitIsRefusedAndNotCounted: await Self.whatDoesNotFitIsRefusedAndNotCounted(limiter)
        case .subjectsAreCountedApart: await Self.subjectsAreCountedApart(limiter)
        case .whatIsCountedIsForgottenAfterAMinute: await Self.whatIsCountedIsForgotten(limiter, clock)
        case .noMinuteSeesMoreThanTheLimit: await Self.noMinuteSeesMoreThanTheLimit(limiter, clock)
        case .whoComesWhenToldIsAllowed: await Self.whoComesWhenToldIsAllowed(limiter, clock)
        case .theTighterQuotaIsToldOf: await Self.theTighterQuotaIsToldOf(limiter)
        case .whatOneQuotaRefusesIsCountedByNone: await Self.whatOneQuotaRefusesIsCountedByNone(limiter, clock)
        case .aChangedLimitHoldsAtOnce: await Self.aChangedLimitHoldsAtOnce(limiter)
        case .concurrentCallersShareTheLimit: await Self.concurrentCallersShareTheLimit(limiter)
        }
    }

    private static func quota(_ limit: Int, _ key: String = "k") -> RateQuota {
        RateQuota(.key(.fixed(key)), limit: limit)
    }
}

extension RateLimiterConformance {
    private static func whatFitsIsAllowedAndCounted(_ limiter: any RateLimiter) async {
        for (cost, remaining) in [(1, 9), (4, 5), (5, 0)] {
            let verdict = await limiter.take(cost, from: quota(10), and: nil)
            #expect(verdict.isAllowed && verdict.limit == 10 && verdict.remaining == remaining)
            #expect((1...70).contains(verdict.resetSeconds) && verdict.retrySeconds == 0)
        }
    }

    private static func whatDoesNotFitIsRefusedAndNotCounted(_ limiter: any RateLimiter) async {
        _ = await limiter.take(8, from: quota(10), and: nil)
        for cost in [3, 1_000, 11] {
            let verdict = await limiter.take(cost, from: quota(10), and: nil)
            #expect(!verdict.isAllowed && verdict.remaining == 2)
            #expect((1...70).contains(verdict.retrySeconds))
        }
        #expect(await limiter.take(2, from: quota(10), and: nil).isAllowed)
        #expect(await !limiter.take(11, from: quota(10, "other"), and: nil).isAllowed)
    }

    private static func subjectsAreCountedApart(_ limiter: any RateLimiter) async {
        let address = NetworkAddress(high: 0x2001_0DB8_0000_0001, low: 0)
        let neighbour = NetworkAddress(high: 0x2001_0DB8_0000_0002, low: 0)
        let subjects: [RateSubject] = [
            .key(.fixed("a")), .key(.fixed("b")), .sender(address, .fixed("a")), .sender(address, .fixed("b")),
            .sender(neighbour, .fixed("a")), .stranger(address), .stranger(neighbour),
        ]
        for isAllowed in [true, false] {
            for subject in subjects {
                let verdict = await limiter.take(1, from: RateQuota(subject, limit: 1), and: nil)
                #expect(verdict.isAllowed == isAllowed, "\(subject)")
            }
        }
    }

    private static func whatIsCountedIsForgotten(_ limiter: any RateLimiter, _ clock: ManualClock) async {
        for _ in 0..<3 {
            #expect(await limiter.take(5, from: quota(5), and: nil).isAllowed)
            clock.advance(by: .seconds(59))
            #expect(await !limiter.take(1, from: quota(5), and: nil).isAllowed)
            clock.advance(by: .seconds(11))
        }
    }

    /// At random times, and then for every minute that there was.
    private static func noMinuteSeesMoreThanTheLimit(_ limiter: any RateLimiter, _ clock: ManualClock) async {
        var random = SplitMix64(seed: 7)
        var allowed: [(time: Timestamp, cost: Int)] = []
        for _ in 0..<4_000 {
            clock.advance(by: .milliseconds(Int.random(in: 0...1_500, using: &random)))
            let cost = Int.random(in: 1...20, using: &random)
            if await limiter.take(cost, from: quota(100), and: nil).isAllowed { allowed.append((clock.now, cost)) }
        }
        #expect(allowed.count > 500)
        for (index, last) in allowed.enumerated() {
            let minute = allowed[...index].reversed().prefix { last.time - $0.time < .seconds(60) }
            #expect(minute.reduce(0) { $0 + $1.cost } <= 100)
        }
    }

    private static func whoComesWhenToldIsAllowed(_ limiter: any RateLimiter, _ clock: ManualClock) async {
        var random = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let cost = Int.random(in: 1...50, using: &random)
            let verdict = await limiter.take(cost, from: quota(50), and: nil)
            clock.advance(by: .milliseconds(Int.random(in: 0...9_999, using: &random)))
            guard !verdict.isAllowed else { continue }
            clock.advance(by: .seconds(verdict.retrySeconds))
            #expect(await limiter.take(cost, from: quota(50), and: nil).isAllowed)
        }
        clock.advance(by: .seconds(await limiter.take(1, from: quota(5, "r"), and: nil).resetSeconds))
        #expect(await limiter.take(5, from: quota(5, "r"), and: nil).isAllowed)
    }

    private static func theTighterQuotaIsToldOf(_ limiter: any RateLimiter) async {
        let wide = quota(100, "wide")
        let narrow = quota(3, "narrow")
        for (first, second) in [(wide, narrow), (narrow, wide)] {
            let verdict = await limiter.take(1, from: first, and: second)
            #expect(verdict.isAllowed && verdict.limit == 3 && verdict.subject == narrow.subject)
        }
        for (first, second) in [(wide, narrow), (narrow, wide)] {
            let verdict = await limiter.take(2, from: first, and: second)
            #expect(!verdict.isAllowed && verdict.limit == 3 && verdict.remaining == 1)
            #expect(verdict.subject == narrow.subject)
        }
    }

    private static func whatOneQuotaRefusesIsCountedByNone(_ limiter: any RateLimiter, _ clock: ManualClock) async {
        let wide = quota(10, "wide")
        let full = quota(1, "full")
        _ = await limiter.take(1, from: full, and: nil)
        for (first, second) in [(wide, full), (full, wide)] {
            #expect(await !limiter.take(1, from: first, and: second).isAllowed)
        }
        #expect(await limiter.take(10, from: wide, and: nil).isAllowed)
        // Where both refuse, it is told when neither does.
        let later = quota(2, "later")
        clock.advance(by: .seconds(10))
        _ = await limiter.take(2, from: later, and: nil)
        for (first, second) in [(full, later), (later, full)] {
            let verdict = await limiter.take(1, from: first, and: second)
            #expect(!verdict.isAllowed && verdict.subject == later.subject)
        }
    }

    private static func aChangedLimitHoldsAtOnce(_ limiter: any RateLimiter) async {
        _ = await limiter.take(10, from: quota(10), and: nil)
        #expect(await limiter.take(5, from: quota(15), and: nil).isAllowed)
        let verdict = await limiter.take(1, from: quota(5), and: nil)
        #expect(!verdict.isAllowed && verdict.remaining == 0 && verdict.limit == 5)
    }

    private static func concurrentCallersShareTheLimit(_ limiter: any RateLimiter) async {
        let allowed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    var allowed = 0
                    for _ in 0..<50 where await limiter.take(1, from: quota(1_000), and: nil).isAllowed { allowed += 1 }
                    return allowed
                }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 1_000)
    }
}
