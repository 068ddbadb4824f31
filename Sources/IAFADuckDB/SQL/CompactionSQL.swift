/// SQL of ``DayCompactor``: several files of a day as one.
enum CompactionSQL {
    /// How many rows there are, and how many different ids.
    ///
    /// $1: paths.
    ///
    /// `rows`: Which of the rows of these files.
    static func count(_ rows: String) -> String { "SELECT count(*), count(DISTINCT event_id) FROM \(rows)" }

    /// $1: the inputs' paths, $2: the output's, from $3 on: the footer's values.
    ///
    /// - Parameters:
    ///   - rows: Which of the rows of the inputs.
    ///   - repeats: Whether an id occurs twice; then the event that was received first stays.
    ///   - compression: Of the output.
    ///   - footer: Its values are bound.
    /// - Returns: The statement.
    static func merge(
        _ rows: String,
        repeats: Bool,
        compression: ParquetCompression,
        footer: EventFileFooter
    ) -> String {
        let options = ParquetOptions.text(compression: compression, metadata: footer.keyValues, firstParameter: 3)
        let once =
            repeats
            ? "QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY received_at, timestamp, event_type) = 1" : ""
        return """
            COPY (
                SELECT \(EventColumns.list) FROM \(rows) \(once) ORDER BY timestamp, received_at
            ) TO $2 \(options)
            """
    }
}
