import Testing

@testable import IAFACore

@Suite struct FunnelSeriesTests {
    /// Counts again, an attempt and a period at a time, by the calendar's day of each.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `each attempt counts in the period of its first event`(batch: UInt64) throws {
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = try RandomAttempts(seed: seed)
            let (attempts, query) = (random.attempts, random.query)
            for interval in FunnelInterval.allCases {
                let periods = interval.periods(of: random.dates, in: random.zone)
                let series = FunnelSeries(attempts, of: query, by: interval, periods: periods)
                let rows = (0..<attempts.count).filter { attempts.endings[$0] != .excluded }
                for point in series.points {
                    let here = rows.filter {
                        let day = random.zone.day(of: Timestamp(microseconds: attempts.starts[$0]))
                        return day >= point.period.startDate && day <= point.period.endDate
                    }
                    let converted = here.filter { attempts.endings[$0] == .converted }.count
                    #expect(point.entrants == here.count, "seed \(seed) \(interval) \(point.period.name)")
                    #expect(point.conversions == converted, "seed \(seed)")
                    #expect(point.inProgress == here.count { attempts.endings[$0] == .inProgress }, "seed \(seed)")
                    #expect(point.conversion == FunnelStatistics.interval(converted, of: here.count))
                    if point.inProgress > 0 { #expect(point.isImmature, "seed \(seed)") }
                }
                #expect(series.points.reduce(0) { $0 + $1.entrants } == rows.count, "seed \(seed) \(interval)")
            }
        }
    }

    @Test(arguments: [
        (FunnelInterval.day, "2026-02-27", "2026-03-01", ["2026-02-27", "2026-02-28", "2026-03-01"]),
        (.week, "2026-05-16", "2026-05-18", ["2026-W20", "2026-W21"]),
        // The first of January of 2021 lies in the last week of 2020, the last days of 2025 in the first of 2026.
        (.week, "2020-12-31", "2021-01-04", ["2020-W53", "2021-W01"]),
        (.week, "2025-12-28", "2026-01-04", ["2025-W52", "2026-W01"]),
        (.month, "2026-01-31", "2026-03-01", ["2026-01", "2026-02", "2026-03"]),
        (.month, "1970-01-01", "1970-01-01", ["1970-01"]),
    ])
    func `periods are named by the calendar`(by interval: FunnelInterval, from: String, to: String, names: [String])
        throws
    {
        let dates = try DateRange(from: CalendarDay(from), to: CalendarDay(to))
        let periods = interval.periods(of: dates, in: .utc)
        #expect(periods.map(\.name) == names)
        #expect(periods.first?.startDate == dates.startDate && periods.last?.endDate == dates.endDate)
        #expect(zip(periods, periods.dropFirst()).allSatisfy { $0.instants.upperBound == $1.instants.lowerBound })
    }

    /// 23 hours, then 25, and a day that there was not.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29", 23.0), ("Europe/Berlin", "2026-10-25", 25.0), ("UTC", "2026-03-29", 24.0),
        ("Pacific/Apia", "2011-12-30", 0.0),
    ])
    func `a day is as long as its zone says`(zone: String, day: String, hours: Double) throws {
        let day = try CalendarDay(day)
        let dates = try DateRange(from: day.advanced(by: -1), to: day.advanced(by: 1))
        let zone = try #require(ZonedCalendar(identifier: zone))
        let instants = FunnelInterval.day.periods(of: dates, in: zone)[1].instants
        #expect((instants.upperBound - instants.lowerBound).inSeconds == hours * 3_600)
    }

    /// An attempt that begins in a period's last µs may convert until exactly a window later.
    @Test(arguments: [(-1, true), (0, true), (1, false)])
    func `a period is final once nobody of it can convert`(microseconds: Int64, isImmature: Bool) throws {
        let day = try CalendarDay("2026-05-17")
        let dates = try DateRange(from: day, to: day)
        let definition = FunnelFixture.funnel("a b", window: .seconds(3_600))
        let last = day.advanced(by: 1).start + .microseconds(-1) + .seconds(3_600)
        let query = FunnelQuery(
            project: .random(),
            definition: definition,
            range: dates.instants(in: .utc),
            now: last + .microseconds(microseconds)
        )
        let series = FunnelSeries(
            FunnelAttempts(stepCount: 2),
            of: query,
            by: .day,
            periods: FunnelInterval.day.periods(of: dates, in: .utc)
        )
        #expect(series.points.map(\.isImmature) == [isImmature])
        #expect(series.points.map(\.entrants) == [0])
    }

    @Test func `the longest range has a period a day`() throws {
        let start = try CalendarDay("2023-05-13")
        let dates = try DateRange(from: start, to: start.advanced(by: DateRange.maximumDays - 1))
        #expect(FunnelInterval.day.periods(of: dates, in: .utc).count == DateRange.maximumDays)
        #expect(FunnelInterval.month.periods(of: dates, in: .utc).count == 37)
    }
}
