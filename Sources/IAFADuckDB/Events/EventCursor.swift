internal import DuckDB
internal import IAFACore

/// Goes through events in memory, in order of time.
final class EventCursor: RowCursor {
    private let events: [SequencedEvent]

    /// Places in `events`, by time.
    private let order: [Int]
    private var next = 0

    init(_ events: [SequencedEvent]) {
        self.events = events
        let times = events.map { ($0.event.timestamp, $0.event.receivedAt) }
        order = events.indices.sorted { (times[$0].0, times[$0].1, $0) < (times[$1].0, times[$1].1, $1) }
    }

    private var event: Event? { next < order.count ? events[order[next]].event : nil }

    var time: (timestamp: Int64, receivedAt: Int64)? {
        event.map { ($0.timestamp.microseconds, $0.receivedAt.microseconds) }
    }

    func advance() { next += 1 }

    func copy(to target: ChunkBuilder, _ place: Int) -> Int {
        guard let event else { preconditionFailure("there is no row to copy") }
        func set(_ text: String?, _ column: Int) {
            if let text {
                target.setText(text, column: column, row: place)
            } else {
                target.setNull(column: column, row: place)
            }
        }
        set(event.id, 0)
        set(event.type, 1)
        set(event.userID, 2)
        set(event.anonymousID, 3)
        set(event.sessionID, 4)
        target.setInt64(event.timestamp.microseconds, column: 5, row: place)
        target.setInt64(event.receivedAt.microseconds, column: 6, row: place)
        if let sentAt = event.sentAt {
            target.setInt64(sentAt.microseconds, column: 7, row: place)
        } else {
            target.setNull(column: 7, row: place)
        }
        set(event.properties, 8)
        set(event.ipHash, 9)
        return event.properties.utf8.count
    }
}
