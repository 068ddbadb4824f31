internal import CDuckDB

/// Some rows of a result, column by column, in the engine's own memory.
///
/// Never changes, so any thread may read it. Everything its columns hand out points into it: keep the chunk in a
/// variable for as long as a column, buffer or byte range of it is in use.
package final class DataChunk: @unchecked Sendable {
    // @unchecked: set once, read only, destroyed once.
    private let handle: duckdb_data_chunk
    private let types: [ColumnType]

    /// How many rows it holds.
    package let rowCount: Int

    /// How many columns it has.
    package var columnCount: Int { types.count }

    /// The most rows that any chunk holds: 2048.
    package static var capacity: Int { Int(duckdb_vector_size()) }

    init(adopting handle: duckdb_data_chunk, types: [ColumnType]) {
        self.handle = handle
        self.types = types
        rowCount = Int(duckdb_data_chunk_get_size(handle))
    }

    deinit {
        var handle: duckdb_data_chunk? = handle
        duckdb_destroy_data_chunk(&handle)
    }

    /// Looks up a column.
    ///
    /// Costs a few calls into the engine, so do it once per chunk and not once per row.
    ///
    /// - Parameter index: Counted from 0. Traps when there is no such column.
    /// - Returns: A view, which must not outlive the chunk.
    package func column(_ index: Int) -> DataColumn {
        precondition(types.indices.contains(index), "the chunk has \(types.count) columns, not \(index + 1)")
        let vector = duckdb_data_chunk_get_vector(handle, idx_t(index))
        guard let data = duckdb_vector_get_data(vector) else {
            preconditionFailure("the engine gave a column without memory")
        }
        return DataColumn(
            type: types[index],
            count: rowCount,
            data: UnsafeRawPointer(data),
            validity: UnsafePointer(duckdb_vector_get_validity(vector))
        )
    }
}
