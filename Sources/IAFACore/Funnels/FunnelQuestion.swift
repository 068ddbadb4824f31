/// A funnel asked of a project's days: makes the query, and the answer of its result.
package struct FunnelQuestion: Sendable {
    package let query: FunnelQuery
    package let dates: DateRange
    package let timeZone: String
    package let details: FunnelDetails

    /// The days that they are compared with; nil where they aren't.
    package let otherDates: DateRange?
    private let project: Project

    /// Asks by dates in the project's time zone.
    ///
    /// - `start`: `YYYY-MM-DD`; nil for a default that follows from the end.
    /// - `end`: `YYYY-MM-DD`, included; nil for today.
    /// - `details`: What is asked beyond the counts.
    /// - Throws: ``ValidationFailure``.
    package init(
        _ definition: FunnelDefinition,
        of project: Project,
        start: String?,
        end: String?,
        details: FunnelDetails = FunnelDetails(),
        now: Timestamp
    ) throws(ValidationFailure) {
        let calendar = Self.calendar(of: project)
        let dates = try DateRange(start: start, end: end, today: calendar.today(now: now))
        try self.init(definition, of: project, dates: dates, details: details, now: now)
    }

    /// Asks by days.
    ///
    /// - Throws: ``ValidationFailure`` where the days to compare with are none that a question may be about.
    package init(
        _ definition: FunnelDefinition,
        of project: Project,
        dates: DateRange,
        details: FunnelDetails = FunnelDetails(),
        now: Timestamp
    ) throws(ValidationFailure) {
        self.dates = dates
        self.project = project
        self.details = details
        timeZone = project.timeZone
        otherDates = try details.comparison?.dates(besides: dates)
        var query = FunnelQuery(
            project: project.id,
            definition: definition,
            range: dates.instants(in: Self.calendar(of: project)),
            now: now
        )
        query.breakdown = details.breakdown
        query.wantsAttempts = details.needsAttempts
        self.query = query
    }

    /// Asks a store, of the other days, too, where the question compares.
    ///
    /// - Throws: ``EventStoreError``.
    package func answer(
        from store: any EventStore,
        funnel: Identifier<SavedFunnel>? = nil
    ) async throws(EventStoreError) -> FunnelAnswer {
        let (result, attempts) = try await ask(store, query)
        var answer = FunnelAnswer(funnelID: funnel, query: query, dates: dates, timeZone: timeZone, result: result)
        if let breakdown = details.breakdown, let attempts {
            let table = FunnelBreakdownTable(attempts, of: query.definition, limit: details.breakdownLimit)
            answer.breakdown = FunnelAnswer.Breakdown(breakdown, table, details, query.definition)
        }
        if let interval = details.interval, let attempts {
            let periods = interval.periods(of: dates, in: Self.calendar(of: project))
            answer.series = FunnelAnswer.Series(FunnelSeries(attempts, of: query, by: interval, periods: periods))
        }
        if let otherDates {
            let other = FunnelQuery(
                project: query.project,
                definition: query.definition,
                range: otherDates.instants(in: Self.calendar(of: project)),
                now: query.now
            )
            let comparison = FunnelComparison(result, with: try await store.funnel(other))
            answer.comparison = FunnelAnswer.Comparison(comparison, dates: otherDates, query.definition)
        }
        return answer
    }

    private func ask(
        _ store: any EventStore,
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (FunnelResult, FunnelAttempts?) {
        guard details.needsAttempts else { return (try await store.funnel(query), nil) }
        let (tally, attempts) = try await store.funnelAttempts(query)
        return (FunnelStatistics.result(of: tally), attempts)
    }

    static func calendar(of project: Project) -> ZonedCalendar {
        // A zone is checked before it is stored; one that a later system doesn't know counts as UTC.
        ZonedCalendar(identifier: project.timeZone) ?? .utc
    }
}
