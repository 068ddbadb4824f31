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

    @Test(
        arguments: [
            ([], nil, false, .nothing), ([], 5, true, .nothing),
            ([1], nil, false, .nothing), ([1], nil, true, .mergeDay), ([1], 1_000, true, .mergeDay),
            (Array(repeating: 1, count: 7), 1, false, .nothing),
            (Array(repeating: 1, count: 8), nil, false, .mergeDay),
            (Array(repeating: 1, count: 8), 32, false, .mergeDay),
            (Array(repeating: 1, count: 8), 33, false, .mergeParts),
            (Array(repeating: 9, count: 20), 1_000, false, .mergeParts),
        ] as [([Int], Int?, Bool, DayCompactor.Plan)]
    )
    func `a merge pays for many parts, or for a day that is over`(
        parts: [Int],
        file: Int?,
        isOver: Bool,
        plan: DayCompactor.Plan
    ) {
        #expect(DayCompactor.plan(for: Self.day(parts: parts, file: file), isOver: isOver) == plan)
        let damaged = Self.day(parts: parts, file: file, damaged: ["x"])
        #expect(DayCompactor.plan(for: damaged, isOver: isOver) == .nothing)
    }
}
