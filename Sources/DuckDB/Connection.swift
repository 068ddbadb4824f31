internal import CDuckDB

/// A connection: the place where one statement at a time runs.
///
/// Not to be used from two threads at once, with the exception of `interrupt()`. The engine locks the connection, so a
/// mistake does not corrupt memory: the second statement waits, and it ends a stream that the first one had open. Every
/// call that runs SQL blocks until the engine is done, so none belongs on the cooperative pool.
package final class Connection: @unchecked Sendable {
    // @unchecked: both are set once, and the engine locks what the handle points to.
    let handle: duckdb_connection
    let database: Database

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

    /// Lets statements on this connection read rows from a source, as the table `rows_of($1)`.
    ///
    /// Blocks as long as `body` does. A statement that is to read the rows has to run within it.
    ///
    /// - Parameters:
    ///   - source: The rows; they can be read once.
    ///   - body: Gets the number that stands for the source.
    /// - Returns: What `body` returns.
    /// - Throws: What the source threw where it did, else what `body` throws.
    package func withRows<Value>(
        of source: any RowSource,
        _ body: (_ number: Int64) throws -> Value
    ) throws -> Value {
        let (number, entry) = database.rowSources.add(source)
        defer { database.rowSources.remove(number) }
        do {
            return try body(number)
        } catch {
            throw entry.failure ?? error
        }
    }
}
