import IAFACore
@testable import IAFADuckDB
import Testing

struct DayCompactorPlanTests {
    private static func day(parts: [Int], file: Int?, damaged: [String] = []) -> EventCatalog.Day {
        func eventFile(_ events: Int, _ part: ClosedRange<UInt64>?) -> EventFile {
            let name = EventFileName(day: StoreFixture.today, part: part)
            let footer = EventFileFooter(first: 1, last: 1, events: events, lastReceived: .epoch)
            return EventFile(
                project: StoreFixture.shop,
                name: name,
                path: name.text,
                readPath: name.text,
                footer: footer
            )
        }
        var day = EventCatalog.Day()
        day.file = file.map { eventFile($0, nil) }
        day.parts = parts.enumerated().map { eventFile($1, UInt64($0)...UInt64($0)) }
        day.damaged = damaged
        return day
    }

    /// What is planned, in words: which parts, from the newest back, or the day.
    private static func plan(parts: [Int], file: Int?, isOver: Bool, quietFor quiet: Duration = .zero) -> String {
        let day = day(parts: parts, file: file)
        switch DayCompactor.plan(for: day, isOver: isOver, now: .epoch + quiet) {
        case .nothing: return "nothing"
        case .mergeParts(let merged): return "newest \(merged.count)"
        case .mergeDay: return "day"
        }
    }

    @Test(
        arguments: [
            ([], nil, "nothing"), ([1], nil, "nothing"), (Array(repeating: 1, count: 7), 1, "nothing"),
            (Array(repeating: 1, count: 8), nil, "day"), (Array(repeating: 1, count: 8), 32, "day"),
            (Array(repeating: 1, count: 8), 33, "newest 8"), (Array(repeating: 9, count: 20), 1_000, "newest 20"),
            // A large part is left alone until those behind it are half as large together.
            ([100, 1, 1, 1, 1, 1, 1, 1], 1_000, "newest 7"), ([14, 1, 1, 1, 1, 1, 1, 1], 1_000, "newest 8"),
            ([10_000, 3_000, 900, 270, 81, 24, 7, 2], 100_000, "nothing"),
            ([90, 80, 70, 60, 50, 40, 30, 20, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5_000, "newest 18"),
        ] as [([Int], Int?, String)]
    )
    func `of today, parts are merged where there are many, each event seldom`(
        parts: [Int],
        file: Int?,
        plan: String
    ) {
        #expect(Self.plan(parts: parts, file: file, isOver: false) == plan)
    }

    @Test(
        arguments: [
            ([], 5, 3_600, "nothing"), ([1], nil, 0, "day"), ([1], 1_000, 899, "nothing"), ([1], 1_000, 900, "day"),
            (Array(repeating: 1, count: 8), 1_000, 0, "newest 8"), (Array(repeating: 40, count: 8), 1_000, 0, "day"),
        ] as [([Int], Int?, Int, String)]
    )
    func `a day that is over becomes one file, once it is quiet or much has come`(
        parts: [Int],
        file: Int?,
        quietSeconds: Int,
        plan: String
    ) {
        #expect(Self.plan(parts: parts, file: file, isOver: true, quietFor: .seconds(quietSeconds)) == plan)
    }

    @Test func `a day with a damaged file is left alone`() {
        let damaged = Self.day(parts: Array(repeating: 1, count: 30), file: 1, damaged: ["x"])
        guard case .nothing = DayCompactor.plan(for: damaged, isOver: true, now: .distantFuture) else {
            Issue.record("it would be merged without what can't be read")
            return
        }
    }

    @Test func `however many parts come, an event is rewritten a number of times that grows slowly`() {
        // 3,000 flushes of 10 events beside a file of a million, each followed by a look.
        var parts: [Int] = []
        var rewritten = 0
        var most = 0
        for _ in 0..<3_000 {
            parts.append(10)
            if case .mergeParts(let merged) = DayCompactor.plan(
                for: Self.day(parts: parts, file: 1_000_000),
                isOver: false,
                now: .epoch
            ) {
                let events = merged.reduce(0) { $0 + $1.footer.events }
                parts.removeLast(merged.count)
                parts.append(events)
                rewritten += events
            }
            most = max(most, parts.count)
        }
        #expect(parts.reduce(0, +) == 30_000)
        #expect(most <= 2 * DayCompactor.partLimit)
        #expect(Double(rewritten) / 30_000 < 10)
    }
}
