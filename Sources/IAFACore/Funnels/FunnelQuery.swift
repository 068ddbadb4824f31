/// A funnel asked of a project's events in a range of time.
package struct FunnelQuery: Sendable {
    package let project: Identifier<Project>
    package let definition: FunnelDefinition

    /// Every event of an attempt lies in it.
    package let range: Range<Timestamp>

    /// The moment of the question: attempts whose window is still open then are in progress.
    package let now: Timestamp

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
}
