internal import IAFACore
internal import IAFADuckDB
internal import Logging

extension Workspace {
    private var importMarker: ImportMarker { ImportMarker(dataDirectory: dataDirectory) }

    /// Lets events come into files past the journal: until all days are merged, a marker on disk says so.
    ///
    /// `body`: Brings them in and merges the days. What waits to be flushed must be in files before.
    /// - Throws: `DiskError`, and what `body` throws.
    func bringIn<Value>(_ body: () async throws -> Value) async throws -> Value {
        try importMarker.place()
        let value: Value
        do {
            value = try await body()
        } catch {
            // What came in stays, but must not count twice when it is imported again.
            if (try? await store.compact(thorough: true)) != nil { try? importMarker.remove() }
            throw error
        }
        try importMarker.remove()
        return value
    }

    /// Merges all days where an import was cut off.
    ///
    /// - Throws: `DiskError`, `EventStoreError`.
    func finishImport() async throws {
        guard importMarker.isThere else { return }
        logger.warning("an import was cut off; merging all days, so that no event counts twice when it comes again")
        try await store.flush()
        let summary = try await store.compact(thorough: true)
        try importMarker.remove()
        logger.info(
            "merged what an import left",
            metadata: ["days": "\(summary.days)", "repetitions": "\(summary.duplicates)"]
        )
    }
}
