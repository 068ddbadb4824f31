/// Which of a project's event types or properties somebody wants to see.
package struct TaxonomyQuery: Sendable {
    package static let limitRange = 1...1_000
    package static let valueRange = 0...SummaryLimits.keptValues

    /// In which order.
    package enum Order: String, Sendable, CaseIterable {
        /// The most frequent first.
        case count
        /// By the UTF-8 of the name.
        case name
        /// Of event types, those first that happened last.
        case lastSeen = "last_seen"
    }

    /// Only what has this in its name, in whatever case; nil for all.
    ///
    /// What begins with it comes first.
    package var search: String?

    /// Only properties of this event type; nil for those of all.
    package var eventType: String?
    package var order = Order.count

    /// How many at the most.
    package var limit = 100

    /// How many of a property's values at the most.
    package var values = 10

    package init() {}

    /// Picks what is asked for.
    ///
    /// - Returns: At most ``limit`` of the entries, in order, and how many there would be.
    func pick<Payload>(
        _ entries: [FrequentItems<Payload>.Entry],
        by isBefore: (FrequentItems<Payload>.Entry, FrequentItems<Payload>.Entry) -> Bool
    ) -> (entries: [FrequentItems<Payload>.Entry], all: Int) {
        guard let wanted = search?.lowercased(), !wanted.isEmpty else {
            return (Array(entries.sorted(by: isBefore).prefix(limit)), entries.count)
        }
        var beginning: [FrequentItems<Payload>.Entry] = []
        var containing: [FrequentItems<Payload>.Entry] = []
        for entry in entries {
            let name = String(decoding: entry.key, as: UTF8.self).lowercased()
            if name.hasPrefix(wanted) {
                beginning.append(entry)
            } else if name.contains(wanted) {
                containing.append(entry)
            }
        }
        let found = beginning.sorted(by: isBefore) + containing.sorted(by: isBefore)
        return (Array(found.prefix(limit)), found.count)
    }
}
