/// A view of one column of strings.
///
/// Copies nothing, and must not outlive the chunk.
///
/// The accessors don't check the row in release builds.
package struct StringColumn {
    /// The column, for its NULLs.
    package let column: DataColumn

    init(column: DataColumn) {
        self.column = column
    }

    /// The bytes of the string, valid as long as the chunk is held.
    ///
    /// Empty strings have an address and no bytes. What a row that is NULL holds is undefined.
    @inlinable
    package func bytes(at row: Int) -> UnsafeRawBufferPointer {
        assert(row >= 0 && row < column.count && !column.isNull(at: row))
        // The layout is that of duckdb_string_t: the length, then the content if it fits in 12 bytes, or else 4 bytes
        // of it and its address. The C type is not used here, so that callers need not import it to inline this.
        let element = column.data + row &* 16
        let length = Int(truncatingIfNeeded: element.load(as: UInt32.self))
        let content =
            length <= 12 ? element + 4 : element.load(fromByteOffset: 8, as: UnsafeRawPointer.self)
        return UnsafeRawBufferPointer(start: content, count: length)
    }

    /// A copy of the string, or nil when the row is NULL.
    ///
    /// Bytes that are not UTF-8, possible in a BLOB only, are replaced by U+FFFD.
    @inlinable
    package func string(at row: Int) -> String? {
        column.isNull(at: row) ? nil : String(decoding: bytes(at: row), as: UTF8.self)
    }
}
