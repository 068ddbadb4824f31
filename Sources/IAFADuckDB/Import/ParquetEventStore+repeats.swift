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
            let connection = try self.connect()
            let affected = try Self.filesWithRepeats(files, new, connection)
            guard !affected.isEmpty else { return summary }
            let compactor = DayCompactor(
                folder: self.folder,
                connection: connection,
                compression: self.options.compression
            )
            for day in days where day.files.contains(where: { affected.contains($0.readPath) }) {
                let output = try compactor.merge(day.files, asDay: true, rows: RepeatSQL.kept)
                self.replace(day.files, with: output)
                summary.days += 1
                summary.mergedFiles += day.files.count
                summary.events += output.footer.events
                summary.duplicates += day.events - output.footer.events
            }
            return summary
        }
    }

    /// The paths of the files that hold a repetition.
    private static func filesWithRepeats(
        _ files: [EventFile],
        _ new: [EventFile],
        _ connection: Connection
    ) throws(EventStoreError) -> Set<String> {
        do throws(DuckDBError) {
            let find = try connection.prepare(RepeatSQL.find)
            try find.bind([.paths(files.map(\.readPath)), .paths(new.map(\.readPath))])
            try find.execute()
            let affected = try connection.prepare(RepeatSQL.affected)
            try affected.bind([.paths(files.map(\.readPath))])
            let result = try affected.execute()
            var paths: Set<String> = []
            while let chunk = try result.nextChunk() {
                let names = chunk.column(0).strings
                for row in 0..<chunk.rowCount {
                    if let name = names.string(at: row) { paths.insert(name) }
                }
            }
            return paths
        } catch {
            throw .unreadable(message: "can't look for ids that stand on several days: \(error.message)")
        }
    }
}
