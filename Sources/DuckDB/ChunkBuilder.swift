internal import CDuckDB

/// Rows in the making, column by column, in the engine's own memory; for an `Appender` or a `RowSource`.
///
/// Set every column of row 0, 1, 2 …, then `rowCount`, append, `reset()`, and begin again: the memory is reused. A row
/// that was not set holds whatever was there. Not to be used from two threads at once. The setters check row and column
/// in debug builds, and the column's type in every build.
package final class ChunkBuilder {
    /// The types of the columns, in order.
    package let columnTypes: [ColumnType]

    /// The most rows a chunk holds: 2048.
    package let capacity: Int

    /// How many rows of it count.
    ///
    /// Traps beyond `capacity`.
    package var rowCount: Int {
        get { Int(duckdb_data_chunk_get_size(handle)) }
        set {
            precondition((0...capacity).contains(newValue), "a chunk holds 0 to \(capacity) rows")
            duckdb_data_chunk_set_size(handle, idx_t(newValue))
        }
    }

    let handle: duckdb_data_chunk
    private let isOwned: Bool
    @usableFromInline var columns: [Column] = []

    /// Allocates a chunk of no rows.
    ///
    /// - Parameter columnTypes: One for each column of the table, in its order. Traps when empty or one is `other`.
    package init(columnTypes: [ColumnType]) {
        precondition(!columnTypes.isEmpty && !columnTypes.contains(.other), "a chunk needs columns of known types")
        var types = columnTypes.map { duckdb_create_logical_type($0.rawValue) }
        guard let created = duckdb_create_data_chunk(&types, idx_t(types.count)) else {
            preconditionFailure("the engine could not make a chunk of \(columnTypes)")
        }
        for index in types.indices {
            duckdb_destroy_logical_type(&types[index])
        }
        self.columnTypes = columnTypes
        handle = created
        isOwned = true
        capacity = DataChunk.capacity
        findColumns()
    }

    /// Fills a chunk of no rows that the engine made and keeps; not to be used once the engine has it back.
    init(borrowing handle: duckdb_data_chunk, columnTypes: [ColumnType]) {
        self.columnTypes = columnTypes
        self.handle = handle
        isOwned = false
        capacity = DataChunk.capacity
        findColumns()
    }

    deinit {
        guard isOwned else { return }
        var handle: duckdb_data_chunk? = handle
        duckdb_destroy_data_chunk(&handle)
    }

    /// Forgets all rows, NULLs and strings.
    package func reset() {
        duckdb_data_chunk_reset(handle)
        findColumns()
    }

    /// Asks anew where the columns are, because a reset may move them.
    private func findColumns() {
        columns = columnTypes.enumerated().map { index, type in
            let vector = duckdb_data_chunk_get_vector(handle, idx_t(index))
            duckdb_vector_ensure_validity_writable(vector)
            guard let data = duckdb_vector_get_data(vector), let validity = duckdb_vector_get_validity(vector) else {
                preconditionFailure("the engine gave a column without memory")
            }
            return Column(type: type, data: data, validity: validity)
        }
    }
}

extension ChunkBuilder {
    /// Where a column's values and NULLs are.
    @usableFromInline struct Column {
        @usableFromInline let type: ColumnType
        @usableFromInline let data: UnsafeMutableRawPointer
        @usableFromInline let validity: UnsafeMutablePointer<UInt64>
    }

    /// Makes the row NULL.
    ///
    /// It stays so until `reset()`, whatever is set after.
    @inlinable
    package func setNull(column: Int, row: Int) {
        assert(row >= 0 && row < capacity)
        columns[column].validity[row &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: row & 63))
    }

    /// Sets a value of a BOOLEAN column.
    @inlinable
    package func setBool(_ value: Bool, column: Int, row: Int) {
        store(value, column: column, row: row, type: .bool)
    }

    /// Sets a value of an INTEGER column.
    @inlinable
    package func setInt32(_ value: Int32, column: Int, row: Int) {
        store(value, column: column, row: row, type: .int32)
    }

    /// Sets a value of a BIGINT column.
    @inlinable
    package func setInt64(_ value: Int64, column: Int, row: Int) {
        store(value, column: column, row: row, type: .int64)
    }

    /// Sets a value of a UINTEGER column.
    @inlinable
    package func setUInt32(_ value: UInt32, column: Int, row: Int) {
        store(value, column: column, row: row, type: .uint32)
    }

    /// Sets a value of a UBIGINT column.
    @inlinable
    package func setUInt64(_ value: UInt64, column: Int, row: Int) {
        store(value, column: column, row: row, type: .uint64)
    }

    /// Sets a value of a DOUBLE column.
    @inlinable
    package func setDouble(_ value: Double, column: Int, row: Int) {
        store(value, column: column, row: row, type: .double)
    }

    /// Sets a value of a TIMESTAMP column, in microseconds since 1970-01-01T00:00:00Z.
    @inlinable
    package func setTimestampMicros(_ micros: Int64, column: Int, row: Int) {
        store(micros, column: column, row: row, type: .timestamp)
    }

    /// Copies a string into a VARCHAR column.
    package func setText(_ text: String, column: Int, row: Int) {
        var text = text
        text.withUTF8 { setText(UnsafeRawBufferPointer($0), column: column, row: row) }
    }

    /// Copies bytes into a VARCHAR or BLOB column.
    ///
    /// Bytes for a VARCHAR that are not UTF-8 make the row NULL.
    package func setText(_ bytes: UnsafeRawBufferPointer, column: Int, row: Int) {
        precondition(row >= 0 && row < capacity, "a chunk holds rows 0 to \(capacity - 1)")
        let type = columns[column].type
        precondition(type == .text || type == .blob, "column \(column) is \(type), not text")
        let vector = duckdb_data_chunk_get_vector(handle, idx_t(column))
        guard let address = bytes.baseAddress else {
            return duckdb_vector_assign_string_element_len(vector, idx_t(row), "", 0)
        }
        let characters = address.assumingMemoryBound(to: CChar.self)
        duckdb_vector_assign_string_element_len(vector, idx_t(row), characters, idx_t(bytes.count))
    }

    @inlinable
    func store<Element>(_ value: Element, column: Int, row: Int, type: ColumnType) {
        assert(row >= 0 && row < capacity)
        let target = columns[column]
        precondition(target.type == type)
        target.data.storeBytes(of: value, toByteOffset: row &* MemoryLayout<Element>.stride, as: Element.self)
    }
}
