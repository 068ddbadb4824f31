/// Why the metadata store could not do what it was asked.
package enum MetadataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another record of the collection has the id or the unique value of the named index already.
    case conflict(collection: String, index: String)

    /// A stored document can't be read; the message names it and says what to do.
    case unreadable(message: String)

    /// A change could not be made durable, and was not made; the message says why.
    case unwritable(message: String)

    package var description: String {
        switch self {
        case .conflict(let collection, let index): "another record of '\(collection)' has the same \(index)"
        case .unreadable(let message), .unwritable(let message): message
        }
    }
}
