/// SQL of ``EventFileWriter``: events that came in, as a file.
enum PartSQL {
    /// A table in memory; times are µs, since what is cast by the engine would depend on its time zone.
    static let createTable = """
        CREATE OR REPLACE TEMP TABLE part (
            event_id VARCHAR, event_type VARCHAR, user_id VARCHAR, anonymous_id VARCHAR, session_id VARCHAR,
            timestamp BIGINT, received_at BIGINT, sent_at BIGINT, properties VARCHAR, ip_hash VARCHAR
        )
        """

    static let dropTable = "DROP TABLE IF EXISTS part"

    /// The table's rows in the form in which files hold them.
    static let rows = """
        SELECT event_id, event_type, user_id, anonymous_id, session_id, make_timestamptz(timestamp) AS timestamp,
            make_timestamptz(received_at) AS received_at, make_timestamptz(sent_at) AS sent_at, properties, ip_hash
        FROM part
        """

    /// $1: the path, from $2 on: the footer's values.
    static func write(compression: ParquetCompression, footer: EventFileFooter) -> String {
        let options = ParquetOptions.text(compression: compression, metadata: footer.keyValues, firstParameter: 2)
        return "COPY (\(rows) ORDER BY timestamp, received_at) TO $1 \(options)"
    }
}
