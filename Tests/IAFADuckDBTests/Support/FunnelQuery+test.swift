import IAFACore

extension FunnelQuery {
    /// From "view" to "buy" within a week, over some days around ``StoreFixture/today``.
    static func test(
        of project: Identifier<Project> = StoreFixture.shop,
        days: ClosedRange<Int> = -30...30
    ) -> FunnelQuery {
        FunnelQuery(
            project: project,
            definition: FunnelDefinition(steps: [FunnelStep(eventTypes: ["view"]), FunnelStep(eventTypes: ["buy"])]),
            range: StoreFixture.time(days.lowerBound)..<StoreFixture.time(days.upperBound + 1),
            now: StoreFixture.time(40)
        )
    }

    /// What the reference makes of events.
    func reference(_ events: [Event]) -> FunnelResult {
        FunnelStatistics.result(
            of: FunnelEvaluator(definition: definition, range: range, now: now).evaluate(events).tally
        )
    }
}

extension FunnelResult {
    /// Persons by step.
    var users: [Int] { steps.map(\.users) }
}
