import IAFACore
import IAFAEngine
import Testing

/// One person with very many events: what is quadratic in them would not come to an end.
@Suite struct LargeHistoryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout FunnelOptions, inout [FunnelStep]) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout FunnelOptions, inout [FunnelStep]) -> Void) {
            self.name = name
            self.change = change
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case("plain") { _, _ in },
        Case("strict") { options, _ in options.order = .strict },
        Case("unordered") { options, _ in options.order = .unordered },
        Case("first") { options, _ in options.entry = .first },
        Case("totals") { options, _ in options.unit = .totals },
        Case("ties") { options, _ in options.tieWindow = .seconds(2) },
        Case("held") { options, _ in options.heldProperties = ["p"] },
        Case("limits") { _, steps in
            steps[1].within = .seconds(5)
            steps[2].after = .seconds(1)
        },
        Case("optional") { _, steps in steps[1].isOptional = true },
        Case("excluded") { options, _ in
            options.exclusions = [FunnelExclusion(eventTypes: ["x"], steps: 0...2)]
            options.exclusionScope = .person
        },
        Case("clickhouse") { options, _ in options.preset = .clickhouse },
    ]

    private static let count = 20_000

    private func tally(_ change: Case, of events: [AttemptEvent]) -> FunnelTally {
        var options = FunnelOptions()
        var steps = ["a", "b", "c"].map { FunnelStep(eventTypes: [$0]) }
        change.change(&options, &steps)
        var query = FunnelQuery(
            project: .random(),
            definition: FunnelDefinition(steps: steps, conversionWindow: .seconds(366 * 86_400), options: options),
            range: .distantPast ..< .distantFuture,
            now: .distantFuture
        )
        query.wantsAttempts = true
        let partitions = AttemptEventPartitions()
        for event in events { partitions.append(event) }
        let machine = AttemptMachine(query, threads: 2)
        machine.evaluate(0..<AttemptEventPartitions.count, of: [partitions])
        return machine.finish().tally
    }

    /// The i-th event; without an order but that of the number.
    private func event(_ number: Int, _ steps: UInt32, at second: Int) -> AttemptEvent {
        var event = AttemptEvent(key: 5, time: Int64(second) * 1_000_000, steps: steps)
        event.id = UInt64(number)
        event.held = UInt64(number % 2)
        event.exclusions = number % 2 == 0 ? 1 : 0
        return event
    }

    @Test(arguments: cases)
    func `nobody completes a funnel without its last event`(_ change: Case) {
        let tally = tally(change, of: (0..<Self.count).map { event($0, $0 % 2 == 0 ? 0b001 : 0b010, at: $0) })
        #expect(tally.reachCounts[2] == 0)
        #expect(tally.reachCounts.reduce(0, +) + tally.excludedCount == 1)
    }

    @Test(arguments: cases)
    func `all events may have one time`(_ change: Case) {
        // Of each step and held value there are many; what lasts no time is excluded by nothing.
        let tally = tally(change, of: (0..<Self.count).map { event($0, 1 << UInt32($0 % 3), at: 0) })
        #expect(tally.reachCounts[2] == (change.name == "limits" ? 0 : 1))
        #expect(tally.excludedCount == 0)
    }

    @Test(arguments: cases)
    func `every event may satisfy every step`(_ change: Case) {
        let tally = tally(change, of: (0..<Self.count).map { event($0, 0b111, at: $0 / 2) })
        if change.name == "totals" {
            // Two events a second: an attempt of three leaves one over, which begins nothing at its own time.
            #expect(tally.reachCounts[2] == Self.count / 4)
        } else {
            #expect(tally.reachCounts[2] + tally.excludedCount == 1)
        }
    }
}
