internal import Hummingbird
internal import IAFACore

/// Reads which events somebody wants to see.
enum EventListReader {
    /// - Throws: ``ValidationFailure``.
    static func query(_ request: Request, of project: Project) throws -> EventQuery {
        let values = try QueryParameters(
            request,
            known: ["event_type", "person", "start_date", "end_date", "filters", "cursor", "limit"]
        )
        var query = EventQuery(project: project.id)
        query.eventType = try values.text("event_type", length: EventLimits.typeLength)
        query.person = try values.text("person", length: EventLimits.idLength)
        query.range = try range(values, ZonedCalendar(identifier: project.timeZone) ?? .utc)
        query.filters = try filters(values)
        if let cursor = values["cursor"] {
            guard let position = EventPosition(cursor: cursor) else {
                throw ValidationFailure(
                    field: "cursor",
                    code: "invalid_cursor",
                    message: "must be the next_cursor of an answer"
                )
            }
            query.before = position
        }
        query.limit = try values.integer("limit", in: EventQuery.limitRange, default: query.limit)
        return query
    }

    private static func range(
        _ values: QueryParameters,
        _ calendar: ZonedCalendar
    ) throws(ValidationFailure) -> Range<Timestamp> {
        let first = try day(values, "start_date")
        let last = try day(values, "end_date")
        if let first, let last, last < first {
            throw ValidationFailure(field: "end_date", code: "before_start", message: "must not be before start_date")
        }
        let start = first.map(calendar.startOfDay) ?? .distantPast
        let end = last.map { calendar.startOfDay($0.advanced(by: 1)) } ?? .distantFuture
        return start..<end
    }

    private static func day(_ values: QueryParameters, _ name: String) throws(ValidationFailure) -> CalendarDay? {
        guard let text = values[name] else { return nil }
        do throws(TimestampError) {
            return try CalendarDay(text)
        } catch {
            throw ValidationFailure(field: name, code: "invalid_date", message: error.message)
        }
    }

    /// Filters as a funnel's stages have them.
    private static func filters(_ values: QueryParameters) throws(ValidationFailure) -> [PropertyFilter] {
        guard let text = values["filters"] else { return [] }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(text)
        } catch {
            throw ValidationFailure(field: "filters", code: "malformed_json", message: error.message)
        }
        let reader = FieldReader(.object([JSONMember(name: "filters", value: value)]))
        let objects = reader.objects("filters", count: 0...EventQuery.maximumFilters) ?? []
        let filters = objects.compactMap { FunnelReader.filter($0) }
        try reader.throwIfInvalid()
        return filters
    }
}
