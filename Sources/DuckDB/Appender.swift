internal import CDuckDB

/// Adds rows to a table, faster than INSERT does.
///
/// Belongs to the thread that uses its connection, and blocks like a statement. Rows become visible with `flush()` or
/// `close()`, and now and then by themselves (about every 200,000); open a transaction on the connection if it must be
/// all or nothing. Rows that were appended since, and neither flushed nor closed, are dropped with the appender.
package final class Appender {
    private var handle: duckdb_appender?
    private let connection: Connection

    /// Opens an appender for all columns of a table.
    ///
    /// - Parameters:
    ///   - table: The table's name as it is, not quoted.
    ///   - schema: Its schema.
    ///   - connection: The connection to write on.
    /// - Throws: `catalog` and the like when there is no such table.
    package init(table: String, schema: String = "main", connection: Connection) throws(DuckDBError) {
        self.connection = connection
        let state = duckdb_appender_create_ext(connection.handle, nil, schema, table, &handle)
        try check(state)
    }

    deinit {
        if handle != nil { _ = duckdb_appender_clear(handle) }
        _ = duckdb_appender_destroy(&handle)
    }

    /// Copies the chunk's rows to the end of the table.
    ///
    /// - Throws: `invalidInput` when the number of columns is not the table's, or the engine can't turn a type into the
    ///   table's, and anything that `flush()` throws. After that the appender is good for nothing but being dropped.
    package func append(_ chunk: ChunkBuilder) throws(DuckDBError) {
        try check(duckdb_append_data_chunk(handle, chunk.handle))
    }

    /// Writes what was appended to the table.
    ///
    /// - Throws: `constraint`, `outOfMemory`, `io`, … After that the appender is good for nothing but being dropped.
    package func flush() throws(DuckDBError) {
        try check(duckdb_appender_flush(handle))
    }

    /// Flushes, and takes no more rows.
    ///
    /// - Throws: As `flush()`.
    package func close() throws(DuckDBError) {
        try check(duckdb_appender_close(handle))
    }

    private func check(_ state: duckdb_state) throws(DuckDBError) {
        guard state != DUCKDB_OK else { return }
        var error = duckdb_appender_error_data(handle)
        defer { duckdb_destroy_error_data(&error) }
        let message = duckdb_error_data_message(error).map { String(cString: $0) } ?? "the appender failed"
        let kind = DuckDBError.Kind(rawValue: duckdb_error_data_error_type(error)) ?? .invalid
        throw DuckDBError(kind: kind, message: message)
    }
}
