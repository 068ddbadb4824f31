internal import DuckDB
internal import IAFACore

/// Events on their way into a file, in order of time.
final class EventRows: RowSource {
    let columns = EventColumns.source

    private let events: [SequencedEvent]

    /// Places in `events`, by time.
    private let order: [Int]
    private var next = 0

    init(_ events: [SequencedEvent]) {
        self.events = events
        let times = events.map { ($0.event.timestamp, $0.event.receivedAt) }
        order = events.indices.sorted { (times[$0].0, times[$0].1, $0) < (times[$1].0, times[$1].1, $1) }
    }

    func fill(_ chunk: ChunkBuilder) {
        var row = 0
        var bytes = 0
        while row < chunk.capacity, bytes < EventColumns.chunkBytes, next < order.count {
            let event = events[order[next]].event
            Self.set(event, in: chunk, row)
            bytes += event.properties.utf8.count
            next += 1
            row += 1
        }
        chunk.rowCount = row
    }

    static func set(_ event: Event, in chunk: ChunkBuilder, _ row: Int) {
        func set(_ text: String?, _ column: Int) {
            if let text {
                chunk.setText(text, column: column, row: row)
            } else {
                chunk.setNull(column: column, row: row)
            }
        }
        set(event.id, 0)
        set(event.type, 1)
        set(event.userID, 2)
        set(event.anonymousID, 3)
        set(event.sessionID, 4)
        chunk.setInt64(event.timestamp.microseconds, column: 5, row: row)
        chunk.setInt64(event.receivedAt.microseconds, column: 6, row: row)
        if let sentAt = event.sentAt {
            chunk.setInt64(sentAt.microseconds, column: 7, row: row)
        } else {
            chunk.setNull(column: 7, row: row)
        }
        set(event.properties, 8)
        set(event.ipHash, 9)
    }
}
