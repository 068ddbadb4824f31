import IAFACore
import IAFAEngine
import Testing

@Suite struct SweepSectionTests {
    private let day = CalendarDay(daysSinceEpoch: 20_590)

    @Test(arguments: 5...12)
    func `a section gives back what was put into it`(bits: Int) {
        var random = SplitMix64(seed: UInt64(bits))
        let start = day.start.microseconds
        var events = (0..<500).map { _ in
            (key: UInt64.random(in: 0 ... .max, using: &random), time: start + .random(in: 0..<86_400_000_000))
        }
        events += [(0, start), (.max, start + 86_399_999_999), (0, start + 86_399_999_999), (.max, start)]
        let memory = SectionMemory(events, day: day, bits: bits)
        var found: [(key: UInt64, time: Int64)] = []
        withExtendedLifetime(memory) {
            SweepSection(memory.section, steps: 1, isCut: false).forEach { found.append(($0, $1)) }
        }
        let expected = events.sorted { ($0.key, $0.time) < ($1.key, $1.time) }
        #expect(found.map(\.key) == expected.map(\.key))
        #expect(found.map(\.time) == expected.map(\.time))
    }

    @Test(arguments: [(0, 5), (511, 5), (512, 5), (1_023, 5), (1_024, 6), (16_000, 9), (10_000_000, 12)])
    func `a directory has about sixteen records an entry`(count: Int, bits: Int) {
        #expect(StageSection.directoryBits(for: count) == bits)
    }
}
