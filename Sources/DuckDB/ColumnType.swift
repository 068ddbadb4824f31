/// The type of a column, by the engine's own numbers.
///
/// The types that have no view here are `other`.
package enum ColumnType: UInt32, Sendable {
    case bool = 1
    case int8 = 2
    case int16 = 3
    case int32 = 4
    case int64 = 5
    case uint8 = 6
    case uint16 = 7
    case uint32 = 8
    case uint64 = 9
    case float = 10
    case double = 11
    /// Microseconds since 1970-01-01T00:00:00Z, stored as `Int64`.
    case timestamp = 12
    /// Days since 1970-01-01, stored as `Int32`.
    case date = 13
    case text = 17
    case blob = 18
    /// As `timestamp`; only the engine's functions on it differ.
    case timestampWithTimeZone = 31
    /// Anything else: HUGEINT, DECIMAL, lists, structs … Cast it in SQL to read it.
    case other = 0
}
