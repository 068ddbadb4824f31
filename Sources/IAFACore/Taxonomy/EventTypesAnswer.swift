/// A project's event types in the form in which HTTP gives them.
package struct EventTypesAnswer: Encodable, Sendable {
    package let projectId: String

    /// All events of the project.
    package let events: Int
    package let distinctEventTypes: DistinctCount
    package let eventTypes: [EventType]

    /// Whether more match than are listed.
    package let hasMore: Bool

    /// Whether the project has no event type that is known here neither by name nor by count.
    package let isComplete: Bool

    package init(_ summary: TaxonomySummary, of project: Identifier<Project>, _ query: TaxonomyQuery) {
        typealias Entry = FrequentItems<EventTypeSummary>.Entry
        let (entries, all) = query.pick(summary.types.entries) { (left: Entry, right: Entry) in
            switch query.order {
            case .count: FrequentItems<EventTypeSummary>.isBefore(left, right)
            case .name: left.key.lexicographicallyPrecedes(right.key)
            case .lastSeen:
                left.payload.last == right.payload.last
                    ? left.key.lexicographicallyPrecedes(right.key) : left.payload.last > right.payload.last
            }
        }
        projectId = project.text
        events = summary.events
        distinctEventTypes = DistinctCount(summary.distinctTypes)
        eventTypes = entries.map(EventType.init)
        hasMore = all > entries.count
        isComplete = summary.types.isExact
    }

    /// What is known of an event type.
    package struct EventType: Encodable, Sendable {
        package let name: String
        package let count: Int

        /// How many more there may be.
        package let countError: Int
        package let persons: DistinctCount
        package let firstSeen: Timestamp
        package let lastSeen: Timestamp

        init(_ entry: FrequentItems<EventTypeSummary>.Entry) {
            name = String(decoding: entry.key, as: UTF8.self)
            count = entry.count
            countError = entry.error
            persons = DistinctCount(entry.payload.persons)
            firstSeen = entry.payload.first
            lastSeen = entry.payload.last
        }
    }
}
