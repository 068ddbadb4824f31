/// SQL of ``ParquetEventStore/verify(progress:)``.
enum VerifySQL {
    /// Every value of a file: whether a row lacks an id, type or person, its time in µs, its properties, and a number
    /// that makes the engine read all other columns.
    ///
    /// $1: paths.
    ///
    /// Whether the properties are JSON is not asked here: the engine would hold a tree of all values of a chunk.
    static let contents = """
        SELECT event_id IS NULL OR event_type IS NULL OR coalesce(user_id, anonymous_id) IS NULL, epoch_us(timestamp),
            properties, strlen(session_id) + strlen(ip_hash) + epoch_us(received_at) + epoch_us(sent_at)
        FROM \(EventColumns.files)
        """
}
