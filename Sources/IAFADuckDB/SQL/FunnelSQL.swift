/// SQL of ``FunnelScan``: the events that a funnel's steps might take, and nothing else of them than is needed.
enum FunnelSQL {
    /// Who, what, when (µs) and the properties of the events that are filtered.
    ///
    /// $1: paths, $2 and $3: the range in µs, its end excluded, from $4 on: the event types, the filtered ones first.
    static func stageEvents(eventTypes: Int, filtered: Int) -> String {
        // A list of parameters lets the engine skip row groups by their statistics; a bound list does not.
        func parameters(_ count: Int) -> String { (0..<count).map { "$\($0 + 4)" }.joined(separator: ", ") }
        let properties =
            switch filtered {
            case 0: ""
            case eventTypes: ", properties"
            default: ", CASE WHEN event_type IN (\(parameters(filtered))) THEN properties END"
            }
        return """
            SELECT coalesce(user_id, anonymous_id), event_type, epoch_us(timestamp)\(properties)
            FROM \(EventColumns.files)
            WHERE event_type IN (\(parameters(eventTypes)))
                AND timestamp >= make_timestamptz($2) AND timestamp < make_timestamptz($3)
            """
    }
}
