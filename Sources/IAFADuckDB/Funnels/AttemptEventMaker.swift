internal import IAFACore
internal import IAFAEngine

/// Tells of an event all that the options of a question ask of it.
struct AttemptEventMaker: Sendable {
    /// Whose properties have to be read.
    let readEventTypes: [String]

    /// The other types that matter; nil where all types do, even those that no step names.
    let otherEventTypes: [String]?

    /// Whether simultaneous events need an order: by it, one or the other gives a value or is left for another step.
    let needsOrder: Bool

    let isBySession: Bool

    private let steps: StepMatcher
    private let exclusions: StepMatcher
    private let held: [JSONPropertyLookup]
    private let broken: JSONPropertyLookup?
    private let values: BreakdownValues

    /// The steps whose events can give an attempt its value.
    private let valued: UInt32

    /// `values`: Gets the values of the property that is broken down by.
    init(_ query: FunnelQuery, values: BreakdownValues) {
        let options = query.definition.options
        self.values = values
        isBySession = options.unit == .sessions
        steps = StepMatcher(query.definition)
        exclusions = StepMatcher(
            options.exclusions.map { FunnelStep(eventTypes: $0.eventTypes, filters: $0.filters) }
        )
        held = options.heldProperties.map(JSONPropertyLookup.init)
        broken = query.breakdown.map { JSONPropertyLookup(name: $0.property) }
        valued =
            switch query.breakdown?.at {
            case nil: 0
            case .first where options.order != .unordered: 1
            case .step(let step) where options.order != .unordered: 1 << UInt32(step)
            default: .max
            }
        needsOrder =
            query.wantsAttempts || broken != nil || !held.isEmpty
            || query.definition.steps.contains(where: \.isOptional)
        let isRead = !held.isEmpty || broken != nil
        readEventTypes = (isRead ? steps.eventTypes : steps.filteredEventTypes) + exclusions.filteredEventTypes
        otherEventTypes = options.order == .strict ? nil : steps.eventTypes + exclusions.eventTypes
    }

    /// What an event is for; nil where it is for nothing.
    ///
    /// The key, the time and the order are still to be filled in.
    func event(
        type: UnsafeRawBufferPointer,
        properties: UnsafeRawBufferPointer,
        isStopped: () -> Bool
    ) -> AttemptEvent? {
        let satisfied = steps.steps(satisfiedByType: type, properties: properties, isStopped: isStopped)
        let excluded = exclusions.steps(satisfiedByType: type, properties: properties, isStopped: isStopped)
        guard satisfied != 0 || excluded != 0 || otherEventTypes == nil else { return nil }
        var event = AttemptEvent(key: 0, time: 0, steps: satisfied)
        event.exclusions = excluded
        if satisfied != 0 { for lookup in held { event.held = lookup.value(in: properties).key(seed: event.held) } }
        if let broken, satisfied & valued != 0 { event.value = values.number(of: broken.value(in: properties)) }
        return event
    }
}
