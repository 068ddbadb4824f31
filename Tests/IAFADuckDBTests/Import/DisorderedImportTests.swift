import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

/// A year that comes in no order at all.
struct DisorderedImportTests {
    private static let days = 366
    private static let eventsPerDay = 40
    private static let firstDay = CalendarDay(daysSinceEpoch: 19_723)  // 2024-01-01, of a leap year

    private static func fields(_ number: Int) -> String {
        let day = firstDay.advanced(by: number / eventsPerDay)
        return "e\(number),view,user\(number % 97),\(day)T12:\(number % eventsPerDay + 10):00Z"
    }

    private static func row(_ number: Int) -> String { "\(fields(number)),\(number)" }

    private static func stored(_ number: Int) -> String { #"\#(fields(number)),{"number":\#(number)}"# }

    @Test func `a year in random order becomes one tidy file a day`() async throws {
        let fixture = try ImportFixture()
        var random = SplitMix64(seed: 20_240_101)
        let count = Self.days * Self.eventsPerDay
        var numbers = Array(0..<count).shuffled(using: &random)
        // What comes again does so in the same file, in another one, and in another import.
        let repeats = numbers.shuffled(using: &random).prefix(count / 4)
        numbers += repeats.prefix(count / 8)
        numbers.shuffle(using: &random)
        let half = numbers.count / 2
        func file(_ numbers: some Sequence<Int>, _ name: String) throws -> String {
            let header = "event_id,event_type,user_id,timestamp,number"
            return try fixture.write(([header] + numbers.map(Self.row)).joined(separator: "\n"), name)
        }
        let (a, b) = (numbers[..<(half / 2)], numbers[(half / 2)..<half])
        let first = try await fixture.run(try file(a, "a.csv"), try file(b, "b.csv"))
        #expect(first.report.events - first.summary.duplicates == Set(numbers[..<half]).count)
        fixture.store.clock.advance(by: .seconds(60))
        let second = try await fixture.run(try file(numbers[half...] + repeats.suffix(count / 8), "c.csv"))

        #expect(second.events.count == count && Set(second.events.map(\.id)).count == count)
        let byDay = Dictionary(grouping: second.events) { CalendarDay($0.timestamp) }
        #expect(byDay.count == Self.days && byDay.values.allSatisfy { $0.count == Self.eventsPerDay })
        let rows = second.events.map { "\($0.id),\($0.type),\($0.userID ?? ""),\($0.timestamp),\($0.properties)" }
        #expect(rows.sorted() == (0..<count).map { Self.stored($0) }.sorted())
        let names = fixture.store.files().map { $0.split(separator: "/").last.map(String.init) ?? "" }
        let expected = (0..<Self.days).map { "events_\(Self.firstDay.advanced(by: $0)).parquet" }
        #expect(names.sorted() == expected.sorted())
        #expect(try fixture.store.open().verify().findings == [])
    }
}
