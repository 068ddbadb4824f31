/// SQL of ``EventFileVerifier``.
enum VerifySQL {
    /// Reads every value of a file, and tells its rows, the µs of its first and last event, rows without an id, type or
    /// person, rows whose properties are no JSON object.
    ///
    /// $1: paths.
    static let contents = """
        SELECT count(*), coalesce(min(epoch_us(timestamp)), 0), coalesce(max(epoch_us(timestamp)), 0),
            count(*) FILTER (event_id IS NULL OR event_type IS NULL OR coalesce(user_id, anonymous_id) IS NULL),
            count(*) FILTER (json_type(properties) IS DISTINCT FROM 'OBJECT'),
            coalesce(sum(strlen(session_id) + strlen(ip_hash) + epoch_us(received_at) % 2 + epoch_us(sent_at) % 2), 0)
        FROM \(EventColumns.files)
        """

    /// Ids that occur more than once in files.
    ///
    /// $1: paths.
    static let repeats = """
        SELECT count(*) FROM (SELECT event_id FROM \(EventColumns.files) GROUP BY event_id HAVING count(*) > 1)
        """
}
