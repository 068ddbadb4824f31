package import IAFACore

extension ParquetEventStore {
    package func funnelAttempts(
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        var query = query
        query.wantsAttempts = true
        let asked = query
        return try await ask(of: query.project) { stop throws(EventStoreError) in
            try self.count(try self.attemptScan(asked, stop), stop)
        }
    }

    /// What answers a question with any options.
    ///
    /// - Throws: ``EventStoreError``.
    func attemptScan(_ query: FunnelQuery, _ stop: StopSignal) throws(EventStoreError) -> AttemptScan {
        AttemptScan(
            query: query,
            days: try days(of: query.project, in: query.visibleRange),
            database: database,
            cores: cores,
            // Half of what the engine may use; in bytes.
            memory: options.engineMemory << 19,
            stop: stop
        )
    }

    /// Answers a question with any options.
    ///
    /// Blocks.
    ///
    /// - Throws: ``EventStoreError``.
    func count(
        _ scan: AttemptScan,
        _ stop: StopSignal
    ) throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        let counted: (tally: FunnelTally, attempts: FunnelAttempts)
        do throws(EventStoreError) {
            counted = try scan.run()
        } catch {
            try stop.check()
            throw error
        }
        // A scan that is stopped may also end as if there were nothing more to read.
        try stop.check()
        return counted
    }
}
