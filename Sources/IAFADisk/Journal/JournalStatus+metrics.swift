package import IAFACore

extension JournalStatus {
    /// The journal's numbers for whoever watches over the server.
    package var metrics: [MetricFamily] {
        [
            MetricFamily("iafa_journal_bytes", .gauge, "Bytes of the journal's segments.", progress.byteCount),
            MetricFamily("iafa_journal_segments", .gauge, "Segments of the journal.", progress.segmentCount),
            MetricFamily(
                "iafa_journal_waiting_events",
                .gauge,
                "Events handed to the journal and not yet durable.",
                waitingEventCount
            ),
            MetricFamily(
                "iafa_journal_waiting_bytes",
                .gauge,
                "Bytes handed to the journal and not yet durable.",
                waitingByteCount
            ),
            MetricFamily("iafa_journal_events_total", .counter, "Events made durable.", progress.eventCount),
            MetricFamily(
                "iafa_journal_syncs_total",
                .counter,
                "Writes to the journal, each made durable by one sync.",
                progress.syncCount
            ),
            MetricFamily(
                "iafa_journal_sync_seconds_total",
                .counter,
                "Time of writes to the journal with their syncs.",
                progress.syncDuration.inSeconds
            ),
            MetricFamily(
                "iafa_journal_failing",
                .gauge,
                "1 where the last write to the journal failed, else 0.",
                failure == nil ? 0 : 1
            ),
            MetricFamily("iafa_event_ids", .gauge, "Event ids in memory, on their way to the archive.", idCount),
            MetricFamily("iafa_event_ids_bytes", .gauge, "Memory of the event ids in memory.", idByteCount),
            MetricFamily("iafa_archived_event_ids", .gauge, "Event ids in the archive.", archivedIDCount),
            MetricFamily("iafa_archived_event_ids_bytes", .gauge, "Disk of the archive.", archivedIDByteCount),
        ]
    }
}
