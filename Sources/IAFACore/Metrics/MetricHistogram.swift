/// How long things took, by buckets that are the same everywhere, without a lock.
package final class MetricHistogram: Sendable {
    /// The upper bounds of the buckets in seconds; a last one has none.
    package static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private static let nanoseconds = bounds.map { Int64($0 * 1e9) }

    private let buckets = (0...bounds.count).map { _ in MetricCounter() }
    private let total = MetricCounter()

    package init() {}

    /// How many fell into each bucket alone.
    package var counts: [Int] { buckets.map(\.value) }

    /// All of them together.
    package var sum: Duration { .nanoseconds(total.value) }

    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let elapsed = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        var index = 0
        while index < Self.nanoseconds.count, elapsed > Self.nanoseconds[index] { index += 1 }
        buckets[index].add()
        total.add(Int(elapsed))
    }
}
