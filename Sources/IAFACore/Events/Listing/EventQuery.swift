/// Which events of a project somebody wants to see, the newest first.
package struct EventQuery: Sendable {
    package static let limitRange = 1...200

    /// The most filters.
    package static let maximumFilters = 20

    package let project: Identifier<Project>

    /// When they happened.
    package var range = Timestamp.distantPast..<Timestamp.distantFuture

    /// Only events of this type; nil for all.
    package var eventType: String?

    /// Only events of the person whom this id names; nil for all.
    package var person: String?

    /// Only events that satisfy all of these.
    package var filters: [PropertyFilter] = [] {
        didSet { lookups = filters.map { JSONPropertyLookup(name: $0.property) } }
    }

    /// What finds the property of each filter.
    private var lookups: [JSONPropertyLookup] = []

    /// Only events before this place; nil for the newest.
    package var before: EventPosition?

    /// How many at the most.
    package var limit = 50

    package init(project: Identifier<Project>) { self.project = project }

    /// Whether the query wants an event in memory.
    package func wants(_ event: Event) -> Bool {
        guard range.contains(event.timestamp), before.map({ EventPosition(event) < $0 }) ?? true,
            eventType.map({ $0.utf8.elementsEqual(event.type.utf8) }) ?? true,
            person.map({ $0.utf8.elementsEqual(event.person.utf8) }) ?? true
        else { return false }
        guard !filters.isEmpty else { return true }
        var properties = event.properties
        return properties.withUTF8 { accepts(properties: UnsafeRawBufferPointer($0)) }
    }

    /// Whether properties, the text of a JSON object, satisfy the filters.
    package func accepts(properties: UnsafeRawBufferPointer) -> Bool {
        zip(filters, lookups).allSatisfy { $0.accepts($1.value(in: properties)) }
    }
}
