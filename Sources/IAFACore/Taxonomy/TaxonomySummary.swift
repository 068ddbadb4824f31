/// Which event types a set of events has, and which properties; bounded however many of either there are.
///
/// Summaries of two sets give the one of their union. Whatever had to be left out is told of: a count says how far it
/// may be off, a list whether it is complete.
package struct TaxonomySummary: Sendable {
    /// All events.
    package internal(set) var events = 0

    /// Events of which some properties were passed over.
    package internal(set) var cutEvents = 0

    /// By name.
    package internal(set) var types = FrequentItems<EventTypeSummary>(limit: SummaryLimits.types)

    /// How many event types there are.
    package internal(set) var distinctTypes = DistinctSketch()

    /// Properties of events whose type has no list of its own.
    package internal(set) var otherProperties = Self.emptyProperties

    /// Lists' entries, but for those of `otherProperties`.
    var propertyCount = 0

    package init() {}

    static var emptyProperties: FrequentItems<PropertySummary> {
        FrequentItems(limit: SummaryLimits.propertiesOfType)
    }

    /// Adds the events that another summary is of.
    package mutating func merge(_ other: TaxonomySummary) {
        events += other.events
        cutEvents += other.cutEvents
        distinctTypes.merge(other.distinctTypes)
        Self.merge(other.otherProperties, into: &otherProperties)
        // Taken out while they are changed, since what they can't hold goes into the rest.
        var types = self.types
        self.types = FrequentItems(limit: SummaryLimits.types)
        var dropped: [FrequentItems<EventTypeSummary>.Entry] = []
        var rest = otherProperties
        types.merge(other.types) { mine, theirs in
            mine.mergeTimes(theirs)
            mine.hasAllProperties = mine.hasAllProperties && theirs.hasAllProperties
            guard let added = theirs.properties else { return }
            guard var properties = mine.properties.take() else {
                Self.merge(added, into: &rest)
                return
            }
            Self.merge(added, into: &properties)
            mine.properties = properties
        } drop: {
            dropped.append($0)
        }
        otherProperties = rest
        self.types = types
        settle(dropped)
    }

    /// Gives up what is dropped, and whatever else there is no room for.
    private mutating func settle(_ dropped: [FrequentItems<EventTypeSummary>.Entry]) {
        for entry in dropped {
            if let properties = entry.payload.properties { Self.merge(properties, into: &otherProperties) }
        }
        propertyCount = types.entries.reduce(0) { $0 + ($1.payload.properties?.entries.count ?? 0) }
        guard propertyCount > SummaryLimits.properties else { return }
        let rarestFirst = types.entries.indices.sorted { types.entries[$0].count < types.entries[$1].count }
        for index in rarestFirst where propertyCount > SummaryLimits.properties {
            guard let properties = types.entries[index].payload.properties else { continue }
            propertyCount -= properties.entries.count
            types.entries[index].payload.properties = nil
            types.entries[index].payload.hasAllProperties = false
            Self.merge(properties, into: &otherProperties)
        }
    }

    /// Gives up what was dropped to make room for other event types.
    mutating func dropRarerTypes() { settle(types.dropRarer()) }

    /// The properties of all events.
    package var allProperties: FrequentItems<PropertySummary> {
        var all = otherProperties
        for type in types.entries {
            if let properties = type.payload.properties { Self.merge(properties, into: &all) }
        }
        return all
    }

    /// About how many bytes of memory it takes.
    package var memoryBytes: Int {
        types.entries.reduce(1_000) { $0 + $1.payload.memoryBytes + $1.key.count }
            + otherProperties.entries.reduce(0) { $0 + $1.payload.memoryBytes }
    }

    /// Adds properties to others.
    static func merge(
        _ other: FrequentItems<PropertySummary>,
        into properties: inout FrequentItems<PropertySummary>
    ) {
        properties.merge(other) { $0.merge($1) }
    }
}
