/// Tells which steps of a funnel an event satisfies, from its bytes, fast enough to ask of every event of a scan.
///
/// Safe to use from many threads at once.
package struct StepMatcher: Sendable {
    /// Every event type that some step names, each once, by their bytes ascending; no other event satisfies a step.
    package let eventTypes: [String]

    /// Those of ``eventTypes`` for which some step has filters; the properties of other events need not even be read.
    package let filteredEventTypes: [String]

    /// The event types that no step filters, and the steps that they satisfy.
    package var plainTypes: [(type: String, steps: UInt32)] {
        zip(eventTypes, rules).filter { $0.1.checks.isEmpty }.map { ($0.0, $0.1.steps) }
    }

    /// Whether any step has filters.
    package var needsProperties: Bool { !filteredEventTypes.isEmpty }

    private let rules: [Rule]
    /// The places of event types in `rules`.
    private let table: EventTypeTable

    /// What an event of one type must fulfil.
    private struct Rule: Sendable {
        /// The steps that name the type.
        var steps: UInt32
        var checks: [Check]
    }

    /// The filters on one property; each belongs to a step, given as its bit.
    private struct Check: Sendable {
        let lookup: JSONPropertyLookup
        var steps: UInt32
        var filters: [(step: UInt32, filter: PropertyFilter)]
    }

    /// Prepares the steps of a funnel.
    package init(_ definition: FunnelDefinition) { self.init(definition.steps) }

    /// Prepares up to 32 steps; of each only the event types and the filters matter.
    package init(_ steps: [FunnelStep]) {
        precondition(steps.count <= 32, "a step is a bit of 32")
        let types = Set(steps.flatMap { $0.eventTypes.map { Array($0.utf8) } })
        let sorted = types.sorted { $0.lexicographicallyPrecedes($1) }
        eventTypes = sorted.map { String(decoding: $0, as: UTF8.self) }
        rules = sorted.map { Self.rule(for: $0, in: steps) }
        filteredEventTypes = zip(eventTypes, rules).filter { !$0.1.checks.isEmpty }.map(\.0)
        table = EventTypeTable(sorted)
    }

    /// The steps that an event satisfies.
    ///
    /// Reads each property that a filter needs at most once, and none where the type settles the answer.
    /// - Parameters:
    ///   - eventType: The event's type in UTF-8.
    ///   - properties: The event's properties, a JSON object in UTF-8; may be empty where the type isn't filtered.
    ///   - isStopped: Whether nobody wants the answer any more; asked before each filter, as a pattern may take long.
    /// - Returns: Bit i stands for step i, counted from 0; 0 where nobody wants it.
    package func steps(
        satisfiedByType eventType: UnsafeRawBufferPointer,
        properties: UnsafeRawBufferPointer,
        isStopped: () -> Bool = { false }
    ) -> UInt32 {
        guard let index = table.place(of: eventType) else { return 0 }
        return rules.withUnsafeBufferPointer { rules in
            var satisfied = rules[index].steps
            for check in rules[index].checks where check.steps & satisfied != 0 {
                let value = check.lookup.value(in: properties)
                for (step, filter) in check.filters where satisfied & step != 0 {
                    if isStopped() { return 0 }
                    if !filter.accepts(value) { satisfied &= ~step }
                }
            }
            return satisfied
        }
    }

    private static func rule(for eventType: [UInt8], in steps: [FunnelStep]) -> Rule {
        var rule = Rule(steps: 0, checks: [])
        var checkOfProperty: [[UInt8]: Int] = [:]
        for (index, step) in steps.enumerated()
        where step.eventTypes.contains(where: { $0.utf8.elementsEqual(eventType) }) {
            let bit = UInt32(1) << UInt32(index)
            rule.steps |= bit
            for filter in step.filters {
                let property = Array(filter.property.utf8)
                let place = checkOfProperty[property] ?? rule.checks.count
                if place == rule.checks.count {
                    checkOfProperty[property] = place
                    rule.checks.append(Check(lookup: JSONPropertyLookup(name: filter.property), steps: 0, filters: []))
                }
                rule.checks[place].steps |= bit
                rule.checks[place].filters.append((bit, filter))
            }
        }
        return rule
    }
}
