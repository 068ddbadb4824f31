import IAFACore

extension JSONValue {
    /// The text of a string; nil of anything else.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The whole number; nil of anything else.
    var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }

    var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The names of an object's members, sorted; empty for anything else.
    var names: [String] { if case .object(let members) = self { members.map(\.name).sorted() } else { [] } }
}
