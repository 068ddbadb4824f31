/// A JSON value as a tree, for documents that are small: settings, definitions, answers.
///
/// The events' hot path reads with ``JSONCursor`` instead. Equality is that of the text: the order of members counts.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The value of the last member named `name`, or nil where this is no object or has no such member.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }
}
