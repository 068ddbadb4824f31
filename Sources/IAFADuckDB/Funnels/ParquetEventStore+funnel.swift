internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    package func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult {
        try await ask(of: query.project) { stop throws(EventStoreError) in
            if query.needsAttempts { return FunnelStatistics.result(of: try self.attempts(query, stop).tally) }
            let days = try self.days(of: query.project, in: query.range)
            let scan = FunnelScan(query: query, days: days, database: self.database, cores: self.cores, stop: stop)
            let tally: FunnelTally
            do throws(DuckDBError) {
                tally = try scan.run()
            } catch {
                try stop.check()
                throw error.kind == .outOfMemory
                    ? .tooLarge(message: "the question needs more memory than the engine may use; ask for fewer days")
                    : .unreadable(message: "can't read the project's events: \(error.message)")
            }
            // A scan that is stopped may also end as if there were nothing more to read.
            try stop.check()
            return FunnelStatistics.result(of: tally)
        }
    }
}
