import IAFACore
import IAFATesting
import Testing

@Suite struct MemoryRateLimiterTests {
    @Test(arguments: RateLimiterConformance.allCases)
    func itDoesWhatEveryRateLimiterMust(_ conformance: RateLimiterConformance) async throws {
        try await conformance.check { MemoryRateLimiter(clock: $0) }
    }

    /// An attacker with a /48 of IPv6, which has 65,536 networks of the size that one subscriber has, and a table that
    /// is far too small for them.
    @Test func whoVariesTheAddressMakesNobodysCountForgotten() async throws {
        let limiter = MemoryRateLimiter(clock: ManualClock(), addresses: 512)
        let abuser = RateQuota(.stranger(NetworkAddress(high: 0x2A00_0000_0000_0001, low: 0)), limit: 100)
        #expect(await limiter.take(100, from: abuser, and: nil).isAllowed)
        for network in UInt64(0)..<65_536 {
            let other = RateSubject.stranger(NetworkAddress(high: 0x2001_0DB8_0001_0000 | network, low: 0))
            #expect(await limiter.take(1, from: RateQuota(other, limit: 100), and: nil).isAllowed)
        }
        #expect(await !limiter.take(1, from: abuser, and: nil).isAllowed)
    }

    @Test func addressesDoNotDriveOutKeys() async throws {
        let limiter = MemoryRateLimiter(clock: ManualClock(), addresses: 512)
        let key = RateQuota(.key(.fixed("k")), limit: 1)
        #expect(await limiter.take(1, from: key, and: nil).isAllowed)
        for network in UInt64(0)..<20_000 {
            let other = RateSubject.sender(NetworkAddress(high: network << 16 | 1 << 60, low: 0), .fixed("p"))
            _ = await limiter.take(50, from: RateQuota(other, limit: 100), and: nil)
        }
        #expect(await !limiter.take(1, from: key, and: nil).isAllowed)
    }

    /// By how far the clock is set, and whether what was counted before still counts.
    @Test(arguments: [
        (Duration.seconds(-5), true), (.seconds(-40), true), (.seconds(-3_600), false), (.seconds(86_400 * 365), false),
    ])
    func aClockThatIsSetLocksNobodyOut(_ step: Duration, _ counts: Bool) async throws {
        let clock = ManualClock()
        let limiter = MemoryRateLimiter(clock: clock)
        let quota = RateQuota(.key(.fixed("k")), limit: 1)
        #expect(await limiter.take(1, from: quota, and: nil).isAllowed)
        clock.advance(by: step)
        let verdict = await limiter.take(1, from: quota, and: nil)
        #expect(verdict.isAllowed == !counts)
        clock.advance(by: .seconds(verdict.retrySeconds))
        #expect(await limiter.take(1, from: quota, and: nil).isAllowed == counts)
    }
}
