/// The length of the periods by which a question about change over time counts.
package enum FunnelInterval: String, Sendable, CaseIterable {
    case day
    /// From Monday to Sunday, as ISO 8601 has it.
    case week
    case month

    /// The periods that a range touches, in order, empty of events or not: at most one a day of the range.
    ///
    /// The first and the last reach no further than the range.
    package func periods(of dates: DateRange, in calendar: ZonedCalendar) -> [FunnelPeriod] {
        var periods: [FunnelPeriod] = []
        var first = dates.startDate
        while first <= dates.endDate {
            let last = min(lastDay(ofPeriodWith: first), dates.endDate)
            let next = last.advanced(by: 1)
            periods.append(
                FunnelPeriod(
                    name: name(ofPeriodWith: first),
                    startDate: first,
                    endDate: last,
                    instants: calendar.startOfDay(first)..<calendar.startOfDay(next)
                )
            )
            first = next
        }
        return periods
    }

    private func lastDay(ofPeriodWith day: CalendarDay) -> CalendarDay {
        switch self {
        case .day: day
        case .week: day.advanced(by: 7 - day.weekday)
        case .month: day.advanced(by: CivilDate.daysInMonth(day.month, year: day.year) - day.day)
        }
    }

    private func name(ofPeriodWith day: CalendarDay) -> String {
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        switch self {
        case .day: return day.description
        case .week:
            // A week is of the year that has its Thursday.
            let thursday = day.advanced(by: 4 - day.weekday)
            let newYear = thursday.advanced(by: 1 - thursday.dayOfYear)
            return "\(digits(thursday.year, 4))-W\(digits(newYear.distance(to: thursday) / 7 + 1, 2))"
        case .month: return "\(digits(day.year, 4))-\(digits(day.month, 2))"
        }
    }
}

/// A day, a week or a month, as far as it lies in the range of a question.
package struct FunnelPeriod: Sendable, Equatable {
    /// `2026-05-17`, `2026-W20` or `2026-05`.
    package let name: String
    package let startDate: CalendarDay
    /// Included.
    package let endDate: CalendarDay
    package let instants: Range<Timestamp>
}

extension CalendarDay {
    /// 1…366.
    fileprivate var dayOfYear: Int {
        guard let newYear = CalendarDay(year: year, month: 1, day: 1) else { return 1 }
        return newYear.distance(to: self) + 1
    }
}
