/// What those did who dropped out of a funnel after a step, until their window ended.
package struct FunnelNextEvents: Encodable, Sendable {
    package static let limitRange = 1...100
    package static let defaultLimit = 25

    /// Of how many at most it is looked at what they did.
    static let mostAttempts = 1_000_000

    package let funnelId: String?
    package let projectId: String
    package let dateRange: DateRange
    package let timezone: String

    /// The last step that they took, counted from 1.
    package let step: Int

    /// Those who dropped out after it.
    package let users: Int

    /// Those of them who were looked at: all, or of very many a part chosen by chance.
    package let usersExamined: Int

    /// The most frequent first.
    package let eventTypes: [EventType]

    /// Those of `usersExamined` who did nothing at all.
    package let nothing: Nothing

    /// Whether there were so many event types that some could not be told apart, and are missing.
    package let isCut: Bool

    /// Those who did something of one type.
    package struct EventType: Encodable, Sendable, Equatable {
        package let eventType: String
        package let users: Int
        /// Percent of `usersExamined`.
        package let share: Double
        package let events: Int
    }

    /// Those who did nothing.
    package struct Nothing: Encodable, Sendable, Equatable {
        package let users: Int
        /// Percent of `usersExamined`.
        package let share: Double
    }

    init(
        _ counts: EventTypeCounts,
        of question: FunnelQuestion,
        step: Int,
        limit: Int,
        funnel: Identifier<SavedFunnel>?
    ) {
        let examined = counts.windows.windows.count
        func share(_ part: Int) -> Double { examined == 0 ? 0 : 100 * Double(part) / Double(examined) }
        funnelId = funnel?.text
        projectId = question.query.project.text
        dateRange = question.dates
        timezone = question.timeZone
        self.step = step + 1
        users = counts.windows.total
        usersExamined = examined
        isCut = counts.isCut
        nothing = Nothing(users: counts.idleCount, share: share(counts.idleCount))
        let sorted = counts.counts.sorted { left, right in
            left.attempts != right.attempts
                ? left.attempts > right.attempts
                : left.eventType.utf8.lexicographicallyPrecedes(right.eventType.utf8)
        }
        eventTypes = sorted.prefix(limit).map {
            EventType(eventType: $0.eventType, users: $0.attempts, share: share($0.attempts), events: $0.events)
        }
    }

    /// From right after their last step to their window's end, of those who took a step and not the next one.
    static func windows(
        _ attempts: FunnelAttempts,
        of definition: FunnelDefinition,
        after step: Int
    ) -> [AttemptWindows.Window] {
        let isOrdered = definition.options.order != .unordered
        guard let next = isOrdered ? definition.requiredSteps.first(where: { $0 > step }) : step + 1 else { return [] }
        let selection = FunnelSelection(attempts, of: definition, FunnelPersonFilter(step: next, outcome: .dropped))
        return (0..<attempts.count).compactMap { row in
            guard selection.contains(row), let last = attempts.time(of: row, step: step) else { return nil }
            return AttemptWindows.Window(
                place: attempts.place(of: row),
                from: last + 1,
                to: attempts.starts[row] + definition.conversionWindow.wholeMicroseconds,
                isConverted: false
            )
        }
    }
}

extension FunnelQuestion {
    /// What those did who took a step, counted from 0, and not the next one.
    ///
    /// - Throws: ``EventStoreError``.
    package func nextEvents(
        after step: Int,
        limit: Int,
        from store: any EventStore,
        funnel: Identifier<SavedFunnel>? = nil
    ) async throws(EventStoreError) -> FunnelNextEvents {
        let (_, attempts) = try await store.funnelAttempts(query)
        let windows = AttemptWindows(
            FunnelNextEvents.windows(attempts, of: query.definition, after: step),
            limit: FunnelNextEvents.mostAttempts
        )
        let counts = try await eventTypes(in: windows, from: store)
        return FunnelNextEvents(counts, of: self, step: step, limit: limit, funnel: funnel)
    }

    /// The event types that occur in some windows.
    func eventTypes(
        in windows: AttemptWindows,
        from store: any EventStore
    ) async throws(EventStoreError) -> EventTypeCounts {
        let unit = query.definition.options.unit
        let counts = EventTypeCounts(windows, unit: unit)
        guard let range = windows.range else { return counts }
        var reading = EventReading(project: query.project, range: range)
        reading.wantsSessions = unit == .sessions
        return try await store.read(reading, into: counts) { counts, event throws(EventStoreError) in
            try counts.add(event)
        }
    }
}
