internal import DuckDB

/// Goes through rows of events in order of time.
///
/// Used by one thread at a time; may block.
protocol RowCursor: AnyObject {
    /// The current row's timestamp and when it was received, in µs; nil behind the last row.
    var time: (timestamp: Int64, receivedAt: Int64)? { get }

    /// Goes to the next row.
    ///
    /// - Throws: What keeps it from being read.
    func advance() throws

    /// Copies the current row.
    ///
    /// - Returns: The bytes of its properties.
    func copy(to target: ChunkBuilder, _ place: Int) -> Int
}
