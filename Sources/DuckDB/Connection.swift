internal import CDuckDB

/// A connection: the place where one statement at a time runs.
///
/// Not to be used from two threads at once, with the exception of `interrupt()` and `progressPercent`. The engine locks
/// the connection, so a mistake does not corrupt memory: the second statement waits, and it ends a stream that the
/// first one had open. Every call that runs SQL blocks until the engine is done, so none belongs on the cooperative
/// pool.
package final class Connection: @unchecked Sendable {
    // @unchecked: both are set once, and the engine locks what the handle points to.
    let handle: duckdb_connection
    private let database: Database

    init(to database: Database) throws(DuckDBError) {
        var connected: duckdb_connection?
        guard duckdb_connect(database.handle, &connected) == DUCKDB_OK, let connected else {
            throw DuckDBError(kind: .connection, message: "could not connect to the database")
        }
        self.handle = connected
        self.database = database
    }

    deinit {
        var handle: duckdb_connection? = handle
        duckdb_disconnect(&handle)
    }

    /// Runs statements without parameters and collects the result in memory.
    ///
    /// Blocks. Of several statements in one text, the result is that of the first that answers rows.
    ///
    /// - Parameter sql: The text, never made from input. Traps on a NUL byte.
    /// - Returns: The rows, in memory.
    /// - Throws: Any kind; the error carries `sql`. Statements before the one that failed stay done, unless a
    ///   transaction is open.
    @discardableResult
    package func execute(_ sql: String) throws(DuckDBError) -> QueryResult {
        precondition(!sql.utf8.contains(0), "SQL text must not contain a NUL byte")
        var result = duckdb_result()
        let state = duckdb_query(handle, sql, &result)
        return try QueryResult(adopting: result, state: state, connection: self, sql: sql)
    }

    /// Prepares one statement, whose parameters are written `$1`, `$2` … Blocks while the statement is planned.
    ///
    /// - Parameter sql: The text, never made from input. Traps on a NUL byte.
    /// - Returns: The statement, with nothing bound.
    /// - Throws: `parser`, `binder`, `catalog` and the like; `invalidInput` for several statements in one text.
    package func prepare(_ sql: String) throws(DuckDBError) -> Statement {
        try Statement(sql, connection: self)
    }

    /// Makes the statement that runs now, or the stream that is open, end with an error of kind `interrupt`.
    ///
    /// May be called from any thread. Doesn't wait, and does nothing when nothing runs.
    package func interrupt() {
        duckdb_interrupt(handle)
    }

    /// How far the statement that runs now has come, 0…100, or nil when the engine can't tell.
    ///
    /// May be called from any thread. The engine only keeps count after `SET enable_progress_bar = true`.
    package var progressPercent: Double? {
        let percentage = duckdb_query_progress(handle).percentage
        return percentage < 0 ? nil : percentage
    }
}
