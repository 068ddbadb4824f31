/// What a question asks for beyond a funnel's counts.
package struct FunnelDetails: Sendable, Hashable {
    package var breakdown: FunnelBreakdown?

    /// How many values get a row of their own, 1…100.
    package var breakdownLimit = FunnelBreakdownTable.defaultLimit
    package var interval: FunnelInterval?
    package var comparison: Comparison?

    /// Whether to tell what was read for the answer.
    package var wantsExplanation = false

    /// Whether it is about the attempts themselves.
    package var wantsAttempts = false

    package init() {}

    /// Whether counts alone do not answer it.
    package var needsAttempts: Bool { breakdown != nil || interval != nil || wantsAttempts }

    /// Which days a question's days are compared with.
    package enum Comparison: Sendable, Hashable {
        /// As many days, right before them.
        case previous
        /// Any others, of any number.
        case days(DateRange)

        /// The days.
        ///
        /// - Throws: ``ValidationFailure`` where there are none before.
        func dates(besides dates: DateRange) throws(ValidationFailure) -> DateRange {
            switch self {
            case .days(let others): return others
            case .previous:
                let count = dates.startDate.distance(to: dates.endDate) + 1
                let start = dates.startDate.advanced(by: -count)
                guard DateRange.days.contains(start) else {
                    throw ValidationFailure(
                        field: "compare",
                        code: "out_of_range",
                        message: "the \(count) days before \(dates.startDate) begin before \(DateRange.days.lowerBound)"
                    )
                }
                return try DateRange(from: start, to: dates.startDate.advanced(by: -1))
            }
        }
    }
}
