import IAFACore

extension FunnelTally {
    /// The same with durations in ascending order, to compare tallies by.
    var sorted: FunnelTally {
        var sorted = self
        sorted.stepDurations = stepDurations.map { $0.sorted() }
        sorted.totalDurations = totalDurations.sorted()
        return sorted
    }
}
