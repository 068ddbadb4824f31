/// A funnel asked of a project's events in a range of time.
package struct FunnelQuery: Sendable {
    package let project: Identifier<Project>
    package let definition: FunnelDefinition

    /// Every event of an attempt lies in it, or its first one does; see ``FunnelRangeRule``.
    package let range: Range<Timestamp>

    /// The moment of the question: attempts whose window is still open then are in progress.
    package let now: Timestamp

    /// The property by whose values the attempts are told apart; nil for none.
    package var breakdown: FunnelBreakdown?

    /// Whether the attempts themselves are asked for, and not only counts.
    package var wantsAttempts = false

    /// Whether to tell how the answer came about.
    package var wantsExplanation = false

    package init(
        project: Identifier<Project>,
        definition: FunnelDefinition,
        range: Range<Timestamp>,
        now: Timestamp
    ) {
        self.project = project
        self.definition = definition
        self.range = range
        self.now = now
    }

    /// Where the events lie that may belong to an attempt.
    package var visibleRange: Range<Timestamp> {
        guard definition.options.rangeRule == .entry, !range.isEmpty else { return range }
        return range.lowerBound..<range.upperBound + definition.conversionWindow
    }

    /// Whether attempts have to be followed one by one: a state per step tells no more than how far people get through
    /// the steps.
    package var needsAttempts: Bool { !definition.isPlain || wantsAttempts || breakdown != nil }
}
