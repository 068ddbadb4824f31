/// The kinds of a JSON value.
package enum JSONKind: Sendable, Hashable, CaseIterable {
    case object, array, string, number, bool, null
}
