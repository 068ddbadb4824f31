internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    package func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult {
        try await ask(of: query.project) { stop throws(EventStoreError) in
            let clock = ContinuousClock()
            let begin = clock.now
            if query.needsAttempts {
                let scan = try self.attemptScan(query, stop)
                let tally = try self.count(scan, stop).tally
                var result = scan.meter.measure(.statistics) { FunnelStatistics.result(of: tally) }
                if query.wantsExplanation {
                    result.explanation = FunnelExplanation(
                        .attempts,
                        threads: self.cores,
                        days: scan.days.map { PlannedDay($0) },
                        meter: scan.meter,
                        total: clock.now - begin
                    )
                }
                return result
            }
            let scan = FunnelScan(
                query: query,
                days: try self.days(of: query.project, in: query.range),
                stageIndex: self.stageIndex,
                database: self.database,
                eventLimit: self.options.heldEvents,
                cores: self.cores,
                stop: stop
            )
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
            var result = scan.meter.measure(.statistics) { FunnelStatistics.result(of: tally) }
            if query.wantsExplanation {
                result.explanation = FunnelExplanation(
                    scan.isSweep ? .sweep : .scan,
                    threads: self.cores,
                    days: scan.days,
                    meter: scan.meter,
                    total: clock.now - begin
                )
            }
            return result
        }
    }
}
