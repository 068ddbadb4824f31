/// How many durations lie between fixed edges, which are the same for every funnel, so that histograms of different
/// periods, values and funnels can be laid over each other.
package struct DurationHistogram: Sendable, Equatable {
    /// Where buckets end, in seconds; the first begins at 0, the last one's end is the longest window there is.
    package static let edges: [Int64] = {
        let minute: Int64 = 60
        let hour = 60 * minute
        let day = 24 * hour
        return [1, 2, 5, 10, 20, 30] + [1, 2, 5, 10, 20, 30].map { $0 * minute } + [1, 2, 3, 6, 12].map { $0 * hour }
            + [1, 2, 3, 5, 7, 14, 21, 30, 60, 90, 180, 366].map { $0 * day }
    }()

    private static let edgeMicroseconds = edges.dropLast().map { $0 * 1_000_000 }

    /// By the number of a duration's binary digits, the first bucket that it may lie in.
    private static let firstBucket = (0...Int64.bitWidth).map { digits -> Int in
        let least = digits == 0 ? 0 : UInt64(1) << UInt64(digits - 1)
        return edgeMicroseconds.firstIndex { UInt64($0) > least } ?? edgeMicroseconds.count
    }

    /// By bucket; one that ends where the next begins holds what is shorter than its end.
    package private(set) var counts: [Int]

    /// Counts durations in µs, 0 or more.
    package init(_ durations: [Int64]) {
        var counts = Array(repeating: 0, count: Self.edges.count)
        let edges = Self.edgeMicroseconds
        for duration in durations {
            var bucket = Self.firstBucket[Int64.bitWidth - max(0, duration).leadingZeroBitCount]
            while bucket < edges.count, duration >= edges[bucket] { bucket += 1 }
            counts[bucket] += 1
        }
        self.counts = counts
    }

    /// A range of durations with how many lie in it.
    package struct Bucket: Sendable, Equatable {
        /// In seconds.
        package let from: Int64
        /// In seconds; belongs to the next bucket, but for the last one's, which belongs to it.
        package let to: Int64
        package let count: Int
    }

    /// The buckets up to a window, empty ones included; the last ends with it.
    ///
    /// `window`: In seconds, at least 1; no duration is longer.
    package func buckets(window: Int64) -> [Bucket] {
        let last = Self.edges.firstIndex { $0 >= window } ?? Self.edges.count - 1
        return (0...last).map { index in
            Bucket(
                from: index == 0 ? 0 : Self.edges[index - 1],
                to: index == last ? window : Self.edges[index],
                count: index == last ? counts[index...].reduce(0, +) : counts[index]
            )
        }
    }
}
