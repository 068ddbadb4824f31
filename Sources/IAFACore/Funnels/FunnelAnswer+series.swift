extension FunnelAnswer {
    /// How the funnel changes over time.
    package struct Series: Encodable, Sendable {
        package let interval: String
        package let periods: [Period]

        init(_ series: FunnelSeries) {
            interval = series.interval.rawValue
            periods = series.points.map(Period.init)
        }
    }

    /// What began in one period.
    package struct Period: Encodable, Sendable {
        package let period: String
        package let startDate: CalendarDay
        /// Included.
        package let endDate: CalendarDay
        package let users: Int
        package let conversions: Int
        package let conversionRate: Double
        package let conversionInterval: Interval
        package let inProgress: Int
        package let immature: Bool

        init(_ point: FunnelSeries.Point) {
            period = point.period.name
            startDate = point.period.startDate
            endDate = point.period.endDate
            users = point.entrants
            conversions = point.conversions
            conversionRate = point.conversion.rate
            conversionInterval = Interval(point.conversion)
            inProgress = point.inProgress
            immature = point.isImmature
        }
    }
}
