internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// The store's numbers for whoever watches over the server.
    package func metrics() async -> [MetricFamily] {
        [
            MetricFamily(
                "iafa_buffer_events",
                .gauge,
                "Events in memory that no event file holds yet.",
                unflushedCount
            ),
            MetricFamily("iafa_buffer_bytes", .gauge, "Memory that they take, about.", unflushedByteCount),
            MetricFamily("iafa_questions_waiting", .gauge, "Questions that wait for their turn.", turns.waitingCount),
            MetricFamily(
                "iafa_summary_cache_bytes",
                .gauge,
                "Memory of what is known of event types and properties, about.",
                summaries.byteCount
            ),
        ] + Self.families(of: state.withLock(\.catalog)) + workFamilies + (await memoryFamilies())
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

    /// Left out where another one asks at this moment, or an engine doesn't answer.
    private func memoryFamilies() async -> [MetricFamily] {
        let usages = await statisticsLane.runIfFree {
            [("questions", self.database), ("files", self.writing)].map(Self.usage)
        }
        guard let usages = usages?.compactMap(\.self), !usages.isEmpty else { return [] }
        var memory = MetricFamily("iafa_duckdb_memory_bytes", .gauge, "Memory that DuckDB uses of its limit.")
        var disk = MetricFamily(
            "iafa_duckdb_temporary_storage_bytes",
            .gauge,
            "Bytes on disk of what did not fit into DuckDB's memory."
        )
        for usage in usages {
            memory.add(usage.memory, MetricFamily.Label("engine", usage.engine))
            disk.add(usage.disk, MetricFamily.Label("engine", usage.engine))
        }
        return [memory, disk]
    }

    /// Blocks.
    private static func usage(
        _ engine: String,
        _ database: Database
    ) -> (engine: String, memory: Int, disk: Int)? {
        guard let chunk = try? database.connect().execute(EngineSQL.memory).nextChunk() else { return nil }
        return (engine, Int(chunk.column(0).int64s[0]), Int(chunk.column(1).int64s[0]))
    }
}
