/// Which of many files that grow one by one are worth making one.
///
/// A file is merged with those behind it that are together at least half as large. However files trickle in, what is
/// in them is rewritten a number of times that grows with the logarithm of their number (O'Neil and others, The
/// log-structured merge-tree, 1996), and at most twice the limit lie beside each other.
package enum TieredMerge {
    /// Weighs what a merge costs against the files it spares.
    ///
    /// - Parameters:
    ///   - sizes: Of the files, in any unit, the oldest first.
    ///   - limit: How many files may lie beside each other before some are merged.
    /// - Returns: How many of the newest files to merge; 0 where it doesn't pay.
    package static func newest(of sizes: [Int], limit: Int) -> Int {
        guard sizes.count >= limit else { return 0 }
        var merged = 0
        var first = sizes.count
        while first > 0, first == sizes.count || sizes[first - 1] <= 2 * merged {
            first -= 1
            merged += sizes[first]
        }
        let count = sizes.count - first
        if count >= limit / 2 { return count }
        return sizes.count >= 2 * limit ? sizes.count : 0
    }
}
