import Foundation

/// The days of a project's time zone, daylight saving time included.
///
/// The rules are those of the system's IANA database. Nothing here blocks on I/O after the first use of a zone.
package struct ZonedCalendar: Sendable, Hashable {
    /// The IANA identifier as it was given, such as `Europe/Berlin`.
    package let identifier: String
    private let zone: TimeZone

    /// UTC.
    package static let utc = ZonedCalendar(identifier: "UTC", zone: .gmt)

    /// The calendar of an IANA time zone, or nil where there is none of that name.
    ///
    /// Abbreviations such as `PST` or `CET` are refused: they name offsets rather than places.
    /// - Parameter identifier: `UTC` or a name of the form `Area/Place`, spelled as in the database.
    package init?(identifier: String) {
        if identifier == "UTC" {
            self = .utc
            return
        }
        guard Self.hasShapeOfZone(identifier), let zone = TimeZone(identifier: identifier),
            zone.identifier == identifier
        else { return nil }
        self.init(identifier: identifier, zone: zone)
    }

    private init(identifier: String, zone: TimeZone) {
        self.identifier = identifier
        self.zone = zone
    }

    package static func == (left: ZonedCalendar, right: ZonedCalendar) -> Bool { left.identifier == right.identifier }

    package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    /// The first instant whose local date is `day`, or is later where the zone skipped that day altogether.
    ///
    /// Where clocks jump over midnight it is the instant of the jump; where midnight comes twice, the first of both.
    package func startOfDay(_ day: CalendarDay) -> Timestamp {
        let start = day.start
        guard identifier != "UTC", Self.reliableInstants.contains(start) else { return start }
        let midnight = start.microseconds / 1_000_000
        // No zone was ever 16 hours from UTC, so that local midnight lies between these, with at most one change of the
        // offset.
        let reach: Int64 = 16 * 3600
        let before = offset(at: midnight - reach)
        let after = offset(at: midnight + reach)
        var instant = midnight - before
        if before != after {
            let change = firstSecond(after: midnight - reach, upTo: midnight + reach, with: after)
            if instant >= change { instant = max(change, midnight - after) }
        }
        return Timestamp(microseconds: instant * 1_000_000)
    }

    /// The local date at an instant.
    package func day(of timestamp: Timestamp) -> CalendarDay {
        guard identifier != "UTC", Self.reliableInstants.contains(timestamp) else { return CalendarDay(timestamp) }
        let remainder = timestamp.microseconds % 1_000_000
        let seconds = timestamp.microseconds / 1_000_000 - (remainder < 0 ? 1 : 0)
        let shift = offset(at: seconds) * 1_000_000
        return CalendarDay(Timestamp(microseconds: timestamp.microseconds + shift))
    }

    /// The local date at `now`.
    package func today(now: Timestamp) -> CalendarDay { day(of: now) }

    /// The years 0000…9999 with room for an offset; beyond them days are UTC days.
    private static let reliableInstants: Range<Timestamp> = {
        let day = CalendarDay.microsecondsPerDay
        let years = Timestamp.fourDigitYears
        return Timestamp(
            microseconds: years.lowerBound - day
        )..<Timestamp(microseconds: years.upperBound + day)
    }()

    /// Seconds east of UTC at an instant in seconds since 1970.
    private func offset(at seconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    /// The first second in (`low`, `high`] from which the offset is `target`, which it is at `high` and isn't at `low`.
    private func firstSecond(after low: Int64, upTo high: Int64, with target: Int64) -> Int64 {
        var low = low
        var high = high
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: middle) == target { high = middle } else { low = middle }
        }
        return high
    }

    /// Whether a text looks like `Area/Place`: parts of letters, digits, `_`, `+` and `-`, none of them empty.
    private static func hasShapeOfZone(_ identifier: String) -> Bool {
        guard identifier.utf8.count <= 64 else { return false }
        let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard (2...4).contains(parts.count) else { return false }
        return parts.allSatisfy { part in
            part.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } == true
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}
