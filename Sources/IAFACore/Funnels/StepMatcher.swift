/// Tells which steps of a funnel an event satisfies, from its bytes, fast enough to ask of every event of a scan.
///
/// Safe to use from many threads at once.
package struct StepMatcher: Sendable {
    /// Every event type that some step names, each once, by their bytes ascending; no other event satisfies a step.
    package let eventTypes: [String]

    /// Those of ``eventTypes`` for which some step has filters; the properties of other events need not even be read.
    package let filteredEventTypes: [String]

    /// Whether any step has filters.
    package var needsProperties: Bool { !filteredEventTypes.isEmpty }

    private let rules: [Rule]
    /// Open addressing by the hash of an event type: a place in `rules` plus one or, where it is free, 0.
    ///
    /// Its size is a power of two, and it is at most half full.
    private let table: [UInt16]

    /// What an event of one type must fulfil.
    private struct Rule: Sendable {
        let eventType: [UInt8]
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

        var size = 2
        while size < 2 * sorted.count { size *= 2 }
        var table = [UInt16](repeating: 0, count: size)
        for (index, type) in sorted.enumerated() {
            var place = type.withUnsafeBytes { Self.place(of: $0, in: size) }
            while table[place] != 0 { place = (place + 1) & (size - 1) }
            table[place] = UInt16(index + 1)
        }
        self.table = table
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
        guard let index = ruleIndex(of: eventType) else { return 0 }
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

    private func ruleIndex(of eventType: UnsafeRawBufferPointer) -> Int? {
        var place = Self.place(of: eventType, in: table.count)
        while table[place] != 0 {
            let index = Int(table[place]) - 1
            let isSame = rules[index].eventType.withUnsafeBytes { JSONBytes.equal($0, eventType) }
            if isSame { return index }
            place = (place &+ 1) & (table.count &- 1)
        }
        return nil
    }

    private static func place(of eventType: UnsafeRawBufferPointer, in size: Int) -> Int {
        Int(truncatingIfNeeded: PersonKey.hash(eventType, seed: 0)) & (size &- 1)
    }

    private static func rule(for eventType: [UInt8], in steps: [FunnelStep]) -> Rule {
        var rule = Rule(eventType: eventType, steps: 0, checks: [])
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
