/// Finds the values that would stand at given places if an array were sorted, without sorting it.
///
/// Counts the values into 1024 equal intervals and looks further only into those that hold a place asked for. An
/// interval is a thousandth of the one before, so few rounds suffice whatever the values are, each linear in what is
/// left.
enum OrderStatistics {
    private static let bucketBits = 10
    /// Up to this many values are sorted.
    private static let sortingLimit = 256

    /// The values at `ranks`, counted from 0.
    ///
    /// - Parameters:
    ///   - ranks: In ascending order, repetitions allowed, each below the number of values.
    ///   - values: Not negative; left as they are.
    /// - Returns: As many values as ranks.
    static func values(atRanks ranks: [Int], of values: [Int64]) -> [Int64] {
        var found: [Int64] = []
        values.withUnsafeBufferPointer { find(ranks[...], before: 0, in: $0, into: &found) }
        return found
    }

    /// Finds the ranks among values that `before` others precede.
    private static func find(
        _ ranks: ArraySlice<Int>,
        before: Int,
        in values: UnsafeBufferPointer<Int64>,
        into found: inout [Int64]
    ) {
        guard values.count > sortingLimit else {
            let sorted = values.sorted()
            found += ranks.map { sorted[$0 - before] }
            return
        }
        var least = values[0]
        var greatest = values[0]
        for value in values {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        guard least < greatest else {
            found += ranks.map { _ in least }
            return
        }
        let spanBits = Int64.bitWidth - (greatest - least).leadingZeroBitCount
        let shift = Int64(max(0, spanBits - bucketBits))
        var counts = [Int](repeating: 0, count: 1 << bucketBits)
        counts.withUnsafeMutableBufferPointer { counts in
            for value in values { counts[Int((value &- least) &>> shift)] &+= 1 }
        }
        var rest = ranks
        var start = before
        for (bucket, count) in counts.enumerated() where !rest.isEmpty {
            let here = rest.prefix { $0 < start + count }
            rest = rest.dropFirst(here.count)
            if !here.isEmpty {
                let inside = gather(count, inBucket: Int64(bucket), least: least, shift: shift, from: values)
                inside.withUnsafeBufferPointer { find(here, before: start, in: $0, into: &found) }
            }
            start += count
        }
    }

    private static func gather(
        _ count: Int,
        inBucket bucket: Int64,
        least: Int64,
        shift: Int64,
        from values: UnsafeBufferPointer<Int64>
    ) -> [Int64] {
        Array(unsafeUninitializedCapacity: count) { target, filled in
            for value in values where (value &- least) &>> shift == bucket {
                target.initializeElement(at: filled, to: value)
                filled += 1
            }
        }
    }
}
