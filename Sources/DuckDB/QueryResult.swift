internal import CDuckDB

/// The rows that a statement answered, chunk by chunk.
///
/// Belongs to the thread that uses its connection, which it holds on to.
package final class QueryResult {
    /// The names of the columns, in order.
    ///
    /// They need not be unique.
    package let columnNames: [String]

    /// The types of the columns, in order.
    package let columnTypes: [ColumnType]

    /// How many rows an INSERT, UPDATE, DELETE or COPY … TO changed or wrote; 0 for every other statement.
    package let rowsChanged: Int

    /// Whether the rows come while the statement still runs.
    package let isStreaming: Bool

    private var handle: duckdb_result
    private let connection: Connection
    private let sql: String
    private var isFinished = false

    /// Takes over a result that a call filled in, also one that it failed with.
    init(
        adopting result: duckdb_result,
        state: duckdb_state,
        connection: Connection,
        sql: String
    ) throws(DuckDBError) {
        var result = result
        guard state == DUCKDB_OK else {
            defer { duckdb_destroy_result(&result) }
            throw DuckDBError(result: &result, sql: sql)
        }
        let columns = 0..<duckdb_column_count(&result)
        columnNames = columns.map { column in duckdb_column_name(&result, column).map { String(cString: $0) } ?? "" }
        columnTypes = columns.map { column in ColumnType(rawValue: duckdb_column_type(&result, column)) ?? .other }
        isStreaming = duckdb_result_is_streaming(result)
        rowsChanged = isStreaming ? 0 : Int(duckdb_rows_changed(&result))
        handle = result
        self.connection = connection
        self.sql = sql
    }

    deinit {
        duckdb_destroy_result(&handle)
    }

    /// Fetches the next rows, or nil after the last.
    ///
    /// Blocks while a stream computes them.
    ///
    /// A chunk is never empty and holds at most `DataChunk.capacity` rows. It stays valid for as long as it is held,
    /// also after the result and the connection are gone.
    ///
    /// - Throws: Any kind when a stream fails on the way, among them `interrupt`, and `invalidInput` when another
    ///   statement on the connection ended the stream.
    package func nextChunk() throws(DuckDBError) -> DataChunk? {
        while !isFinished {
            guard let fetched = duckdb_fetch_chunk(handle) else {
                isFinished = true
                if duckdb_result_error(&handle) != nil { throw DuckDBError(result: &handle, sql: sql) }
                return nil
            }
            let chunk = DataChunk(adopting: fetched, types: columnTypes)
            if chunk.rowCount > 0 { return chunk }
        }
        return nil
    }
}
