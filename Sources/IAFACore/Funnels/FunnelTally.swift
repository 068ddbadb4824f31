/// What an engine counted: everything that a funnel's numbers are made of.
package struct FunnelTally: Sendable, Equatable {
    /// Persons whose reach is exactly i + 1, by i.
    package var reachCounts: [Int]

    /// Those of `reachCounts` whose attempt is incomplete and was still inside its window at the time of the question.
    package var inProgressCounts: [Int]

    /// The µs from step i to step i + 1 of every person who took both, by i; in no particular order.
    package var stepDurations: [[Int64]]

    /// The µs from the first step to the last of every person who took all; in no particular order.
    package var totalDurations: [Int64]

    package init(stepCount: Int) {
        reachCounts = Array(repeating: 0, count: stepCount)
        inProgressCounts = Array(repeating: 0, count: stepCount)
        stepDurations = Array(repeating: [], count: max(0, stepCount - 1))
        totalDurations = []
    }
}
