internal import DuckDB
internal import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Leaves out events whose id stands on another day too, where it was received first.
    ///
    /// - `project`: Whose events.
    /// - `sequence`: Only ids of events beyond it are looked at.
    /// - Throws: ``EventStoreError``.
    func mergeRepeats(
        of project: Identifier<Project>,
        beyond sequence: UInt64
    ) async throws(EventStoreError) -> CompactionSummary {
        try await compactionLane.run { () throws(EventStoreError) in
            let days = self.state.withLock { $0.catalog.projects[project] ?? [:] }.values.filter(\.damaged.isEmpty)
            let files = days.flatMap(\.files)
            let new = files.filter { $0.footer.last > sequence }
            var summary = CompactionSummary()
            guard days.count > 1, !new.isEmpty else { return summary }
            let omitted = try self.repeats(in: files, new)
            guard !omitted.isEmpty else { return summary }
            let compactor = self.compactor()
            for day in days where day.files.contains(where: { omitted[ObjectIdentifier($0)] != nil }) {
                let output = try self.merge(day.files, asDay: true, omitting: omitted, compactor)
                summary.days += 1
                summary.mergedFiles += day.files.count
                summary.events += output.footer.events
                summary.duplicates += day.events - output.footer.events
            }
            return summary
        }
    }

    /// The rows of files whose id was received first on another day.
    private func repeats(
        in files: [EventFile],
        _ new: [EventFile]
    ) throws(EventStoreError) -> [ObjectIdentifier: RowSet] {
        do throws(DuckDBError) {
            let finder = RepeatedEvents(connection: try writing.connect(), engineMemory: options.engineMemory)
            return try finder.rows(of: files, onOtherDaysThan: new)
        } catch {
            throw .unreadable(message: "can't look for ids that stand on several days: \(error)")
        }
    }
}
