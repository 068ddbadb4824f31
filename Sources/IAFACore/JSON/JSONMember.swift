/// A name and its value in a JSON object.
package struct JSONMember: Sendable, Hashable {
    /// The decoded name; names may repeat in an object.
    package var name: String
    /// The value.
    package var value: JSONValue

    /// A member named `name`.
    package init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}
