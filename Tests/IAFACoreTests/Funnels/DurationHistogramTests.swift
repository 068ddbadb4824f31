import Testing

@testable import IAFACore

@Suite struct DurationHistogramTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `every duration is in the bucket that it lies in`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let windows: [Int64] = [1, 7, 60, 3_600, 5_000, 604_800, 31_622_400]
        let window = windows.randomElement(using: &random) ?? 1
        let edges = DurationHistogram.edges.map { $0 * 1_000_000 }.filter { $0 <= window * 1_000_000 }
        let durations = (0..<Int.random(in: 0...400, using: &random)).map { _ -> Int64 in
            let edge = (edges.randomElement(using: &random) ?? 1) + Int64.random(in: -1...1, using: &random)
            let any = Int64.random(in: 0...(window * 1_000_000), using: &random)
            return min(window * 1_000_000, Bool.random(using: &random) ? edge : any >> Int64(random.next() % 30))
        }
        let buckets = DurationHistogram(durations).buckets(window: window)
        #expect(buckets.first?.from == 0 && buckets.last?.to == window, "seed \(seed)")
        #expect(buckets.count <= DurationHistogram.edges.count)
        for (index, bucket) in buckets.enumerated() {
            let expected = durations.count {
                $0 >= bucket.from * 1_000_000
                    && (index == buckets.count - 1 || $0 < bucket.to * 1_000_000)
            }
            #expect(bucket.count == expected, "seed \(seed) \(bucket)")
        }
        #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.to == $1.from && $0.from < $0.to })
    }

    @Test func `exactly a window is within it`() {
        let day = 86_400_000_000 as Int64
        let buckets = DurationHistogram([7 * day, 7 * day - 1, 5 * day]).buckets(window: 7 * 86_400)
        #expect(buckets.last == DurationHistogram.Bucket(from: 5 * 86_400, to: 7 * 86_400, count: 3))
    }
}
