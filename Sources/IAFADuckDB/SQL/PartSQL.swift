/// SQL of ``EventFileWriter``: events that came in, or that other files hold, as a file.
enum PartSQL {
    /// A table in memory.
    static let createTable = """
        CREATE OR REPLACE TEMP TABLE part (
            event_id VARCHAR, event_type VARCHAR, user_id VARCHAR, anonymous_id VARCHAR, session_id VARCHAR,
            timestamp BIGINT, received_at BIGINT, sent_at BIGINT, properties VARCHAR, ip_hash VARCHAR
        )
        """

    /// The table's rows in the form in which files hold them.
    static let rows = rows(of: "part")

    private static func rows(of source: String) -> String {
        """
        SELECT event_id, event_type, user_id, anonymous_id, session_id, make_timestamptz(timestamp) AS timestamp,
            make_timestamptz(received_at) AS received_at, make_timestamptz(sent_at) AS sent_at, properties, ip_hash
        FROM \(source)
        """
    }

    /// $1: the number of the source of the rows, $2: the path, from $3 on: the footer's values.
    ///
    /// The rows are in order already: with an `ORDER BY` the engine would make row groups of any size.
    static func write(compression: ParquetCompression, footer: EventFileFooter) -> String {
        let options = ParquetOptions.text(compression: compression, metadata: footer.keyValues, firstParameter: 3)
        return "COPY (\(rows(of: "rows_of($1)"))) TO $2 \(options)"
    }
}
