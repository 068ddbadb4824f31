internal import DuckDB
internal import IAFACore

/// The rows of several cursors as one, in order of time; of memory it takes no more than they do.
final class MergedRows: RowSource {
    let columns = EventColumns.source

    private let cursors: [any RowCursor]
    private let stop: StopSignal

    /// `stop`: Ends the merge early.
    init(_ cursors: [any RowCursor], stop: StopSignal = StopSignal()) {
        self.cursors = cursors
        self.stop = stop
    }

    func fill(_ chunk: ChunkBuilder) throws {
        try stop.check()
        var row = 0
        var bytes = 0
        while row < chunk.capacity, bytes < EventColumns.chunkBytes, let cursor = earliest() {
            bytes += cursor.copy(to: chunk, row)
            row += 1
            try cursor.advance()
        }
        chunk.rowCount = row
    }

    /// The cursor whose row comes next; of equal times, that of the first.
    private func earliest() -> (any RowCursor)? {
        var best: (cursor: any RowCursor, time: (timestamp: Int64, receivedAt: Int64))?
        for cursor in cursors {
            guard let time = cursor.time else { continue }
            if let current = best, current.time <= time { continue }
            best = (cursor, time)
        }
        return best?.cursor
    }
}
