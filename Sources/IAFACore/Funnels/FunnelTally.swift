/// What an engine counted: everything that a funnel's numbers are made of.
package struct FunnelTally: Sendable, Equatable {
    /// Whether attempts go on without step i, by i.
    package var isOptional: [Bool]

    /// Those counted (persons, sessions or attempts) whose last required step is i, by i.
    package var reachCounts: [Int]

    /// Those of `reachCounts` whose attempt is incomplete and was still inside its window at the time of the question.
    package var inProgressCounts: [Int]

    /// The µs from step i to step i + 1 of every person who took both, by i; in no particular order.
    package var stepDurations: [[Int64]]

    /// The µs from the first step to the last of every person who took all; in no particular order.
    package var totalDurations: [Int64]

    /// Those counted who took the optional step i, by i; 0 of required steps.
    package var optionalCounts: [Int]

    /// Those counted who performed step i within the window of their attempt, by i; only of unordered funnels.
    package var performedCounts: [Int]

    /// Persons, sessions or attempts that were left out because of an excluded event.
    package var excludedCount = 0

    /// Events of the funnel's steps that count for nothing because they have no session.
    package var eventsWithoutSession = 0

    package init(stepCount: Int) {
        isOptional = Array(repeating: false, count: stepCount)
        optionalCounts = Array(repeating: 0, count: stepCount)
        performedCounts = Array(repeating: 0, count: stepCount)
        reachCounts = Array(repeating: 0, count: stepCount)
        inProgressCounts = Array(repeating: 0, count: stepCount)
        stepDurations = Array(repeating: [], count: max(0, stepCount - 1))
        totalDurations = []
    }
}

extension FunnelTally {
    /// Adds what was counted of others under the same question.
    package mutating func add(_ other: FunnelTally) {
        for step in reachCounts.indices {
            reachCounts[step] += other.reachCounts[step]
            inProgressCounts[step] += other.inProgressCounts[step]
            optionalCounts[step] += other.optionalCounts[step]
            performedCounts[step] += other.performedCounts[step]
        }
        for step in stepDurations.indices { stepDurations[step] += other.stepDurations[step] }
        totalDurations += other.totalDurations
        excludedCount += other.excludedCount
        eventsWithoutSession += other.eventsWithoutSession
    }
}
