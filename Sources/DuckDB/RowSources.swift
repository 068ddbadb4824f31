internal import CDuckDB
private import Synchronization

/// The sources of rows that statements of one database may ask at the moment, by number.
final class RowSources: Sendable {
    /// A source, as the engine holds on to it.
    final class Entry: @unchecked Sendable {
        // @unchecked: the engine asks for rows on one thread at a time, and `failure` is read when it no longer does.
        private let source: any RowSource
        let columns: [(name: String, type: ColumnType)]
        private(set) var failure: (any Error)?

        init(_ source: any RowSource) {
            self.source = source
            columns = source.columns
        }

        /// Fills the engine's chunk; returns what went wrong.
        func fill(_ handle: duckdb_data_chunk) -> (any Error)? {
            let chunk = ChunkBuilder(borrowing: handle, columnTypes: columns.map(\.type))
            do {
                try source.fill(chunk)
            } catch {
                failure = error
                chunk.rowCount = 0
            }
            return failure
        }
    }

    private struct State {
        var last: Int64 = 0
        var entries: [Int64: Entry] = [:]
    }

    private let state = Mutex(State())

    func add(_ source: any RowSource) -> (number: Int64, entry: Entry) {
        let entry = Entry(source)
        return state.withLock { state in
            state.last += 1
            state.entries[state.last] = entry
            return (state.last, entry)
        }
    }

    func remove(_ number: Int64) {
        state.withLock { $0.entries[number] = nil }
    }

    private func entry(_ number: Int64) -> Entry? {
        state.withLock { $0.entries[number] }
    }
}

extension RowSources {
    /// Makes `rows_of(BIGINT)` known to a database, once.
    func register(on connection: Connection) throws(DuckDBError) {
        var function = duckdb_create_table_function()
        defer { duckdb_destroy_table_function(&function) }
        var number = duckdb_create_logical_type(ColumnType.int64.rawValue)
        defer { duckdb_destroy_logical_type(&number) }
        duckdb_table_function_set_name(function, "rows_of")
        duckdb_table_function_add_parameter(function, number)
        duckdb_table_function_set_extra_info(function, Unmanaged.passRetained(self).toOpaque()) { sources in
            if let sources { Unmanaged<RowSources>.fromOpaque(sources).release() }
        }
        duckdb_table_function_set_bind(function, Self.bind)
        duckdb_table_function_set_init(function) { _ in }
        duckdb_table_function_set_function(function, Self.fill)
        guard duckdb_register_table_function(connection.handle, function) == DUCKDB_OK else {
            throw DuckDBError(kind: .catalog, message: "could not register the function rows_of")
        }
    }

    /// Tells the engine which columns to expect; may be called several times for a statement.
    private static let bind: @convention(c) (duckdb_bind_info?) -> Void = { info in
        guard let sources = duckdb_bind_get_extra_info(info) else { return }
        var value = duckdb_bind_get_parameter(info, 0)
        defer { duckdb_destroy_value(&value) }
        let number = duckdb_get_int64(value)
        guard let entry = Unmanaged<RowSources>.fromOpaque(sources).takeUnretainedValue().entry(number) else {
            return duckdb_bind_set_error(info, "there are no rows of the number \(number)")
        }
        for (name, type) in entry.columns {
            var logical = duckdb_create_logical_type(type.rawValue)
            duckdb_bind_add_result_column(info, name, logical)
            duckdb_destroy_logical_type(&logical)
        }
        duckdb_bind_set_bind_data(info, Unmanaged.passRetained(entry).toOpaque()) { entry in
            if let entry { Unmanaged<Entry>.fromOpaque(entry).release() }
        }
    }

    private static let fill: @convention(c) (duckdb_function_info?, duckdb_data_chunk?) -> Void = { info, chunk in
        guard let entry = duckdb_function_get_bind_data(info), let chunk else { return }
        if let failure = Unmanaged<Entry>.fromOpaque(entry).takeUnretainedValue().fill(chunk) {
            duckdb_function_set_error(info, "\(failure)")
        }
    }
}
