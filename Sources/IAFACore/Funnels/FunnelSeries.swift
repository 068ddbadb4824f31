/// How many attempts began, and how many of these came to the end, period by period.
package struct FunnelSeries: Sendable, Equatable {
    package let interval: FunnelInterval
    /// In order; periods in which nobody began are there, too.
    package let points: [Point]

    /// The numbers of one period.
    package struct Point: Sendable, Equatable {
        package let period: FunnelPeriod
        /// Those whose attempt began in the period.
        package let entrants: Int
        /// Those of them who took all required steps, whenever that was.
        package let conversions: Int
        /// Those of them who still may.
        package let inProgress: Int
        package let conversion: ConversionInterval

        /// Whether the window of an attempt that begins at the period's end is, or would be, still open: the numbers
        /// are not final.
        package let isImmature: Bool
    }

    /// Counts attempts by the period of their first event.
    ///
    /// - Parameters:
    ///   - attempts: Those that count in the funnel, and those that were excluded, which are passed over.
    ///   - query: What they answer.
    ///   - interval: The length of a period.
    ///   - periods: The periods of the question's days.
    package init(
        _ attempts: FunnelAttempts,
        of query: FunnelQuery,
        by interval: FunnelInterval,
        periods: [FunnelPeriod]
    ) {
        self.interval = interval
        let ends = periods.map(\.instants.upperBound.microseconds)
        let complete = query.definition.requiredSteps.count
        var entrants = Array(repeating: 0, count: periods.count)
        var conversions = entrants
        var inProgress = entrants
        for row in 0..<attempts.count where attempts.endings[row] != .excluded {
            let place = ends.partitionPoint { $0 > attempts.starts[row] }
            guard place < periods.count else { continue }
            entrants[place] += 1
            if Int(attempts.reaches[row]) == complete { conversions[place] += 1 }
            if attempts.endings[row] == .inProgress { inProgress[place] += 1 }
        }
        points = periods.indices.map { index in
            Point(
                period: periods[index],
                entrants: entrants[index],
                conversions: conversions[index],
                inProgress: inProgress[index],
                conversion: FunnelStatistics.interval(conversions[index], of: entrants[index]),
                isImmature: periods[index].instants.upperBound + query.definition.conversionWindow > query.now
            )
        }
    }
}

extension Array {
    /// The first place from which on a condition holds, in an array in which it holds from some place on.
    func partitionPoint(_ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
