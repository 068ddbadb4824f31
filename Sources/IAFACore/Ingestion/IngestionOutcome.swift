/// What one request brought besides the events that were accepted, which a ledger hears of from the event log.
package struct IngestionOutcome: Sendable {
    package let time: Timestamp
    package var duplicates = 0

    /// The JSON of all its events.
    package var bytes = 0
    package var rejections: [Rejection] = []

    package init(at time: Timestamp) { self.time = time }
}
