import IAFACore
@testable import IAFADuckDB
import Testing

struct EventFileNameTests {
    @Test(
        arguments: [
            (nil, "events_2026-05-17.parquet"),
            (0...0, "events_2026-05-17.part-00000000000000000000-00000000000000000000.parquet"),
            (1...25, "events_2026-05-17.part-00000000000000000001-00000000000000000025.parquet"),
            (
                UInt64.max...UInt64.max,
                "events_2026-05-17.part-18446744073709551615-18446744073709551615.parquet"
            ),
        ] as [(ClosedRange<UInt64>?, String)]
    )
    func `a name is read back as it was written`(part: ClosedRange<UInt64>?, text: String) throws {
        let name = EventFileName(day: StoreFixture.today, part: part)
        #expect(name.text == text)
        let read = try #require(EventFileName(text))
        #expect(read == name)
    }

    @Test func `names sort by day and sequence`() {
        let names = [
            EventFileName(day: StoreFixture.today, part: 2...9), EventFileName(day: StoreFixture.today, part: 10...11),
            EventFileName(day: StoreFixture.today.advanced(by: 1), part: 1...1),
        ].map(\.text)
        #expect(names == names.sorted())
    }

    @Test(
        arguments: [
            "", ".", "events_.parquet", "events_2026-05-17", "events_2026-05-17.parquet.tmp",
            "events_2026-02-30.parquet", "events_2026-5-17.parquet", "Events_2026-05-17.parquet",
            "events_2026-05-17.PARQUET", "events_2026-05-17 (1).parquet", "events_2026-05-17.part-.parquet",
            "events_2026-05-17.part-1.parquet", "events_2026-05-17.part-1-2-3.parquet",
            "events_2026-05-17.part-2-1.parquet", "events_2026-05-17.part-a-b.parquet",
            "events_2026-05-17.part--1-2.parquet", "events_2026-05-17.part-1-18446744073709551616.parquet",
            "events_2026-05-17.part-1-2.parquet",
            "events_2026-05-17.part-+0000000000000000001-+0000000000000000002.parquet",
            "events_2026-05-17.part-0000000000000000000001-0000000000000000000002.parquet", "events_🦆.parquet",
        ]
    )
    func `other names are none of ours`(text: String) {
        #expect(EventFileName(text) == nil)
    }
}
