/// Turns what an engine counted into the numbers of the answer.
package enum FunnelStatistics {
    /// The 97.5th percentile of the normal distribution, for intervals that hold with 95 %.
    private static let z = 1.959963984540054

    /// The answer that a tally amounts to, in time linear in the number of persons.
    package static func result(of tally: FunnelTally) -> FunnelResult {
        let stepCount = tally.reachCounts.count
        var users = tally.reachCounts
        for index in (0..<stepCount - 1).reversed() { users[index] += users[index + 1] }
        // Optional steps have counts of their own, and nobody's way ends at one.
        for index in users.indices where tally.isOptional[index] { users[index] = tally.optionalCounts[index] }
        var previous = 0
        let steps = (0..<stepCount).map { index in
            let before = previous
            let isOptional = tally.isOptional[index]
            if !isOptional { previous = index }
            let dropOff = index == 0 || isOptional ? 0 : users[before] - users[index] - tally.inProgressCounts[before]
            var step = FunnelResult.Step(
                users: users[index],
                conversionRate: percent(users[index], of: users[0]),
                stepConversionRate: percent(users[index], of: users[before]),
                dropOff: dropOff,
                dropOffRate: percent(dropOff, of: users[before]),
                inProgress: tally.inProgressCounts[index],
                timeFromPrevious: index == 0 ? nil : durations(tally.stepDurations[index - 1])
            )
            step.isOptional = isOptional
            step.performed = tally.performedCounts[index]
            return step
        }
        var result = FunnelResult(
            steps: steps,
            conversion: interval(users[stepCount - 1], of: users[0]),
            timeToConvert: durations(tally.totalDurations)
        )
        result.excluded = tally.excludedCount
        result.eventsWithoutSession = tally.eventsWithoutSession
        return result
    }

    /// Mean, median and 90th percentile of durations in µs, 0 or more; nil of none.
    ///
    /// The percentile is linear between the closest ranks, as numpy's default is.
    package static func durations(_ durations: [Int64]) -> DurationStatistics? {
        guard !durations.isEmpty else { return nil }
        let count = durations.count
        let p90Rank = 0.9 * Double(count - 1)
        let p90Floor = Int(p90Rank)
        let ranks = [(count - 1) / 2, count / 2, p90Floor, min(p90Floor + 1, count - 1)]
        // A year of µs a person outgrows 64 bits at 290,000 persons.
        let sum = durations.reduce(into: Int128(0)) { $0 += Int128($1) }
        let values = OrderStatistics.values(atRanks: ranks, of: durations).map { Double($0) / 1_000_000 }
        return DurationStatistics(
            mean: Double(sum) / Double(count) / 1_000_000,
            median: (values[0] + values[1]) / 2,
            p90: values[2] + (values[3] - values[2]) * (p90Rank - Double(p90Floor))
        )
    }

    /// The Wilson score interval of a share, all 0 of none.
    ///
    /// Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
    package static func interval(_ part: Int, of whole: Int) -> ConversionInterval {
        guard whole > 0 else { return ConversionInterval(rate: 0, lower: 0, upper: 0) }
        let count = Double(whole)
        let share = Double(part) / count
        let zz = z * z
        let centre = (share + zz / (2 * count)) / (1 + zz / count)
        let half = z / (1 + zz / count) * (share * (1 - share) / count + zz / (4 * count * count)).squareRoot()
        return ConversionInterval(
            rate: percent(part, of: whole),
            // The ends are exact where rounding would leave a trace.
            lower: part == 0 ? 0 : max(0, 100 * (centre - half)),
            upper: part == whole ? 100 : min(100, 100 * (centre + half))
        )
    }

    private static func percent(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : 100 * Double(part) / Double(whole)
    }
}
