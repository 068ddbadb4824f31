/// SQL of ``ParquetEventStore/export(_:in:as:to:)``.
enum ExportSQL {
    /// The events of files ($1: paths) and of the table `part`, between two times ($2, $3: µs, the second excluded).
    private static func events(hasFiles: Bool) -> String {
        let files = "SELECT \(EventColumns.list) FROM \(EventColumns.files)"
        let source =
            hasFiles ? "(\(files)) UNION ALL (\(PartSQL.rows))" : "SELECT * FROM (\(PartSQL.rows)) WHERE $1 IS NOT NULL"
        return """
            SELECT * FROM (\(source))
            WHERE timestamp >= make_timestamptz($2) AND timestamp < make_timestamptz($3)
            ORDER BY timestamp, received_at
            """
    }

    /// $4: the path to write to.
    static func copy(_ format: ExportFormat, hasFiles: Bool) -> String {
        let events = events(hasFiles: hasFiles)
        switch format {
        case .parquet: return "COPY (\(events)) TO $4 (FORMAT parquet, COMPRESSION snappy)"
        case .csv: return "COPY (\(readable(events, properties: "properties"))) TO $4 (FORMAT csv, HEADER)"
        case .jsonl:
            return "COPY (\(readable(events, properties: "properties::JSON AS properties"))) TO $4 (FORMAT json)"
        }
    }

    /// Times as RFC 3339, which CSV and JSON have no type for.
    private static func readable(_ events: String, properties: String) -> String {
        func time(_ column: String) -> String {
            "strftime(make_timestamp(epoch_us(\(column))), '%Y-%m-%dT%H:%M:%S.%fZ') AS \(column)"
        }
        return """
            SELECT event_id, event_type, user_id, anonymous_id, session_id, \(time("timestamp")),
                \(time("received_at")), \(time("sent_at")), \(properties), ip_hash
            FROM (\(events))
            """
    }
}
