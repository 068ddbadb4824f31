/// The hours that a question about ingestion covers.
package struct IngestionRange: Sendable, Equatable {
    /// The most days that a question may cover.
    package static let maximumDays = 366

    /// The hours of a question that names no start: 7 days.
    private static let defaultHours: Int64 = 168

    package let hours: ClosedRange<IngestionHour>

    /// Reads `start` and `end` as they were sent, each a date (UTC) or a time.
    ///
    /// - Parameters:
    ///   - start: The hour that it is in is the first; nil for 7 days that end with the end.
    ///   - end: Of a date the whole day belongs to the range, of a time the hours that begin before it; nil for now.
    ///   - now: The time.
    /// - Throws: ``ValidationFailure``.
    package init(start: String?, end: String?, now: Timestamp) throws(ValidationFailure) {
        var last = IngestionHour(now)
        if let end {
            switch try Self.instant(end, "end") {
            case .day(let day): last = IngestionHour(day: day, hour: 23)
            case .time(let time): last = IngestionHour(Timestamp(microseconds: time.microseconds - 1))
            }
        }
        var first = IngestionHour(index: last.index - Self.defaultHours + 1)
        if let start {
            switch try Self.instant(start, "start") {
            case .day(let day): first = IngestionHour(day: day, hour: 0)
            case .time(let time): first = IngestionHour(time)
            }
            if end == nil { last = max(first, last) }
        }
        // Every time that an answer may name has four digits for its year.
        let days = DateRange.days
        guard days.contains(first.day), days.contains(last.day) else {
            let message = "must lie between \(days.lowerBound) and \(days.upperBound)"
            throw ValidationFailure(field: start == nil ? "end" : "start", code: "invalid_date", message: message)
        }
        guard first <= last else {
            throw ValidationFailure(field: "end", code: "before_start", message: "the end is not after the start")
        }
        guard first.day.distance(to: last.day) < Self.maximumDays else {
            let message = "a question may cover at most \(Self.maximumDays) days; ask for fewer"
            throw ValidationFailure(field: "start", code: "range_too_long", message: message)
        }
        hours = first...last
    }

    private enum Instant {
        case day(CalendarDay)
        case time(Timestamp)
    }

    private static func instant(_ text: String, _ field: String) throws(ValidationFailure) -> Instant {
        if let day = try? CalendarDay(text) { return .day(day) }
        if let time = try? Timestamp(rfc3339: text) { return .time(time) }
        throw ValidationFailure(
            field: field,
            code: "invalid_date",
            message: "must be a date such as 2026-05-17 or a time such as 2026-05-17T09:00:00Z"
        )
    }
}
