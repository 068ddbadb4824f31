internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// The store's numbers for whoever watches over the server.
    package func metrics() async -> [MetricFamily] {
        let (catalog, hot) = state.withLock { ($0.catalog, $0.hot.count + $0.flushing.count) }
        return [
            MetricFamily("iafa_buffer_events", .gauge, "Events in memory that no event file holds yet.", hot)
        ] + Self.families(of: catalog) + workFamilies + (await memoryFamilies())
    }

    private static func families(of catalog: EventCatalog) -> [MetricFamily] {
        var files = MetricFamily("iafa_event_files", .gauge, "Event files: parts, and files of whole days.")
        var events = MetricFamily("iafa_event_file_events", .gauge, "Events in event files.")
        let days = catalog.projects.values.flatMap(\.values)
        let parts = days.flatMap(\.parts)
        let whole = days.compactMap(\.file)
        for (kind, list) in [("part", parts), ("day", whole)] {
            files.add(list.count, MetricFamily.Label("kind", kind))
            events.add(list.reduce(0) { $0 + $1.footer.events }, MetricFamily.Label("kind", kind))
        }
        let damaged = days.reduce(0) { $0 + $1.damaged.count }
        return [
            files, events,
            MetricFamily("iafa_event_files_damaged", .gauge, "Event files that can't be read.", damaged),
        ]
    }

    private var workFamilies: [MetricFamily] {
        [
            MetricFamily("iafa_flushes_total", .counter, "Writes of the buffer to event files.", flushes.count),
            MetricFamily(
                "iafa_flush_seconds_total",
                .counter,
                "Time of writes of the buffer to event files.",
                flushes.duration.inSeconds
            ),
            MetricFamily(
                "iafa_flush_failures_total",
                .counter,
                "Writes of the buffer to event files that failed.",
                flushes.failureCount
            ),
            MetricFamily("iafa_compactions_total", .counter, "Days whose files were merged.", compactions.count),
            MetricFamily(
                "iafa_compaction_seconds_total",
                .counter,
                "Time of merging files of days.",
                compactions.duration.inSeconds
            ),
            MetricFamily(
                "iafa_compaction_failures_total",
                .counter,
                "Days whose files could not be merged.",
                compactions.failureCount
            ),
        ]
    }

    /// Left out where another one asks at this moment, or the engine doesn't answer.
    private func memoryFamilies() async -> [MetricFamily] {
        let bytes = await statisticsLane.runIfFree { self.engineMemory() }
        guard let (memory, disk) = bytes ?? nil else { return [] }
        return [
            MetricFamily("iafa_duckdb_memory_bytes", .gauge, "Memory that DuckDB uses of its limit.", memory),
            MetricFamily(
                "iafa_duckdb_temporary_storage_bytes",
                .gauge,
                "Bytes on disk of what did not fit into DuckDB's memory.",
                disk
            ),
        ]
    }

    /// Blocks.
    private func engineMemory() -> (memory: Int, disk: Int)? {
        guard let chunk = try? database.connect().execute(EngineSQL.memory).nextChunk() else { return nil }
        return (Int(chunk.column(0).int64s[0]), Int(chunk.column(1).int64s[0]))
    }
}
