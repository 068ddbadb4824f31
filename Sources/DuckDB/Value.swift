/// A value to bind to a parameter of a statement.
package enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    case text(String)
    /// Microseconds since 1970-01-01T00:00:00Z, as a TIMESTAMP without time zone.
    case timestampMicros(Int64)
    /// A VARCHAR[], as in `WHERE name IN (SELECT unnest($1))` or `list_contains($1, name)`.
    case textList([String])
}
