/// A view of one column of a chunk.
///
/// Copies nothing, and must not outlive the chunk.
///
/// The accessors that take a row don't check it in release builds. What a typed view holds in a row that is NULL is
/// undefined; ask `isNull(at:)` unless the column can't have NULLs.
package struct DataColumn {
    /// The column's type.
    package let type: ColumnType

    /// How many rows it has.
    package let count: Int

    @usableFromInline let data: UnsafeRawPointer

    /// Bit `r % 64` of word `r / 64` is 1 when row `r` has a value; nil when every row has one.
    package let validityWords: UnsafePointer<UInt64>?

    init(type: ColumnType, count: Int, data: UnsafeRawPointer, validity: UnsafePointer<UInt64>?) {
        self.type = type
        self.count = count
        self.data = data
        self.validityWords = validity
    }

    /// Whether the column may hold a NULL.
    ///
    /// False lets a loop skip the question per row.
    @inlinable package var mayHaveNulls: Bool { validityWords != nil }

    /// Whether the row is NULL.
    @inlinable
    package func isNull(at row: Int) -> Bool {
        assert(row >= 0 && row < count)
        guard let validityWords else { return false }
        return (validityWords[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63)) & 1 == 0
    }
}

extension DataColumn {
    /// The values of a BOOLEAN column.
    ///
    /// Traps for another type, as all of these do.
    package var bools: UnsafeBufferPointer<Bool> { values([.bool]) }

    /// The values of a TINYINT column.
    package var int8s: UnsafeBufferPointer<Int8> { values([.int8]) }

    /// The values of a SMALLINT column.
    package var int16s: UnsafeBufferPointer<Int16> { values([.int16]) }

    /// The values of an INTEGER column, or the days since 1970-01-01 of a DATE.
    package var int32s: UnsafeBufferPointer<Int32> { values([.int32, .date]) }

    /// The values of a BIGINT column, or the microseconds since 1970-01-01T00:00:00Z of a TIMESTAMP of either kind.
    package var int64s: UnsafeBufferPointer<Int64> { values([.int64, .timestamp, .timestampWithTimeZone]) }

    /// The values of a UTINYINT column.
    package var uint8s: UnsafeBufferPointer<UInt8> { values([.uint8]) }

    /// The values of a USMALLINT column.
    package var uint16s: UnsafeBufferPointer<UInt16> { values([.uint16]) }

    /// The values of a UINTEGER column.
    package var uint32s: UnsafeBufferPointer<UInt32> { values([.uint32]) }

    /// The values of a UBIGINT column.
    package var uint64s: UnsafeBufferPointer<UInt64> { values([.uint64]) }

    /// The values of a FLOAT column.
    package var floats: UnsafeBufferPointer<Float> { values([.float]) }

    /// The values of a DOUBLE column.
    package var doubles: UnsafeBufferPointer<Double> { values([.double]) }

    /// The strings of a VARCHAR or BLOB column.
    package var strings: StringColumn {
        precondition(type == .text || type == .blob, "a column of type \(type) has no strings")
        return StringColumn(column: self)
    }

    private func values<Element>(_ allowed: [ColumnType]) -> UnsafeBufferPointer<Element> {
        precondition(allowed.contains(type), "a column of type \(type) has no \(Element.self) values")
        return UnsafeBufferPointer(start: data.assumingMemoryBound(to: Element.self), count: count)
    }
}
