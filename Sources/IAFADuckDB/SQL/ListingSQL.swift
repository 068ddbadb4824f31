/// SQL of ``EventListing``: events of some files as they are, for people to look at.
enum ListingSQL {
    /// $1: paths, $2 and $3: the range in µs, its end excluded; further parameters as the query has conditions.
    ///
    /// - `hasType`: Whether the next parameter is the event type.
    /// - `hasPerson`: Whether the next is the person.
    /// - `hasPosition`: Whether the next three are a place in the order of time (µs, µs, id), behind which events are.
    /// - `hasLimit`: Whether the next is a number of events, the newest, with which the engine may end.
    static func events(hasType: Bool, hasPerson: Bool, hasPosition: Bool, hasLimit: Bool) -> String {
        var next = 3
        func parameter() -> String {
            next += 1
            return "$\(next)"
        }
        var conditions = "timestamp >= make_timestamptz($2) AND timestamp < make_timestamptz($3)"
        if hasType { conditions += " AND event_type = \(parameter())" }
        if hasPerson { conditions += " AND coalesce(user_id, anonymous_id) = \(parameter())" }
        if hasPosition {
            let time = "make_timestamptz(\(parameter()))"
            let received = "make_timestamptz(\(parameter()))"
            let id = parameter()
            conditions += """
                 AND (timestamp < \(time) OR timestamp = \(time)
                    AND (received_at < \(received) OR received_at = \(received) AND event_id < \(id)))
                """
        }
        let order = hasLimit ? "ORDER BY timestamp DESC, received_at DESC, event_id DESC LIMIT \(parameter())" : ""
        return """
            SELECT event_id, event_type, user_id, anonymous_id, session_id, epoch_us(timestamp), epoch_us(received_at),
                epoch_us(sent_at), properties
            FROM \(EventColumns.files) WHERE \(conditions) \(order)
            """
    }
}
