/// Why bytes are not an event's record.
package enum EventRecordError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The record was written by a version that this one doesn't know.
    case unknownVersion(UInt8)
    /// The record ends before the field named.
    case truncated(field: String)
    /// The record goes on after its last field.
    case trailingBytes(Int)
    /// The field is not well-formed text, or not an id.
    case malformed(field: String)

    package var description: String {
        switch self {
        case .unknownVersion(let version): "a record of unknown version \(version)"
        case .truncated(let field): "a record that ends before its \(field)"
        case .trailingBytes(let count): "a record with \(count) bytes too many"
        case .malformed(let field): "a record whose \(field) is malformed"
        }
    }
}
