/// What became of one attempt at a funnel.
package struct FunnelAttempt: Sendable, Equatable {
    /// When each step was taken, by step; of an unordered funnel, when so many steps had been taken, by their number.
    package var stepTimes: [Timestamp?]

    /// Which event took each step: its place among the events of its person or session, in order of time, reception
    /// and id.
    package var stepEvents: [Int?]

    /// How many of the required steps were taken, at least one.
    package var reach: Int

    /// When the furthest reach was attained.
    package var attained: Timestamp

    /// The steps that events within its window satisfy; only of unordered funnels.
    package var performed: Set<Int> = []

    /// When it began.
    package var start: Timestamp

    package init(stepTimes: [Timestamp?], stepEvents: [Int?], reach: Int, attained: Timestamp, start: Timestamp) {
        self.stepTimes = stepTimes
        self.stepEvents = stepEvents
        self.reach = reach
        self.attained = attained
        self.start = start
    }

    /// The times of the steps that were taken.
    package var outcome: PersonOutcome { PersonOutcome(stepTimes: stepTimes.compactMap(\.self)) }
}
