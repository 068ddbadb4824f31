/// What is known of an event type.
package struct EventTypeSummary: Sendable {
    /// When its first and its last event happened, as far as it was not forgotten in between.
    package internal(set) var first: Timestamp
    package internal(set) var last: Timestamp

    /// Who did it.
    package internal(set) var persons = DistinctSketch()

    /// By name; nil where there was no room for a list of its own.
    package internal(set) var properties: FrequentItems<PropertySummary>?

    /// Whether `properties` are of all of its events.
    package internal(set) var hasAllProperties: Bool

    init(at time: Timestamp, properties: FrequentItems<PropertySummary>?) {
        first = time
        last = time
        self.properties = properties
        hasAllProperties = properties != nil
    }

    /// Counts in when it happened, and who did it.
    mutating func note(_ time: Timestamp, _ person: UInt64) {
        first = min(first, time)
        last = max(last, time)
        persons.insert(person)
    }

    /// Adds another one's times and persons.
    mutating func mergeTimes(_ other: EventTypeSummary) {
        first = min(first, other.first)
        last = max(last, other.last)
        persons.merge(other.persons)
    }

    /// About how many bytes of memory it takes.
    var memoryBytes: Int {
        200 + persons.hashes.count * 8 + (properties?.entries ?? []).reduce(0) { $0 + $1.payload.memoryBytes }
    }
}
