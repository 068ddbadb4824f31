import Foundation
import IAFACore
import Testing

@Suite("ZonedCalendar")
struct ZonedCalendarTests {
    @Test(
        "accepts names of the IANA database",
        arguments: [
            "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Etc/GMT+5",
            "America/Port-au-Prince",
        ]
    )
    func accepts(identifier: String) {
        #expect(ZonedCalendar(identifier: identifier)?.identifier == identifier)
    }

    @Test(
        "refuses abbreviations and garbage",
        arguments: [
            "", "PST", "CET", "EST5EDT", "GMT+25", "GMT+1", "+02:00", "utc", "europe/berlin", "Europe/berlin",
            "Europe/", "/Berlin",
            "Europe//Berlin", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe/../Europe/Berlin",
            "posix/Europe/Berlin",
            "Etc/GMT+25", "Europe/Berlin\u{0}", " Europe/Berlin", "Europe/Berlin ", "Etc/Unknown",
            String(repeating: "A/", count: 1000),
        ]
    )
    func refuses(identifier: String) {
        #expect(ZonedCalendar(identifier: identifier) == nil)
    }

    @Test(
        "starts a day at its first instant, whatever the clocks do",
        arguments: [
            ("UTC", "2026-03-29", "2026-03-29T00:00:00Z"), ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
            ("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"),
            ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z"),
            ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z"),
            ("Asia/Kolkata", "2026-01-01", "2025-12-31T18:30:00Z"),
            ("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z"),
            ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z"),
            ("America/New_York", "2026-03-09", "2026-03-09T04:00:00Z"),
            // Midnight doesn't exist: clocks jump from 00:00 to 01:00.
            ("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"),
            ("America/Sao_Paulo", "2017-10-16", "2017-10-16T02:00:00Z"),
            ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z"),
            ("America/Havana", "2024-03-10", "2024-03-10T05:00:00Z"),
            // Clocks go back at midnight to 23:00 of the day before.
            ("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00:00Z"),
            ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
            // Midnight comes twice.
            ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),
            ("America/Havana", "2024-11-04", "2024-11-04T05:00:00Z"),
            ("America/St_Johns", "2006-10-29", "2006-10-29T02:30:00Z"),
            // The day was skipped when the zone moved over the date line.
            ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z"),
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2012-01-01", "2011-12-31T10:00:00Z"),
            ("Etc/GMT+12", "2026-01-01", "2026-01-01T12:00:00Z"),
            ("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z"),
        ]
    )
    func startOfDay(zone: String, day: String, expected: String) throws {
        let calendar = try #require(ZonedCalendar(identifier: zone))
        #expect(calendar.startOfDay(try CalendarDay(day)).description == expected)
    }

    @Test(
        "tells the local date of an instant",
        arguments: [
            ("UTC", "2026-03-28T23:59:59.999999Z", "2026-03-28"),
            ("Europe/Berlin", "2026-03-28T22:59:59.999999Z", "2026-03-28"),
            ("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"),
            ("Asia/Kolkata", "2025-12-31T18:29:59.999999Z", "2025-12-31"),
            ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
            ("America/New_York", "1969-12-31T23:59:59.5Z", "1969-12-31"),
            ("Asia/Tokyo", "1969-12-31T15:00:00Z", "1970-01-01"),
            ("Asia/Tokyo", "1969-12-31T14:59:59.999999Z", "1969-12-31"),
        ]
    )
    func dayOf(zone: String, instant: String, expected: String) throws {
        let calendar = try #require(ZonedCalendar(identifier: zone))
        let timestamp = try Timestamp(rfc3339: instant)
        #expect(calendar.day(of: timestamp).description == expected)
        #expect(calendar.today(now: timestamp).description == expected)
    }

    @Test(
        "cuts time into days without gaps for sixteen years",
        arguments: [
            "Europe/Berlin", "America/Sao_Paulo", "Africa/Cairo", "America/Havana", "Pacific/Apia", "Asia/Beirut",
            "Australia/Lord_Howe", "Asia/Tehran", "America/Asuncion", "Atlantic/Azores", "Asia/Gaza",
            "Antarctica/Troll",
        ]
    )
    func partition(zone: String) throws {
        let calendar = try #require(ZonedCalendar(identifier: zone))
        let first = try CalendarDay("2010-01-01")
        var next = calendar.startOfDay(first)
        for day in first..<first.advanced(by: 16 * 365) {
            let start = next
            let end = calendar.startOfDay(day.advanced(by: 1))
            next = end
            if start == end {
                #expect(zone == "Pacific/Apia" && day.description == "2011-12-30")
                continue
            }
            let isWhole =
                calendar.day(of: start) == day && calendar.day(of: start - .microseconds(1)) < day
                && calendar.day(of: end - .microseconds(1)) == day
            #expect(isWhole, "\(zone) \(day)")
        }
    }

    @Test("never traps at the ends of time")
    func ends() throws {
        for zone in ["UTC", "Europe/Berlin", "Pacific/Apia"] {
            let calendar = try #require(ZonedCalendar(identifier: zone))
            for days in [Int32.min, .max, -719_528, 2_932_896] {
                _ = calendar.startOfDay(CalendarDay(daysSinceEpoch: days))
            }
            for instant in [Timestamp.distantPast, .distantFuture] { _ = calendar.day(of: instant) }
        }
    }
}
