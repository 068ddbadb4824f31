/// A number as JSON wrote it.
package struct JSONNumber: Sendable, Hashable {
    /// The nearest `Double`, always finite.
    package let value: Double
    /// The exact value where it is a whole number that an `Int64` holds (`12`, `12.0`, `1.2e1`), else nil.
    package let integer: Int64?
}
