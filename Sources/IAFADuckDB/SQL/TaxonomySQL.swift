/// SQL of ``TaxonomyScan``.
enum TaxonomySQL {
    /// Type, person, time (µs) and properties of all events; $1: paths.
    static let events = """
        SELECT event_type, coalesce(user_id, anonymous_id), epoch_us(timestamp), properties FROM \(EventColumns.files)
        """
}
