import IAFACore
import IAFAEngine
import Testing

@Suite struct RandomEquivalenceTests {
    private static let casesPerBlock: UInt64 = 2500

    @Test(arguments: UInt64(0)..<10)
    func `the engine computes what the reference does`(block: UInt64) {
        var failures = 0
        for seed in block * Self.casesPerBlock..<(block + 1) * Self.casesPerBlock where failures < 3 {
            if !isSame(RandomFunnel(seed: seed)) { failures += 1 }
        }
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `it does so for many persons on two threads`(seed: UInt64) {
        _ = isSame(RandomFunnel(seed: seed, persons: 2000), threads: 2)
    }

    private func isSame(_ funnel: RandomFunnel, threads: Int = 1) -> Bool {
        let reference = FunnelEvaluator(definition: funnel.definition, range: funnel.range, now: funnel.now)
        let expected = reference.evaluate(funnel.events)
        var random = SplitMix64(seed: ~funnel.seed)
        let machine = OrderedFunnelMachine(
            stepCount: funnel.definition.steps.count,
            windowMicroseconds: funnel.definition.conversionWindow.wholeMicroseconds,
            threads: threads
        )
        let sources = (0..<Int.random(in: 1...3, using: &random)).map { _ in StageEventPartitions() }
        for slice in funnel.slices(using: &random) {
            for source in sources { source.removeAll() }
            for event in slice where event.steps != 0 || Bool.random(using: &random) {
                sources[Int.random(in: 0..<sources.count, using: &random)]
                    .append(key: event.key, time: event.time, steps: event.steps)
            }
            machine.consume(slice: sources)
        }
        let byKey = Dictionary(
            uniqueKeysWithValues: expected.attempts.map { (PersonKey.key(of: $0.key), $0.value[0].outcome) }
        )
        let isSame =
            machine.outcomes() == byKey && machine.finish(now: funnel.now).sorted == expected.tally.sorted
        #expect(
            isSame,
            """
            seed \(funnel.seed): \(machine.outcomes()) instead of \(byKey), \
            \(machine.finish(now: funnel.now).sorted) instead of \(expected.tally.sorted)
            """
        )
        return isSame
    }
}
