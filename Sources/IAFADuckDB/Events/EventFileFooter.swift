package import IAFACore

/// What a file says of itself in the key-value metadata of its Parquet footer.
package struct EventFileFooter: Sendable, Equatable {
    /// The version of the files that this program writes.
    package static let formatVersion = 1

    /// In the file of a day, every event of the project and day with a sequence number up to `last` is in it; in a
    /// part, every one from `first` to `last`.
    package var first: UInt64
    package var last: UInt64

    /// Rows.
    package var events: Int

    /// When the newest of the events was received: which files to ask for ids that might come again.
    package var lastReceived: Timestamp

    package init(first: UInt64, last: UInt64, events: Int, lastReceived: Timestamp) {
        self.first = first
        self.last = last
        self.events = events
        self.lastReceived = lastReceived
    }

    /// The footer's keys and values.
    var keyValues: [(key: String, value: String)] {
        [
            ("iafa_format_version", String(Self.formatVersion)), ("iafa_first_sequence", String(first)),
            ("iafa_last_sequence", String(last)), ("iafa_events", String(events)),
            ("iafa_last_received_us", String(lastReceived.microseconds)),
        ]
    }

    /// Reads a footer; nil where a key is missing or the version is one that this program doesn't know.
    init?(keyValues: [String: String]) {
        guard keyValues["iafa_format_version"] == String(Self.formatVersion),
            let first = keyValues["iafa_first_sequence"].flatMap(UInt64.init),
            let last = keyValues["iafa_last_sequence"].flatMap(UInt64.init), first <= last,
            let events = keyValues["iafa_events"].flatMap(Int.init), events >= 0,
            let received = keyValues["iafa_last_received_us"].flatMap(Int64.init)
        else { return nil }
        self.init(first: first, last: last, events: events, lastReceived: Timestamp(microseconds: received))
    }
}
