import IAFACore
import IAFAEngine
import Testing

@Suite struct SweepEquivalenceTests {
    private static let casesPerBlock: UInt64 = 2500

    @Test(arguments: UInt64(0)..<10)
    func `a sweep computes what the reference does`(block: UInt64) {
        var failures = 0
        for seed in block * Self.casesPerBlock..<(block + 1) * Self.casesPerBlock where failures < 3 {
            if !isSame(RandomFunnel(seed: seed)) { failures += 1 }
        }
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `it does so for many persons on two threads`(seed: UInt64) {
        _ = isSame(RandomFunnel(seed: seed, persons: 2000), threads: 2)
    }

    /// Some of the types are in sections, day by day; all other events come from elsewhere.
    private func isSame(_ funnel: RandomFunnel, threads: Int = 1) -> Bool {
        let reference = FunnelEvaluator(definition: funnel.definition, range: funnel.range, now: funnel.now)
        let expected = reference.evaluate(funnel.events).tally.sorted
        var random = SplitMix64(seed: ~funnel.seed)
        let matcher = StepMatcher(funnel.definition)
        let steps = Dictionary(uniqueKeysWithValues: matcher.plainTypes.map { ($0.type, $0.steps) })
        var memories: [SectionMemory] = []
        var sections: [SweepSection] = []
        let others = [StageEventPartitions(), StageEventPartitions()]
        let days = Dictionary(grouping: funnel.events) { CalendarDay($0.timestamp) }
        for (day, events) in days.sorted(by: { $0.key < $1.key }) {
            for (type, events) in Dictionary(grouping: events, by: \.type).sorted(by: { $0.key < $1.key }) {
                guard let steps = steps[type] else { continue }
                if Int.random(in: 0..<3, using: &random) == 0 {
                    for event in events where funnel.range.contains(event.timestamp) {
                        others[Int.random(in: 0...1, using: &random)]
                            .append(
                                key: PersonKey.key(of: event.person),
                                time: event.timestamp.microseconds,
                                steps: steps
                            )
                    }
                    continue
                }
                let memory = SectionMemory(
                    events.map { (PersonKey.key(of: $0.person), $0.timestamp.microseconds) },
                    day: day,
                    bits: Int.random(in: 5...12, using: &random)
                )
                memories.append(memory)
                let isCut = events.contains { !funnel.range.contains($0.timestamp) }
                sections.append(
                    SweepSection(memory.section, steps: steps, isCut: isCut || Bool.random(using: &random))
                )
            }
        }
        let sweep = OrderedFunnelSweep(
            stepCount: funnel.definition.steps.count,
            windowMicroseconds: funnel.definition.conversionWindow.wholeMicroseconds,
            times: funnel.range,
            threads: threads,
            eventsAtHand: [1, 16, 8_192].randomElement(using: &random) ?? 1
        )
        let tally = withExtendedLifetime(memories) { sweep.run(sections, others: others, now: funnel.now).sorted }
        #expect(tally == expected, "seed \(funnel.seed): \(tally) instead of \(expected)")
        return tally == expected
    }
}
