internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    package func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult {
        let result = try await queryLane.runIfFree { () throws(EventStoreError) in
            let days = try self.days(of: query.project, in: query.range)
            let scan = FunnelScan(query: query, days: days, database: self.database, cores: self.cores)
            do throws(DuckDBError) {
                return FunnelStatistics.result(of: try scan.run())
            } catch {
                throw error.kind == .outOfMemory
                    ? .tooLarge(message: "the question needs more memory than the engine may use; ask for fewer days")
                    : .unreadable(message: "can't read the project's events: \(error.message)")
            }
        }
        guard let result else { throw .busy }
        return result
    }
}
