/// Which times an event may have.
package enum EventTime {
    /// What is wrong with the time of an event; nil where nothing is.
    ///
    /// `firstKeptDay`: The first day that retention keeps; nil where all days are kept.
    package static func fault(of time: Timestamp, now: Timestamp, firstKeptDay: CalendarDay?) -> ValidationIssue? {
        if time.microseconds > now.microseconds + EventLimits.future.wholeMicroseconds {
            return ValidationIssue(
                field: "timestamp",
                code: "timestamp_in_future",
                message: "\(time) is more than 24 hours ahead of the server's clock; check the device's clock"
            )
        }
        guard time.microseconds >= Timestamp.fourDigitYears.lowerBound else {
            // Only the correction of a clock that is off by millennia leads there.
            return ValidationIssue(
                field: "timestamp",
                code: "timestamp_too_old",
                message: "the time is before the year 0; check the device's clock"
            )
        }
        if let firstKeptDay, CalendarDay(time) < firstKeptDay {
            return ValidationIssue(
                field: "timestamp",
                code: "timestamp_too_old",
                message: "\(time) is before \(firstKeptDay), the first day that the project's retention keeps"
            )
        }
        return nil
    }

    /// As ``fault(of:now:firstKeptDay:)``, for an event that an app sent: it may be ``EventLimits/days`` old.
    package static func fault(ofSent time: Timestamp, now: Timestamp, firstKeptDay: CalendarDay?) -> ValidationIssue? {
        if let issue = fault(of: time, now: now, firstKeptDay: firstKeptDay) { return issue }
        guard CalendarDay(time) < CalendarDay(now).advanced(by: -EventLimits.days) else { return nil }
        return ValidationIssue(
            field: "timestamp",
            code: "timestamp_too_old",
            message: "\(time) is more than \(EventLimits.days) days ago; `iafa import` brings in what is older"
        )
    }
}
