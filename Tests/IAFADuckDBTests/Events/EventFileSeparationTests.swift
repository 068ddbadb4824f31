import IAFACore
@testable import IAFADuckDB
import Testing

struct EventFileSeparationTests {
    private static func file(_ range: ClosedRange<UInt64>, isDay: Bool = false) -> EventFile {
        let name = EventFileName(day: StoreFixture.today, part: isDay ? nil : range)
        // Nothing is read: only footers count. The paths are equal, so that nothing is deleted either.
        return EventFile(
            project: StoreFixture.shop,
            name: name,
            path: name.text,
            readPath: name.text,
            footer: EventFileFooter(
                first: range.lowerBound,
                last: range.upperBound,
                events: range.count,
                lastReceived: .epoch
            )
        )
    }

    private static func range(_ file: EventFile) -> ClosedRange<UInt64> { file.footer.first...file.footer.last }

    @Test(
        arguments: [
            ([], nil, [], []),
            ([1...2, 3...4], nil, [1...2, 3...4], []),
            ([3...4, 1...2], 1...2, [3...4], [1...2]),
            ([1...2, 3...4], 1...4, [], [1...2, 3...4]),
            ([1...4, 1...2, 3...4, 5...6], nil, [1...4, 5...6], [1...2, 3...4]),
            ([1...8, 1...4, 1...2, 5...8, 9...9], nil, [1...8, 9...9], [1...4, 1...2, 5...8]),
            ([1...2, 1...2], nil, [1...2], [1...2]),
            ([5...6, 9...9], 5...6, [9...9], [5...6]),
        ] as [([ClosedRange<UInt64>], ClosedRange<UInt64>?, [ClosedRange<UInt64>], [ClosedRange<UInt64>])]
    )
    func `a part that another file holds doesn't count`(
        parts: [ClosedRange<UInt64>],
        day: ClosedRange<UInt64>?,
        kept: [ClosedRange<UInt64>],
        superseded: [ClosedRange<UInt64>]
    ) {
        let dayFile = day.map { Self.file($0, isDay: true) }
        let found = EventFileScanner.separate(parts.map { Self.file($0) }, from: dayFile)
        #expect(found.kept.map(Self.range) == kept)
        #expect(Set(found.superseded.map(Self.range)) == Set(superseded))
    }

    /// Merges at random, as compaction does, while what was merged stays around.
    @Test(arguments: UInt64(0)..<300)
    func `each sequence is in exactly one file that counts`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var live: [ClosedRange<UInt64>] = []
        var day: ClosedRange<UInt64>?
        var next: UInt64 = 1
        var around: [ClosedRange<UInt64>] = []
        var written: [UInt64] = []
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where live.count > 1:
                let merged = live[0].lowerBound...live[live.count - 1].upperBound
                live = [merged]
                around.append(merged)
            case 1 where !live.isEmpty:
                day = (day ?? live[0]).lowerBound...live[live.count - 1].upperBound
                live = []
                // Sometimes nothing was left behind.
                if Bool.random(using: &random) { around = [] }
            default:
                // Other days take sequence numbers, too.
                next += UInt64.random(in: 0..<3, using: &random)
                let part = next...next + UInt64.random(in: 0..<4, using: &random)
                written += Array(part)
                next = part.upperBound + 1
                live.append(part)
                around.append(part)
            }
        }
        let parts = around.shuffled(using: &random).map { Self.file($0) }
        let found = EventFileScanner.separate(parts, from: day.map { Self.file($0, isDay: true) })
        let counting = ((day.map { [$0] } ?? []) + found.kept.map(Self.range)).flatMap { $0 }.filter(
            Set(written).contains
        )
        #expect(counting.sorted() == written)
        #expect(found.kept.count + found.superseded.count == parts.count)
        #expect(found.kept.map(Self.range) == live)
    }
}
