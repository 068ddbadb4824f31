internal import CDuckDB

/// A prepared statement.
///
/// Can run many times, with other values each time, and after a run that failed.
///
/// Belongs to the thread that uses its connection.
package final class Statement {
    /// The text it was prepared from.
    package let sql: String

    /// How many parameters the text has.
    package var parameterCount: Int { Int(duckdb_nparams(handle)) }

    private let handle: duckdb_prepared_statement
    private let connection: Connection

    init(_ sql: String, connection: Connection) throws(DuckDBError) {
        precondition(!sql.utf8.contains(0), "SQL text must not contain a NUL byte")
        var prepared: duckdb_prepared_statement?
        guard duckdb_prepare(connection.handle, sql, &prepared) == DUCKDB_OK, let prepared else {
            defer { duckdb_destroy_prepare(&prepared) }
            throw DuckDBError(text: duckdb_prepare_error(prepared), sql: sql)
        }
        self.sql = sql
        self.handle = prepared
        self.connection = connection
    }

    deinit {
        var handle: duckdb_prepared_statement? = handle
        duckdb_destroy_prepare(&handle)
    }

    /// Binds the values to the parameters `$1`, `$2` … and forgets what was bound before.
    ///
    /// - Throws: `invalidInput` when the statement has fewer parameters than there are values.
    package func bind(_ values: [Value]) throws(DuckDBError) {
        _ = duckdb_clear_bindings(handle)
        for (offset, value) in values.enumerated() {
            try bind(value, at: offset + 1)
        }
    }

    /// Binds one value, which is copied, and leaves the others as they are.
    ///
    /// - Parameters:
    ///   - value: What to bind.
    ///   - position: The number of the parameter: 1 for `$1`. Traps below 1.
    /// - Throws: `invalidInput` when the statement has no such parameter.
    package func bind(_ value: Value, at position: Int) throws(DuckDBError) {
        precondition(position >= 1, "parameters are numbered from 1")
        guard position <= parameterCount else {
            throw DuckDBError(
                kind: .invalidInput,
                message: "parameter $\(position) bound, but the statement has \(parameterCount)",
                sql: sql
            )
        }
        let parameter = idx_t(position)
        let state =
            switch value {
            case .null: duckdb_bind_null(handle, parameter)
            case .bool(let bool): duckdb_bind_boolean(handle, parameter, bool)
            case .int64(let number): duckdb_bind_int64(handle, parameter, number)
            case .uint64(let number): duckdb_bind_uint64(handle, parameter, number)
            case .double(let number): duckdb_bind_double(handle, parameter, number)
            case .timestampMicros(let micros):
                duckdb_bind_timestamp(handle, parameter, duckdb_timestamp(micros: micros))
            case .text(let text): bindText(text, at: parameter)
            case .textList(let texts): bindTextList(texts, at: parameter)
            }
        guard state == DUCKDB_OK else { throw DuckDBError(text: duckdb_prepare_error(handle), sql: sql) }
    }

    /// Runs the statement and collects the whole result in memory.
    ///
    /// Blocks.
    ///
    /// - Throws: Any kind, among them `invalidInput` for a parameter that was not bound and `interrupt`.
    @discardableResult
    package func execute() throws(DuckDBError) -> QueryResult {
        var result = duckdb_result()
        let state = duckdb_execute_prepared(handle, &result)
        return try QueryResult(adopting: result, state: state, connection: connection, sql: sql)
    }

    /// Runs the statement and hands out its rows while it runs, so that memory stays bounded.
    ///
    /// Blocks, here until the first rows are there and then in `nextChunk()`.
    ///
    /// A connection has one stream at a time: the next statement on it ends this one, whose `nextChunk()` then throws.
    /// An error can come as late as the last chunk.
    ///
    /// - Throws: As `execute()`.
    package func stream() throws(DuckDBError) -> QueryResult {
        var result = duckdb_result()
        let state = duckdb_execute_prepared_streaming(handle, &result)
        return try QueryResult(adopting: result, state: state, connection: connection, sql: sql)
    }

    private func bindText(_ text: String, at parameter: idx_t) -> duckdb_state {
        withUTF8Characters(of: text) { bytes, count in
            duckdb_bind_varchar_length(handle, parameter, bytes, count)
        }
    }

    private func bindTextList(_ texts: [String], at parameter: idx_t) -> duckdb_state {
        var elementType = duckdb_create_logical_type(ColumnType.text.rawValue)
        defer { duckdb_destroy_logical_type(&elementType) }
        var elements = texts.map { text in
            withUTF8Characters(of: text) { bytes, count in duckdb_create_varchar_length(bytes, count) }
        }
        defer {
            for index in elements.indices {
                duckdb_destroy_value(&elements[index])
            }
        }
        var list = duckdb_create_list_value(elementType, &elements, idx_t(elements.count))
        defer { duckdb_destroy_value(&list) }
        return duckdb_bind_value(handle, parameter, list)
    }

    /// Calls `body` with the text's bytes, which may contain NUL and which an empty text has an address for, too.
    private func withUTF8Characters<Result>(
        of text: String,
        _ body: (UnsafePointer<CChar>?, idx_t) -> Result
    ) -> Result {
        var text = text
        let count = idx_t(text.utf8.count)
        return text.withUTF8 { bytes in
            guard let address = bytes.baseAddress else { return "".withCString { body($0, 0) } }
            return address.withMemoryRebound(to: CChar.self, capacity: bytes.count) { body($0, count) }
        }
    }
}
