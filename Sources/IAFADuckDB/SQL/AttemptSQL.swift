/// SQL of ``AttemptScan``: the events that any option of a funnel may look at.
enum AttemptSQL {
    /// Whose, what, when (µs), received when (µs), the id and the properties, the last three where they are needed.
    ///
    /// $1: paths, $2 and $3: the range in µs, its end excluded, from $4 on: the types whose properties are read, then
    /// the others.
    ///
    /// - `others`: How many other types there are; nil where every type is wanted.
    static func events(bySession: Bool, ordered: Bool, read: Int, others: Int?) -> String {
        func parameters(_ count: Int) -> String { (0..<count).map { "$\($0 + 4)" }.joined(separator: ", ") }
        let unit = bySession ? "session_id" : "coalesce(user_id, anonymous_id)"
        let order = ordered ? "epoch_us(received_at), event_id" : "0::BIGINT, ''"
        let properties =
            read == 0 ? "NULL::VARCHAR" : "CASE WHEN event_type IN (\(parameters(read))) THEN properties END"
        let types = others.map { " AND event_type IN (\(parameters(read + $0)))" } ?? ""
        return """
            SELECT \(unit), event_type, epoch_us(timestamp), \(order), \(properties)
            FROM \(EventColumns.files)
            WHERE timestamp >= make_timestamptz($2) AND timestamp < make_timestamptz($3)\(types)
            """
    }
}
