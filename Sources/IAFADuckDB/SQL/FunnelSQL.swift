/// SQL of ``FunnelScan``: the events that a funnel's steps might take, and nothing else of them than is needed.
enum FunnelSQL {
    /// Who, what, when (µs) and, where filters need them, the properties. $1: paths, $2 and $3: the range in µs, its end
    /// excluded, from $4 on: event types.
    static func stageEvents(withProperties: Bool, eventTypeCount: Int) -> String {
        // A list of parameters lets the engine skip row groups by their statistics; a bound list does not.
        let types = (0..<eventTypeCount).map { "$\($0 + 4)" }.joined(separator: ", ")
        return """
            SELECT coalesce(user_id, anonymous_id), event_type, epoch_us(timestamp)\(withProperties ? ", properties" : "")
            FROM read_parquet($1)
            WHERE event_type IN (\(types))
                AND timestamp >= make_timestamptz($2) AND timestamp < make_timestamptz($3)
            """
    }
}
