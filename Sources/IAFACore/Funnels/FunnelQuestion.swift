/// A funnel asked of a project's days: makes the query, and the answer of its result.
package struct FunnelQuestion: Sendable {
    package var query: FunnelQuery
    package let dates: DateRange
    package let timeZone: String

    /// Asks by dates in the project's time zone.
    ///
    /// - `start`: `YYYY-MM-DD`; nil for a default that follows from the end.
    /// - `end`: `YYYY-MM-DD`, included; nil for today.
    /// - Throws: ``ValidationFailure``.
    package init(
        _ definition: FunnelDefinition,
        of project: Project,
        start: String?,
        end: String?,
        now: Timestamp
    ) throws(ValidationFailure) {
        let calendar = Self.calendar(of: project)
        let dates = try DateRange(start: start, end: end, today: calendar.today(now: now))
        self.init(definition, of: project, dates: dates, now: now)
    }

    /// Asks by days.
    package init(_ definition: FunnelDefinition, of project: Project, dates: DateRange, now: Timestamp) {
        let calendar = Self.calendar(of: project)
        self.dates = dates
        timeZone = project.timeZone
        query = FunnelQuery(
            project: project.id,
            definition: definition,
            range: dates.instants(in: calendar),
            now: now
        )
    }

    /// The result with everything that a reader needs to understand it.
    package func answer(_ result: FunnelResult, funnel: Identifier<SavedFunnel>? = nil) -> FunnelAnswer {
        FunnelAnswer(funnelID: funnel, query: query, dates: dates, timeZone: timeZone, result: result)
    }

    private static func calendar(of project: Project) -> ZonedCalendar {
        // A zone is checked before it is stored; one that a later system doesn't know counts as UTC.
        ZonedCalendar(identifier: project.timeZone) ?? .utc
    }
}
