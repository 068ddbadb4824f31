internal import DuckDB

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

    /// The columns of a `RowSource` of events; times are µs, since what is cast by the engine would depend on its time
    /// zone.
    static let source: [(name: String, type: ColumnType)] = names.map { ($0, times.contains($0) ? .int64 : .text) }

    /// How many bytes of properties a source puts into a chunk, but for its last row: a row group of a file ends with a
    /// chunk, and 2,048 large events would make it too large to be read.
    static let chunkBytes = 512 * 1_024

    /// The rows of event files.
    ///
    /// $1: paths.
    ///
    /// A folder called `event_type=x` is no partition, whose value the engine would put in the place of the column's.
    static let files = "read_parquet($1, hive_partitioning = false)"
}

/// The options with which every event file is written.
enum ParquetOptions {
    /// About how many bytes of rows, as the engine holds them in memory, become a row group.
    ///
    /// Whoever reads a file holds a row group of it in memory, compressed and not; a group of as many rows as the
    /// engine likes best, 122,880, has up to 4 GB.
    static let rowGroupBytes = 8 * 1_024 * 1_024

    /// - `metadata`: The footer's keys, and the values that are bound to parameters.
    /// - `first`: The number of the first parameter.
    static func text(
        compression: ParquetCompression,
        metadata: [(key: String, value: String)],
        firstParameter first: Int
    ) -> String {
        let pairs = metadata.enumerated().map { "\($1.key): $\(first + $0)" }.joined(separator: ", ")
        return """
            (FORMAT parquet, COMPRESSION \(compression.rawValue), ROW_GROUP_SIZE_BYTES \(rowGroupBytes), \
            KV_METADATA {\(pairs)})
            """
    }
}
