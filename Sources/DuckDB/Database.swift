internal import CDuckDB

/// A database in memory or in a file, and the threads and memory it may use.
///
/// Safe to use from any thread. The database closes when neither it nor one of its connections is held any more.
package final class Database: Sendable {
    // Only its address is shared: the engine locks what is behind it.
    nonisolated(unsafe) let handle: duckdb_database

    /// What statements can read through `rows_of`.
    let rowSources = RowSources()

    /// The version of the linked library, such as "v1.5.5".
    package static var engineVersion: String { String(cString: duckdb_library_version()) }

    /// Opens a database.
    ///
    /// Blocks: a file is read, and its write-ahead log replayed.
    ///
    /// - Parameters:
    ///   - path: The file, created if there is none; nil for a database in memory.
    ///   - options: Settings of the engine by name, such as `threads`, `memory_limit` ("2GB") and `temp_directory`.
    /// - Throws: `invalidInput`, `catalog` or another kind for an option the engine doesn't take; `io` for a file that
    ///   can't be opened, which includes one that another process has open.
    package init(path: String? = nil, options: [String: String] = [:]) throws(DuckDBError) {
        var config: duckdb_config?
        guard duckdb_create_config(&config) == DUCKDB_OK else {
            throw DuckDBError(kind: .outOfMemory, message: "could not allocate the configuration")
        }
        defer { duckdb_destroy_config(&config) }
        for (name, value) in options.sorted(by: { $0.key < $1.key }) {
            guard duckdb_set_config(config, name, value) == DUCKDB_OK else {
                throw DuckDBError(kind: .invalidConfiguration, message: "unknown option \(name)")
            }
        }

        var opened: duckdb_database?
        var reason: UnsafeMutablePointer<CChar>?
        let state = duckdb_open_ext(path, &opened, config, &reason)
        defer { duckdb_free(reason) }
        guard state == DUCKDB_OK, let opened else { throw DuckDBError(text: reason, sql: nil) }
        handle = opened
        try rowSources.register(on: Connection(to: self))
    }

    deinit {
        var handle: duckdb_database? = handle
        duckdb_close(&handle)
    }

    /// Opens a connection, which holds on to this database.
    ///
    /// Connections of one database work in parallel.
    ///
    /// - Throws: `connection` when the engine refuses.
    package func connect() throws(DuckDBError) -> Connection {
        try Connection(to: self)
    }
}
