import IAFACore
import Testing

@Suite struct FunnelEvaluatorTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let rule: String
        let funnel: String
        let events: String
        /// When each step was taken, in seconds.
        let times: [Double]

        init(_ rule: String, _ funnel: String, _ events: String, _ times: [Double]) {
            (self.rule, self.funnel, self.events, self.times) = (rule, funnel, events, times)
        }

        var testDescription: String { rule }
    }

    /// The window is 10 s throughout.
    private static let ordered = [
        Example("steps are taken in order", "a b c", "a@0 b@1 c@2", [0, 1, 2]),
        Example("an attempt begins at the first step only", "a b", "b@0 b@1", []),
        Example("events in a wrong order don't count", "a b c", "a@0 c@1 b@2", [0, 2]),
        Example("anything may happen in between", "a b", "a@0 x@1 c@2 b@3", [0, 3]),
        Example("the earliest event that fits takes the step", "a b c", "a@0 b@1 b@2 c@3", [0, 1, 3]),
        Example("events may come in any order", "a b c", "c@2 a@0 b@1", [0, 1, 2]),
        Example("an attempt may last exactly the window", "a b", "a@0 b@10", [0, 10]),
        Example("an attempt may not last a microsecond more", "a b", "a@0 b@10.000001", [0]),
        Example("the window runs from the first event", "a b c", "a@0 b@9 c@11", [0, 9]),
        Example(
            "the first time of each step is not enough",
            "a b",
            "a@0 a@20 b@25",
            [20, 25]
        ),
        Example("a step of several types takes any", "a b|c d", "a@0 c@1 d@2", [0, 1, 2]),
        Example("one event serves one step", "a a", "a@0", [0]),
        Example("a repeated step needs two events", "a a", "a@0 a@4", [0, 4]),
        Example("a repeated step needs three of three", "a a a", "a@0 a@1 a@2", [0, 1, 2]),
        Example("an event that fits two steps serves the one that is due", "a a|b b", "a@0 b@1 b@2", [0, 1, 2]),
    ]

    private static let simultaneous = [
        Example("simultaneous events count in order", "a b", "a@3 b@3", [3, 3]),
        Example("simultaneous events count against the order", "a b", "b@3 a@3", [3, 3]),
        Example("simultaneous events go on with an attempt", "a b c d", "a@0 d@3 c@3 b@3", [0, 3, 3, 3]),
        Example("simultaneous repetitions serve a repeated step", "a a", "a@3 a@3", [3, 3]),
        Example("one event serves one of two steps", "a b b", "a@0 b@3", [0, 3]),
        Example(
            "the event that fits more leaves the step to the one that fits less",
            "a b|c b",
            "a@0 b@3 c@3",
            [0, 3, 3]
        ),
        Example(
            "an assignment may have to be undone in a chain",
            "a b|c c|d b",
            "a@0 b@3 c@3 d@3",
            [0, 3, 3, 3]
        ),
        Example("steps that are not consecutive don't help", "a b c d", "a@0 d@3 c@3", [0]),
        Example(
            "a step already taken keeps its time",
            "a b|c b|c",
            "a@0 b@1 b@3 c@3",
            [0, 1, 3]
        ),
    ]

    private static let choice = [
        Example("the attempt that gets furthest counts", "a b c", "a@0 b@1 c@2 a@20 b@21", [0, 1, 2]),
        Example("even if it is a late one", "a b c", "a@0 b@1 a@20 b@21 c@22", [20, 21, 22]),
        Example("of attempts as far, the first to get there", "a b", "a@0 b@1 a@20 b@21", [0, 1]),
        Example("of attempts that get there at once, the last to begin", "a b", "a@0 a@1 a@2 b@3", [2, 3]),
        Example("also beyond the second step", "a b c", "a@0 b@1 a@2 b@3 c@4", [2, 3, 4]),
        Example("but not one that is not as far", "a b c", "a@0 b@1 a@2 c@3", [0, 1, 3]),
        Example("the first of those who only began", "a b", "a@0 a@1", [0]),
        Example("a later attempt does not take over what is attained", "a b c", "a@0 b@1 a@2 b@3", [0, 1]),
        Example("one may begin among the simultaneous ones", "a b c", "a@0 b@1 a@5 b@5 c@5", [5, 5, 5]),
        Example("the later attempt may outlive the window of the earlier", "a b c", "a@0 a@5 b@6 c@12", [5, 6, 12]),
    ]

    @Test(arguments: ordered + simultaneous + choice)
    func `the person's times are those of the attempt that counts`(example: Example) {
        #expect(FunnelFixture.times(example.funnel, example.events) == example.times)
    }

    @Test func `only events in the range count`() {
        let events = FunnelFixture.events("a@0 b@5 c@9")
        func reach(_ range: Range<Int64>) -> Int? {
            let evaluator = FunnelEvaluator(
                definition: FunnelFixture.funnel("a b c"),
                range: Timestamp(microseconds: range.lowerBound)..<Timestamp(microseconds: range.upperBound),
                now: .epoch
            )
            return evaluator.evaluate(events).attempts["ada"]?[0].reach
        }
        #expect(reach(0..<9_000_001) == 3)
        #expect(reach(0..<9_000_000) == 2)
        #expect(reach(1..<9_000_001) == nil)
    }

    @Test func `an attempt inside its window is in progress`() {
        let definition = FunnelFixture.funnel("a b c")
        let events = FunnelFixture.events("a@0 b@5")
        #expect(FunnelFixture.evaluate(definition, events, now: 10).tally.inProgressCounts == [0, 1, 0])
        #expect(FunnelFixture.evaluate(definition, events, now: 10.000001).tally.inProgressCounts == [0, 0, 0])
        let complete = events + FunnelFixture.events("c@6")
        #expect(FunnelFixture.evaluate(definition, complete, now: 10).tally.inProgressCounts == [0, 0, 0])
    }

    @Test func `persons are counted apart and a user id goes before an anonymous one`() {
        var anonymous = FunnelFixture.event("b", at: 1)
        anonymous.userID = nil
        anonymous.anonymousID = "ada"
        var named = FunnelFixture.event("b", at: 1, person: "bob")
        named.anonymousID = "ada"
        let events = FunnelFixture.events("a@0") + [FunnelFixture.event("a", at: 0, person: "bob"), named, anonymous]
        let (outcomes, tally) = FunnelFixture.evaluate(FunnelFixture.funnel("a b c"), events)
        #expect(outcomes.mapValues(\.reach) == ["ada": 2, "bob": 2])
        #expect(tally.reachCounts == [0, 2, 0])
        #expect(tally.stepDurations == [[1_000_000, 1_000_000], []])
        #expect(tally.totalDurations.isEmpty)
    }

    @Test func `times between steps are those of the attempt that counts`() {
        let (_, tally) = FunnelFixture.evaluate(FunnelFixture.funnel("a b c"), FunnelFixture.events("a@0 a@1 b@3 c@7"))
        #expect(tally.stepDurations == [[2_000_000], [4_000_000]])
        #expect(tally.totalDurations == [6_000_000])
    }

    @Test func `filters decide whether an event takes a step`() {
        let big = PropertyFilter(property: "total", condition: .greater(.number(10)))
        let definition = FunnelDefinition(
            steps: [FunnelStep(eventTypes: ["a"]), FunnelStep(eventTypes: ["b"], filters: [big])],
            conversionWindow: .seconds(10)
        )
        let events = [
            FunnelFixture.event("a", at: 0), FunnelFixture.event("b", at: 1, #"{"total": 10}"#),
            FunnelFixture.event("b", at: 2, #"{"total": 11}"#),
        ]
        let outcome = FunnelFixture.evaluate(definition, events).outcomes["ada"]
        #expect(outcome?.stepTimes.last == Timestamp(microseconds: 2_000_000))
    }

    @Test(arguments: UInt64(0)..<4)
    func `the assignment of simultaneous events is the best of all`(block: UInt64) {
        for seed in block * 500..<(block + 1) * 500 {
            var random = SplitMix64(seed: seed)
            let stepCount = Int.random(in: 2...6, using: &random)
            let events = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                Set((0..<stepCount).filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
            }
            let reach = Int.random(in: 0..<stepCount, using: &random)
            let found = FunnelEvaluator.furthestReach(from: reach, with: events, stepCount: stepCount)
            #expect(found == exhaustive(from: reach, with: events, stepCount: stepCount), "seed \(seed)")
        }
    }

    /// Tries every order of the events.
    private func exhaustive(from reach: Int, with events: [Set<Int>], stepCount: Int) -> Int {
        var best = reach
        for index in events.indices where reach < stepCount && events[index].contains(reach) {
            var rest = events
            rest.remove(at: index)
            best = max(best, exhaustive(from: reach + 1, with: rest, stepCount: stepCount))
        }
        return best
    }
}
