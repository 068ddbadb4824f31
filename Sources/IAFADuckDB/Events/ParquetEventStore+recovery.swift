package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Takes in an event of the log, unless a file holds it already.
    ///
    /// In order of sequence.
    package func recover(_ event: SequencedEvent) {
        if holds(event) {
            skip(through: event.sequence)
        } else {
            receive([event])
        }
    }

    /// Notes that sequence numbers are taken, though nothing of theirs is kept.
    package func skip(through sequence: UInt64) {
        state.withLock { $0.receivedThrough = max($0.receivedThrough, sequence) }
    }

    /// Whether a file holds an event already.
    private func holds(_ event: SequencedEvent) -> Bool {
        state.withLock {
            $0.catalog.holds(event.sequence, of: event.project, on: CalendarDay(event.event.timestamp))
        }
    }

    /// What changes whenever an event file comes, goes or is replaced.
    ///
    /// A process that reads beside the one that writes asks before and after: where the two differ, what it read in
    /// between may be no one moment's state.
    package static func fingerprint(dataDirectory: String) throws(EventStoreError) -> [String: [UInt64]] {
        try EventFolder(dataDirectory: dataDirectory).fingerprint()
    }
}
