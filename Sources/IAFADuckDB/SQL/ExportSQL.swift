/// SQL that takes events out.
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

    /// $4: the path of a Parquet file.
    static func parquet(hasFiles: Bool) -> String {
        "COPY (\(events(hasFiles: hasFiles))) TO $4 (FORMAT parquet, COMPRESSION snappy, USE_TMP_FILE false)"
    }

    /// $4: the path of a CSV file.
    static func csv(hasFiles: Bool) -> String {
        "COPY (\(texts(hasFiles: hasFiles))) TO $4 (FORMAT csv, HEADER, USE_TMP_FILE false)"
    }

    /// Every column as text; times are RFC 3339, since CSV and JSON have no type for them.
    static func texts(hasFiles: Bool) -> String {
        let columns = EventColumns.names.map { name in
            guard EventColumns.times.contains(name) else { return name }
            return "strftime(make_timestamp(epoch_us(\(name))), '%Y-%m-%dT%H:%M:%S.%fZ') AS \(name)"
        }
        return "SELECT \(columns.joined(separator: ", ")) FROM (\(events(hasFiles: hasFiles)))"
    }
}
