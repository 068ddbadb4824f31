import Foundation
import IAFACore
import Testing

@Suite("CalendarDay")
struct CalendarDayTests {
    @Test(
        "counts days from 1970",
        arguments: [
            ("1970-01-01", 0, 1970, 1, 1, 4), ("1969-12-31", -1, 1969, 12, 31, 3),
            ("2000-02-29", 11_016, 2000, 2, 29, 2),
            ("2026-11-24", 20_781, 2026, 11, 24, 2), ("0000-01-01", -719_528, 0, 1, 1, 6),
            ("0000-02-29", -719_469, 0, 2, 29, 2), ("9999-12-31", 2_932_896, 9999, 12, 31, 5),
        ] as [(String, Int32, Int, Int, Int, Int)]
    )
    func counts(text: String, days: Int32, year: Int, month: Int, day: Int, weekday: Int) throws {
        let calendarDay = try CalendarDay(text)
        #expect(calendarDay.daysSinceEpoch == days)
        #expect((calendarDay.year, calendarDay.month, calendarDay.day) == (year, month, day))
        #expect(calendarDay.weekday == weekday)
        #expect(calendarDay.description == text)
        #expect(CalendarDay(year: year, month: month, day: day) == calendarDay)
        #expect(calendarDay.start.description == "\(text)T00:00:00Z")
        #expect(CalendarDay(calendarDay.start) == calendarDay)
        #expect(CalendarDay(calendarDay.start - .microseconds(1)) == calendarDay.advanced(by: -1))
    }

    @Test(
        "reads YYYY-MM-DD and nothing else",
        arguments: [
            ("", .malformed), ("2026-1-1", .malformed), ("2026-01-1", .malformed), ("2026-01-011", .malformed),
            ("2026-01-01 ", .malformed), ("2026-01-01T00:00:00Z", .malformed), ("20260101", .malformed),
            ("02026-01-01", .malformed), ("-001-01-01", .malformed), ("２026-01-01", .malformed),
            ("2026-00-01", .noSuchTime),
            ("2026-13-01", .noSuchTime), ("2026-01-32", .noSuchTime), ("2026-01-00", .noSuchTime),
            ("2023-02-29", .noSuchTime),
            ("1900-02-29", .noSuchTime), ("2026-06-31", .noSuchTime),
        ] as [(String, TimestampError.Reason)]
    )
    func refuses(text: String, reason: TimestampError.Reason) {
        let error = #expect(throws: TimestampError.self) { try CalendarDay(text) }
        #expect(error?.reason == reason)
    }

    @Test("has no days that don't exist")
    func noSuchDay() {
        #expect(CalendarDay(year: 2023, month: 2, day: 29) == nil)
        #expect(CalendarDay(year: 10_000, month: 1, day: 1) == nil)
        #expect(CalendarDay(year: -1, month: 1, day: 1) == nil)
        #expect(CalendarDay(year: 2023, month: 0, day: 1) == nil)
        #expect(CalendarDay(year: 2023, month: .max, day: .max) == nil)
    }

    @Test("every day of a cycle of 400 years follows the one before")
    func succession() throws {
        let end = try CalendarDay("2199-12-31")
        var expected = (year: 1800, month: 1, day: 1)
        for calendarDay in try CalendarDay("1800-01-01")...end {
            let parts = (year: calendarDay.year, month: calendarDay.month, day: calendarDay.day)
            guard parts == expected else {
                Issue.record("\(calendarDay) instead of \(expected)")
                return
            }
            if CalendarDay(year: parts.year, month: parts.month, day: parts.day + 1) != nil {
                expected.day += 1
            } else {
                expected = parts.month == 12 ? (parts.year + 1, 1, 1) : (parts.year, parts.month + 1, 1)
            }
        }
        #expect(expected == (2200, 1, 1))
    }

    @Test("stops at its ends instead of overflowing")
    func ends() {
        let first = CalendarDay(daysSinceEpoch: .min)
        let last = CalendarDay(daysSinceEpoch: .max)
        #expect(last.advanced(by: 1) == last)
        #expect(first.advanced(by: .min) == first)
        #expect(first.advanced(by: .max) == last)
        #expect(first.distance(to: last) == 4_294_967_295)
        #expect(last.start == .distantFuture)
        #expect(first.start == .distantPast)
        #expect(last.description == "+5881580-07-11")
        #expect(first.description == "-5877641-06-23")
        #expect(CalendarDay(.distantFuture).description == "+294247-01-10")
    }

    @Test("is YYYY-MM-DD in JSON")
    func codable() throws {
        let days = [try CalendarDay("2026-11-24")]
        let data = try JSONEncoder().encode(days)
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-11-24"]"#)
        #expect(try JSONDecoder().decode([CalendarDay].self, from: data) == days)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDay].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
    }
}
