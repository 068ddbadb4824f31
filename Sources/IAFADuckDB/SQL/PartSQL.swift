/// SQL of ``EventFileWriter``: events that came in, or that other files hold, as a file.
enum PartSQL {
    /// The rows of a source in the form in which files hold them; $1: its number.
    static let rows = """
        SELECT event_id, event_type, user_id, anonymous_id, session_id, make_timestamptz(timestamp) AS timestamp,
            make_timestamptz(received_at) AS received_at, make_timestamptz(sent_at) AS sent_at, properties, ip_hash
        FROM rows_of($1)
        """

    /// $1: the number of the source of the rows, $2: the path, from $3 on: the footer's values.
    ///
    /// The rows are in order already: with an `ORDER BY` the engine would make row groups of any size.
    static func write(compression: ParquetCompression, footer: EventFileFooter) -> String {
        let options = ParquetOptions.text(compression: compression, metadata: footer.keyValues, firstParameter: 3)
        return "COPY (\(rows)) TO $2 \(options)"
    }
}
