internal import IAFACore

/// SQL of ``ParquetEventStore``'s reading: events as they are.
enum ReadingSQL {
    /// Who, what, when (µs), and more of it where it is wanted.
    ///
    /// $1: paths, $2 and $3: the range in µs, its end excluded, from $4 on: the event types.
    ///
    /// Moments are left to the reader: joining them takes the engine longer than showing all events of the types.
    static func events(_ reading: EventReading) -> String {
        var columns = ["user_id", "anonymous_id", "event_type", "epoch_us(timestamp)"]
        if reading.wantsSessions { columns.append("session_id") }
        if reading.wantsProperties { columns += ["properties", "epoch_us(received_at)", "event_id"] }
        var conditions = ["timestamp >= make_timestamptz($2)", "timestamp < make_timestamptz($3)"]
        let types = reading.eventTypes ?? []
        if reading.eventTypes != nil {
            conditions.append("event_type IN (\(types.indices.map { "$\($0 + 4)" }.joined(separator: ", ")))")
        }
        return """
            SELECT \(columns.joined(separator: ", "))
            FROM \(EventColumns.files)
            WHERE \(conditions.joined(separator: " AND "))
            """
    }
}
