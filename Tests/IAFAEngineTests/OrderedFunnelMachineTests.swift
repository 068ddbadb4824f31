import IAFACore
import IAFAEngine
import Testing

@Suite struct OrderedFunnelMachineTests {
    private static let second: Int64 = 1_000_000

    private func outcomes(
        steps: Int,
        window: Int64,
        slices: [[StageEvent]],
        threads: Int = 1
    ) -> [UInt64: [Int64]] {
        let machine = OrderedFunnelMachine(stepCount: steps, windowMicroseconds: window, threads: threads)
        for slice in slices {
            let source = StageEventPartitions()
            for event in slice { source.append(key: event.key, time: event.time, steps: event.steps) }
            machine.consume(slice: [source])
        }
        return machine.outcomes().mapValues { $0.stepTimes.map(\.microseconds) }
    }

    @Test func `an attempt keeps the times it had although it is also the latest of fewer steps`() {
        // At 30 the attempt that began at 10 has two steps already: its second stays at 20.
        let events = [
            StageEvent(key: 7, time: 10, steps: 0b001), StageEvent(key: 7, time: 20, steps: 0b010),
            StageEvent(key: 7, time: 30, steps: 0b110), StageEvent(key: 7, time: 30, steps: 0b110),
        ]
        #expect(outcomes(steps: 3, window: 100, slices: [events]) == [7: [10, 20, 30]])
    }

    @Test func `an event that completes an attempt moves no other afterwards`() {
        let events = [
            StageEvent(key: 7, time: 10, steps: 0b001), StageEvent(key: 7, time: 20, steps: 0b010),
            StageEvent(key: 7, time: 25, steps: 0b001), StageEvent(key: 7, time: 30, steps: 0b111),
        ]
        #expect(outcomes(steps: 3, window: 100, slices: [events]) == [7: [10, 20, 30]])
    }

    @Test func `windows hold at the ends of time`() {
        let events = [
            StageEvent(key: 1, time: .min, steps: 0b01), StageEvent(key: 1, time: .max, steps: 0b10),
            StageEvent(key: 2, time: .min, steps: 0b01), StageEvent(key: 2, time: .min + 5, steps: 0b10),
        ]
        let expected: [UInt64: [Int64]] = [1: [.min], 2: [.min, .min + 5]]
        #expect(outcomes(steps: 2, window: 5, slices: [events]) == expected)
    }

    @Test func `persons who never begin leave no trace`() {
        let machine = OrderedFunnelMachine(stepCount: 2, windowMicroseconds: 5, threads: 1)
        let source = StageEventPartitions()
        for key in 0..<100 as Range<UInt64> { source.append(key: key << 57, time: 1, steps: 0b10) }
        machine.consume(slice: [source])
        machine.consume(slice: [])
        #expect(machine.outcomes().isEmpty)
        #expect(machine.finish(now: .epoch) == FunnelTally(stepCount: 2))
    }

    @Test func `a question in between changes nothing`() {
        let machine = OrderedFunnelMachine(stepCount: 2, windowMicroseconds: 10, threads: 1)
        let source = StageEventPartitions()
        source.append(key: 9, time: 1, steps: 0b01)
        machine.consume(slice: [source])
        #expect(machine.finish(now: Timestamp(microseconds: 11)).inProgressCounts == [1, 0])
        #expect(machine.finish(now: Timestamp(microseconds: 12)).inProgressCounts == [0, 0])
        source.removeAll()
        source.append(key: 9, time: 11, steps: 0b10)
        machine.consume(slice: [source])
        let tally = machine.finish(now: Timestamp(microseconds: 11))
        #expect(tally.reachCounts == [0, 1])
        #expect(tally.stepDurations == [[10]])
        #expect(tally.totalDurations == [10])
    }

    @Test func `one person with 100,000 events is one person`() {
        // Two sources out of order; only the last two attempts can ever be completed.
        let (first, second) = (StageEventPartitions(), StageEventPartitions())
        for index in (0..<100_000).reversed() {
            let source = index % 2 == 0 ? first : second
            source.append(key: 5, time: Int64(index) * Self.second, steps: index % 3 == 0 ? 0b001 : 0b010)
        }
        let machine = OrderedFunnelMachine(stepCount: 3, windowMicroseconds: 10 * Self.second, threads: 2)
        machine.consume(slice: [first, second])
        let last = StageEventPartitions()
        last.append(key: 5, time: 100_005 * Self.second, steps: 0b100)
        machine.consume(slice: [last])
        let times = machine.outcomes()[5]?.stepTimes.map { $0.microseconds / Self.second }
        #expect(times == [99_996, 99_997, 100_005])
    }

    @Test func `100,000 simultaneous events are matched to 20 overlapping steps`() {
        var random = SplitMix64(seed: 1)
        let source = StageEventPartitions()
        // Nobody serves step 20 but one event, which step 1 needs too.
        for _ in 0..<100_000 {
            source.append(key: 5, time: 1, steps: UInt32.random(in: 0..<1 << 19, using: &random) & ~1)
        }
        source.append(key: 5, time: 1, steps: 1 << 19 | 1)
        let machine = OrderedFunnelMachine(stepCount: 20, windowMicroseconds: 10, threads: 1)
        machine.consume(slice: [source])
        #expect(machine.outcomes()[5]?.reach == 19)
        source.removeAll()
        source.append(key: 5, time: 2, steps: 1 << 19)
        machine.consume(slice: [source])
        #expect(machine.outcomes()[5]?.stepTimes.map(\.microseconds) == Array(repeating: 1, count: 19) + [2])
    }

    @Test func `tables grow with 200,000 persons on two threads`() {
        let machine = OrderedFunnelMachine(stepCount: 3, windowMicroseconds: 10, threads: 2)
        let sources = [StageEventPartitions(), StageEventPartitions()]
        let persons: UInt64 = 200_000
        for step in 0..<3 as Range<UInt64> {
            for source in sources { source.removeAll() }
            for person in 0..<persons where person % (step + 1) == 0 {
                var mixed = SplitMix64(seed: person)
                sources[Int(person % 2)].append(key: mixed.next(), time: Int64(step * 5), steps: 1 << UInt32(step))
            }
            machine.consume(slice: sources)
        }
        let tally = machine.finish(now: Timestamp(microseconds: 10))
        // Every second person takes the second step; the third is for every third person, of whom half took the second.
        #expect(tally.reachCounts == [100_000, 66_666, 33_334])
        #expect(tally.inProgressCounts == [100_000, 66_666, 0])
        #expect(tally.stepDurations.map(\.count) == [100_000, 33_334])
        #expect(tally.totalDurations.allSatisfy { $0 == 10 })
        #expect(machine.outcomes().count == Int(persons))
    }
}
