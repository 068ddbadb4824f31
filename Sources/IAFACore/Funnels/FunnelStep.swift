/// One step of a funnel: any of some event types, under filters that must all hold.
package struct FunnelStep: Sendable, Hashable {
    /// The most event types that a step may have.
    package static let maximumEventTypes = 20

    /// The most filters that a step may have.
    package static let maximumFilters = 20

    /// What people call the step; nil where its event types say it.
    package let name: String?
    package let eventTypes: [String]
    package let filters: [PropertyFilter]

    /// Whether attempts go on without it.
    package var isOptional = false

    /// How soon after the previous taken step at the latest; an event may be exactly so late.
    package var within: Duration?

    /// How long after the previous taken step at the earliest.
    package var after: Duration?

    /// Makes a step of 1…20 event types and at most 20 filters; validated by ``FunnelReader``.
    package init(name: String? = nil, eventTypes: [String], filters: [PropertyFilter] = []) {
        precondition(!eventTypes.isEmpty, "a step needs an event type")
        self.name = name
        self.eventTypes = eventTypes
        self.filters = filters
    }

    /// The step's name, or its event types where it has none.
    package var label: String { name ?? eventTypes.joined(separator: " or ") }
}
