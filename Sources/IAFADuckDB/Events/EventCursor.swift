internal import DuckDB
internal import IAFACore

/// Goes through events in memory, in order of time.
final class EventCursor: RowCursor {
    private let events: [SequencedEvent]

    private struct Place {
        let timestamp: Int64
        let receivedAt: Int64
        let index: Int
    }

    /// Places in `events`, by time: an event is large, and each copy of it counts its references.
    private let order: [Place]
    private var next = 0

    init(_ events: [SequencedEvent]) {
        self.events = events
        let places = events.indices.map { index in
            Place(
                timestamp: events[index].event.timestamp.microseconds,
                receivedAt: events[index].event.receivedAt.microseconds,
                index: index
            )
        }
        order = places.sorted { ($0.timestamp, $0.receivedAt, $0.index) < ($1.timestamp, $1.receivedAt, $1.index) }
    }

    var time: (timestamp: Int64, receivedAt: Int64)? {
        next < order.count ? (order[next].timestamp, order[next].receivedAt) : nil
    }

    func advance() { next += 1 }

    func copy(to target: ChunkBuilder, _ place: Int) -> Int {
        let event = events[order[next].index].event
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
