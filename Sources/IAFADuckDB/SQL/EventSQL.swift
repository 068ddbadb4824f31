/// The columns of an event file, in order: readable by any Parquet reader, so they never change their meaning.
enum EventColumns {
    /// Names, as the interface promises them.
    static let names = [
        "event_id", "event_type", "user_id", "anonymous_id", "session_id", "timestamp", "received_at", "sent_at",
        "properties", "ip_hash",
    ]

    /// Those that hold times.
    static let times: Set<String> = ["timestamp", "received_at", "sent_at"]

    static let list = names.joined(separator: ", ")

    /// The rows of event files.
    ///
    /// $1: paths.
    ///
    /// A folder called `event_type=x` is no partition, whose value the engine would put in the place of the column's.
    static let files = "read_parquet($1, hive_partitioning = false)"
}

/// The options with which every event file is written.
enum ParquetOptions {
    /// - `metadata`: The footer's keys, and the values that are bound to parameters.
    /// - `first`: The number of the first parameter.
    static func text(
        compression: ParquetCompression,
        metadata: [(key: String, value: String)],
        firstParameter first: Int
    ) -> String {
        let pairs = metadata.enumerated().map { "\($1.key): $\(first + $0)" }.joined(separator: ", ")
        return "(FORMAT parquet, COMPRESSION \(compression.rawValue), KV_METADATA {\(pairs)})"
    }
}
