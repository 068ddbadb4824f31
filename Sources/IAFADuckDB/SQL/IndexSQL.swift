/// SQL of ``DayIndexInput``.
enum IndexSQL {
    /// The event types of files, and how many events there are of each.
    ///
    /// $1: paths.
    static let types = "SELECT event_type, count(*) FROM \(EventColumns.files) GROUP BY event_type"

    /// Who, what, when (µs) of the events of some types; of all where none is named.
    ///
    /// $1: paths, from $2 on: the event types.
    static func events(types: Int) -> String {
        let list = (0..<types).map { "$\($0 + 2)" }.joined(separator: ", ")
        let condition = types == 0 ? "" : "WHERE event_type IN (\(list))"
        return """
            SELECT coalesce(user_id, anonymous_id), event_type, epoch_us(timestamp)
            FROM \(EventColumns.files) \(condition)
            """
    }
}
