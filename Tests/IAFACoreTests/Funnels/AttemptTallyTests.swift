import IAFATesting
import Testing

@testable import IAFACore

@Suite struct AttemptTallyTests {
    /// Under all options: what the columns come to is what the reference counts, at once and value by value.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `attempts come to the funnel that they are of`(batch: UInt64) {
        for seed in batch * 200..<(batch + 1) * 200 {
            var life = RandomFunnelLife(seed: seed)
            let events = (0..<Int.random(in: 0...30, using: &life.random)).map { _ in life.event() }
            let query = life.query()
            let definition = query.definition
            let breakdown = life.breakdown(steps: definition.steps.count)
            let reference = FunnelEvaluator(
                definition: definition,
                range: query.range,
                now: query.now,
                breakdown: breakdown
            )
            let expected = Self.known(FunnelStatistics.result(of: reference.evaluate(events).tally))
            let attempts = reference.report(events)
            let whole = attempts.tallies(of: definition, groups: 1) { _ in 0 }[0]
            #expect(Self.known(FunnelStatistics.result(of: whole)) == expected, "seed \(seed) \(query)")
            let table = FunnelBreakdownTable(attempts, of: definition, limit: 2)
            for step in expected.steps.indices {
                let users = table.rows.map { $0.result.steps[step].users }.reduce(0, +)
                let dropOff = table.rows.map { $0.result.steps[step].dropOff }.reduce(0, +)
                #expect(users == expected.steps[step].users, "seed \(seed) step \(step)")
                #expect(dropOff == expected.steps[step].dropOff, "seed \(seed) step \(step)")
            }
        }
    }

    /// Without what attempts alone do not tell.
    private static func known(_ result: FunnelResult) -> FunnelResult {
        var result = result
        for step in result.steps.indices { result.steps[step].performed = 0 }
        result.eventsWithoutSession = 0
        return result
    }
}
