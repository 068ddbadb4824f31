/// How the steps of a funnel follow one another.
package enum FunnelOrder: String, Sendable, CaseIterable, Codable {
    /// Anything may happen in between.
    case ordered
    /// Nothing may happen in between.
    case strict
    /// The steps may be taken in any order.
    case unordered
}

/// Which of somebody's attempts counts.
package enum FunnelEntry: String, Sendable, CaseIterable, Codable {
    /// The one that first attains the furthest reach; of several that do at once, the one that began last.
    case best
    /// The first one.
    case first
}

/// What is counted.
package enum FunnelUnit: String, Sendable, CaseIterable, Codable {
    /// Persons.
    case users
    /// Sessions, each on its own; events without one count for nothing.
    case sessions
    /// Attempts that do not overlap, any number a person.
    case totals
}

/// Which events of an attempt lie in the range of a question.
package enum FunnelRangeRule: String, Sendable, CaseIterable, Codable {
    /// All.
    case events
    /// The first; the others may follow as long as the window lasts.
    case entry
}

/// What an excluded event takes out of the funnel.
package enum FunnelExclusionScope: String, Sendable, CaseIterable, Codable {
    /// The attempt in which it happened.
    case attempt
    /// Whoever had such an attempt.
    case person
}

/// Another product's meaning of a funnel, given by options.
package enum FunnelPreset: String, Sendable, CaseIterable, Codable {
    case posthog, mixpanel, amplitude, clickhouse
}

/// What a funnel means beyond its steps and its window.
package struct FunnelOptions: Sendable, Hashable {
    /// How many properties may be held constant.
    package static let maximumHeldProperties = 3

    /// How many exclusions a funnel may have.
    package static let maximumExclusions = 20

    /// How long before the event of a step that of the next may be.
    package static let tieWindowRange: ClosedRange<Duration> = .zero ... .seconds(5)

    package var order: FunnelOrder = .ordered
    package var entry: FunnelEntry = .best
    package var unit: FunnelUnit = .users
    package var rangeRule: FunnelRangeRule = .events

    /// How long before the event of a step that of the next may be, 0…5 s.
    package var tieWindow: Duration = .zero

    /// Properties whose values have to be those of the attempt's first event wherever it takes a step.
    package var heldProperties: [String] = []
    package var exclusions: [FunnelExclusion] = []
    package var exclusionScope: FunnelExclusionScope = .attempt

    /// The other product whose options these are, but for those that were changed since.
    package var preset: FunnelPreset?

    /// Whether an event may serve several consecutive steps, as in ClickHouse's windowFunnel.
    package var eventsServeSeveralSteps: Bool { preset == .clickhouse }

    package init() {}
}

/// Events that void an attempt when they happen between two of its steps.
package struct FunnelExclusion: Sendable, Hashable {
    package let eventTypes: [String]
    package let filters: [PropertyFilter]

    /// The steps between which it is in force, counted from 0; neither is optional.
    package let steps: ClosedRange<Int>

    /// Makes an exclusion of 1…20 event types between two different steps; validated by ``FunnelReader``.
    package init(eventTypes: [String], filters: [PropertyFilter] = [], steps: ClosedRange<Int>) {
        precondition(!eventTypes.isEmpty && steps.count > 1, "an exclusion needs events, and two steps")
        self.eventTypes = eventTypes
        self.filters = filters
        self.steps = steps
    }
}
