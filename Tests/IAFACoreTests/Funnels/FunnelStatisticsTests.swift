import Testing

@testable import IAFACore

@Suite struct FunnelStatisticsTests {
    @Test func `the numbers of each step follow from the reaches`() throws {
        var tally = FunnelTally(stepCount: 3)
        tally.reachCounts = [50, 30, 20]
        tally.inProgressCounts = [10, 5, 0]
        tally.stepDurations = [[2_000_000, 1_000_000], [4_000_000]]
        let result = FunnelStatistics.result(of: tally)
        #expect(result.steps.map(\.users) == [100, 50, 20])
        #expect(result.steps.map(\.conversionRate) == [100, 50, 20])
        #expect(result.steps.map(\.stepConversionRate) == [100, 50, 40])
        #expect(result.steps.map(\.dropOff) == [0, 40, 25])
        #expect(result.steps.map(\.dropOffRate) == [0, 40, 50])
        #expect(result.steps.map(\.inProgress) == [10, 5, 0])
        #expect(result.steps[0].timeFromPrevious == nil)
        #expect(try #require(result.steps[1].timeFromPrevious).median == 1.5)
        #expect(result.timeToConvert == nil)
        #expect(result.conversion.rate == 20)
    }

    @Test func `nothing over nothing is nothing`() {
        let result = FunnelStatistics.result(of: FunnelTally(stepCount: 2))
        #expect(result.steps.allSatisfy { $0.users == 0 && $0.conversionRate == 0 && $0.stepConversionRate == 0 })
        #expect(result.steps.allSatisfy { $0.dropOff == 0 && $0.dropOffRate == 0 && $0.timeFromPrevious == nil })
        #expect(result.conversion == ConversionInterval(rate: 0, lower: 0, upper: 0))
    }

    @Test func `percentages carry full precision`() {
        var tally = FunnelTally(stepCount: 2)
        tally.reachCounts = [2, 1]
        #expect(FunnelStatistics.result(of: tally).steps[1].conversionRate == 100.0 / 3)
    }

    /// The bounds were computed apart, in Python.
    @Test(arguments: [
        (0, 10, 0, 27.753279), (10, 10, 72.246721, 100), (1, 2, 9.453121, 90.546879), (20, 100, 13.336693, 28.882917),
        (81, 263, 25.528852, 36.620958),
    ])
    func `the interval is Wilson's`(part: Int, whole: Int, lower: Double, upper: Double) {
        let interval = FunnelStatistics.interval(part, of: whole)
        #expect(abs(interval.lower - lower) < 0.00001)
        #expect(abs(interval.upper - upper) < 0.00001)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `durations are those of the sorted values`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let count = Int.random(in: 1...(seed % 4 == 0 ? 5000 : 300), using: &random)
        let bits = UInt64.random(in: 1...45, using: &random)
        let isSkewed = Bool.random(using: &random)
        let values = (0..<count).map { _ in
            Int64(random.next() >> (64 - bits + (isSkewed ? random.next() % (bits + 1) : 0)))
        }
        let sorted = values.sorted().map { Double($0) / 1_000_000 }
        let statistics = try #require(FunnelStatistics.durations(values))
        let rank = 0.9 * Double(count - 1)
        let (below, above) = (sorted[Int(rank)], sorted[min(Int(rank) + 1, count - 1)])
        let middle = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
        #expect(statistics.median == middle, "seed \(seed)")
        #expect(statistics.p90 == below + (above - below) * (rank - Double(Int(rank))), "seed \(seed)")
        let mean = sorted.reduce(0, +) / Double(count)
        #expect(abs(statistics.mean - mean) <= 1e-9 * max(1, mean), "seed \(seed)")
    }

    @Test func `a sum beyond 64 bits is still a mean`() {
        let year: Int64 = 366 * 86_400 * 1_000_000
        let durations = Array(repeating: year, count: 300_000)
        let statistics = FunnelStatistics.durations(durations)
        #expect(
            statistics
                == DurationStatistics(
                    mean: 31_622_400,
                    median: 31_622_400,
                    p90: 31_622_400,
                    histogram: DurationHistogram(durations)
                )
        )
    }

    @Test func `the 90th percentile lies between neighbours`() {
        let statistics = FunnelStatistics.durations([4_000_000, 1_000_000, 3_000_000, 2_000_000])
        #expect(statistics?.median == 2.5)
        #expect(abs((statistics?.p90 ?? 0) - 3.7) < 1e-12)
    }
}
