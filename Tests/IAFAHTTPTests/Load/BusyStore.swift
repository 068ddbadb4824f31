import IAFACore

/// A store with more questions than it answers.
struct BusyStore: EventStore {
    let base: any EventStore

    var unflushedCount: Int { base.unflushedCount }
    var unflushedByteCount: Int { base.unflushedByteCount }

    func receive(_ events: [SequencedEvent]) { base.receive(events) }

    func flush() async throws(EventStoreError) -> UInt64 { try await base.flush() }

    func compact(thorough: Bool) async throws(EventStoreError) -> CompactionSummary {
        try await base.compact(thorough: thorough)
    }

    func buildIndexes() async throws(EventStoreError) -> IndexSummary { try await base.buildIndexes() }

    func removeDays(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) async throws(EventStoreError) -> RemovalSummary {
        try await base.removeDays(of: project, before: day)
    }

    func removeAll(of project: Identifier<Project>) async throws(EventStoreError) {
        try await base.removeAll(of: project)
    }

    func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult { throw .busy }

    func funnelAttempts(
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        throw .busy
    }
}
