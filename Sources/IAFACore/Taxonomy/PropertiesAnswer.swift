/// The properties of a project's events in the form in which HTTP gives them.
package struct PropertiesAnswer: Encodable, Sendable {
    package let projectId: String

    /// The event type that was asked for; nil for all.
    package let eventType: String?

    /// Events that were looked at: of the event type, or all.
    package let events: Int
    package let properties: [Property]

    /// Whether more match than are listed.
    package let hasMore: Bool

    /// Whether every property of every event is counted here.
    package let isComplete: Bool

    package init(_ summary: TaxonomySummary, of project: Identifier<Project>, _ query: TaxonomyQuery) {
        projectId = project.text
        eventType = query.eventType
        let list: FrequentItems<PropertySummary>
        if let wanted = query.eventType {
            let bytes = Array(wanted.utf8)
            let type = summary.types.entries.first { $0.key == bytes }
            list = type?.payload.properties ?? TaxonomySummary.emptyProperties
            events = type?.count ?? 0
            let hasAll = type?.payload.hasAllProperties ?? summary.types.isExact
            isComplete = hasAll && list.isExact && type?.error ?? 0 == 0 && summary.cutEvents == 0
        } else {
            list = summary.allProperties
            events = summary.events
            isComplete = list.isExact && summary.cutEvents == 0
        }
        typealias Entry = FrequentItems<PropertySummary>.Entry
        let (entries, all) = query.pick(list.entries) { (left: Entry, right: Entry) in
            query.order == .name
                ? left.key.lexicographicallyPrecedes(right.key) : FrequentItems<PropertySummary>.isBefore(left, right)
        }
        properties = entries.map { Property($0, values: query.values) }
        hasMore = all > entries.count
    }

    /// What is known of a property.
    package struct Property: Encodable, Sendable {
        package let name: String

        /// Events that have it.
        package let count: Int

        /// How many more there may be.
        package let countError: Int

        /// Events by the kind of the value; kinds that don't occur are left out.
        package let types: [String: Int]

        /// Texts, numbers and booleans.
        package let distinctValues: DistinctCount
        package let topValues: [Value]

        /// Events whose text, number or boolean is none of ``topValues``.
        package let otherValues: Int

        /// Of the numbers.
        package let minimum: Double?
        package let maximum: Double?

        init(_ entry: FrequentItems<PropertySummary>.Entry, values limit: Int) {
            let summary = entry.payload
            name = String(decoding: entry.key, as: UTF8.self)
            count = entry.count
            countError = entry.error
            let kinds = PropertySummary.Kind.allCases.map { ("\($0)", summary.kinds[$0.rawValue]) }
            types = Dictionary(uniqueKeysWithValues: kinds.filter { $0.1 > 0 })
            distinctValues = DistinctCount(summary.distinct)
            let values = summary.values.entries.sorted(by: FrequentItems<Void>.isBefore).prefix(limit)
            topValues = values.map(Value.init)
            otherValues = summary.scalars - values.reduce(0) { $0 + $1.count }
            minimum = summary.numbers?.lowerBound
            maximum = summary.numbers?.upperBound
        }
    }

    /// A value and how often it occurs.
    package struct Value: Encodable, Sendable {
        package let value: PropertyFilter.Scalar?
        package let count: Int

        /// How many more there may be.
        package let countError: Int

        init(_ entry: FrequentItems<Void>.Entry) {
            value = PropertyValueKey.value(of: entry.key)
            count = entry.count
            countError = entry.error
        }
    }
}
