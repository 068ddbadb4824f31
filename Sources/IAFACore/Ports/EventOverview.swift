/// What there is of a project's events: which types, which properties, which events themselves.
package protocol EventOverview: Sendable {
    /// Which event types and properties the events received so far have.
    ///
    /// Ends soon once the task is cancelled.
    ///
    /// - Throws: ``EventStoreError``.
    func taxonomy(of project: Identifier<Project>) async throws(EventStoreError) -> TaxonomySummary

    /// The newest events received so far that a query wants.
    ///
    /// Ends soon once the task is cancelled.
    ///
    /// - Throws: ``EventStoreError``.
    func newestEvents(_ query: EventQuery) async throws(EventStoreError) -> EventPage

    /// What changes whenever there is another event within some ranges of time, or one less.
    ///
    /// It may also change where there is none. In memory; never blocks.
    func version(of project: Identifier<Project>, in ranges: [Range<Timestamp>]) -> EventVersion
}

/// Tells two states of some days of a project apart.
package struct EventVersion: Sendable, Hashable {
    /// Files by what they hold, events in memory by their sequence numbers.
    package let text: String

    package init(text: String) { self.text = text }
}
