/// Whole days in a project's time zone, both ends included.
package struct DateRange: Sendable, Hashable, Codable {
    /// The most days that a question may cover.
    package static let maximumDays = 1_100

    /// The days that a question may be about, 1970-01-01 to 9998-12-31: there is a time zone's day around each.
    package static let days = CalendarDay(daysSinceEpoch: 0)...CalendarDay(daysSinceEpoch: 2_932_531)

    /// The days of a question that names none: the last 30, today included.
    package static let defaultDays = 30

    package let startDate: CalendarDay
    package let endDate: CalendarDay

    /// Makes a range.
    ///
    /// - Throws: ``ValidationFailure`` where it ends before it starts, is longer than ``maximumDays`` or not within
    ///   ``days``.
    package init(from start: CalendarDay, to end: CalendarDay) throws(ValidationFailure) {
        let issues = [Self.issue("start_date", start), Self.issue("end_date", end)].compactMap(\.self)
        guard issues.isEmpty else { throw ValidationFailure(issues) }
        guard start <= end else {
            throw ValidationFailure(
                field: "end_date",
                code: "before_start",
                message: "end_date \(end) is before start_date \(start)"
            )
        }
        let days = start.distance(to: end) + 1
        guard days <= Self.maximumDays else {
            throw ValidationFailure(
                field: "start_date",
                code: "range_too_long",
                message: "a question may cover at most \(Self.maximumDays) days, not \(days)"
            )
        }
        startDate = start
        endDate = end
    }

    /// Reads `start_date` and `end_date` as they were sent; what is absent follows from the other, or from today.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(start: String?, end: String?, today: CalendarDay) throws(ValidationFailure) {
        var issues: [ValidationIssue] = []
        func day(_ text: String?, _ field: String) -> CalendarDay? {
            guard let text else { return nil }
            do {
                let day = try CalendarDay(text)
                if let issue = Self.issue(field, day) { issues.append(issue) }
                return day
            } catch {
                issues.append(ValidationIssue(field: field, code: "invalid_date", message: error.message))
                return nil
            }
        }
        let from = day(start, "start_date")
        let to = day(end, "end_date")
        guard issues.isEmpty else { throw ValidationFailure(issues) }
        let last = to ?? max(today, from ?? today)
        let first = max(last.advanced(by: 1 - Self.defaultDays), min(Self.days.lowerBound, last))
        try self.init(from: from ?? first, to: last)
    }

    private static func issue(_ field: String, _ day: CalendarDay) -> ValidationIssue? {
        if days.contains(day) { return nil }
        let message = "must be \(days.lowerBound) to \(days.upperBound), not \(day)"
        return ValidationIssue(field: field, code: "out_of_range", message: message)
    }

    /// The instants that belong to the days.
    package func instants(in calendar: ZonedCalendar) -> Range<Timestamp> {
        calendar.startOfDay(startDate)..<calendar.startOfDay(endDate.advanced(by: 1))
    }
}
