/// The value of an event's property, as far as filters and breakdowns tell values apart.
package enum PropertyValue: Sendable, Hashable {
    /// The property is not there.
    case missing
    /// JSON `null`.
    case null
    case bool(Bool)
    /// A finite number.
    case number(Double)
    case string(String)
    /// An object or an array, which no filter looks into.
    case other
}
