/// A condition on one property of an event.
///
/// Values are typed: the number 5 isn't the text "5". A property that is missing, or null, satisfies only
/// `neq`, `not_in`, `not_contains` and `is_not_set`; so does one whose type the operator doesn't compare.
package struct PropertyFilter: Sendable, Hashable {
    /// The property's name; where no property has it literally, `a.b` means `b` within `a`.
    package let property: String
    package let condition: Condition

    package init(property: String, condition: Condition) {
        self.property = property
        self.condition = condition
    }

    /// An operator with the values that it needs.
    package enum Condition: Sendable, Hashable {
        case equals(Scalar)
        case notEquals(Scalar)
        case isIn([Scalar])
        case isNotIn([Scalar])
        /// Text that contains the text, letter for letter.
        case contains(String)
        case notContains(String)
        /// Numbers by size, texts by their UTF-8 bytes.
        case greater(Scalar)
        case greaterOrEqual(Scalar)
        case less(Scalar)
        case lessOrEqual(Scalar)
        case isSet
        case isNotSet
        /// Text in which the regular expression is found.
        case matches(LinearRegex)
    }

    /// A value that a property can be compared with.
    package enum Scalar: Sendable, Hashable {
        case string(String)
        case number(Double)
        case bool(Bool)
    }

    /// Whether a property's value satisfies the condition.
    package func accepts(_ value: PropertyValue) -> Bool {
        switch condition {
        case .equals(let wanted): Self.equal(value, wanted)
        case .notEquals(let wanted): !Self.equal(value, wanted)
        case .isIn(let wanted): wanted.contains { Self.equal(value, $0) }
        case .isNotIn(let wanted): !wanted.contains { Self.equal(value, $0) }
        case .contains(let part): Self.contains(value, part)
        case .notContains(let part): !Self.contains(value, part)
        case .greater(let bound): Self.compare(value, bound).map { $0 > 0 } ?? false
        case .greaterOrEqual(let bound): Self.compare(value, bound).map { $0 >= 0 } ?? false
        case .less(let bound): Self.compare(value, bound).map { $0 < 0 } ?? false
        case .lessOrEqual(let bound): Self.compare(value, bound).map { $0 <= 0 } ?? false
        case .isSet: Self.isSet(value)
        case .isNotSet: !Self.isSet(value)
        case .matches(let pattern): if case .string(let text) = value { pattern.matches(text) } else { false }
        }
    }

    private static func isSet(_ value: PropertyValue) -> Bool {
        switch value {
        case .missing, .null: false
        case .bool, .number, .string, .other: true
        }
    }

    private static func equal(_ value: PropertyValue, _ wanted: Scalar) -> Bool {
        switch (value, wanted) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.number(let left), .number(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        default: false
        }
    }

    private static func contains(_ value: PropertyValue, _ part: String) -> Bool {
        guard case .string(let text) = value else { return false }
        return text.utf8.containsSubsequence(part.utf8)
    }

    /// Below, at or above zero as the value is less than, equal to or greater than the bound; nil across types.
    private static func compare(_ value: PropertyValue, _ bound: Scalar) -> Int? {
        switch (value, bound) {
        case (.number(let left), .number(let right)):
            left < right ? -1 : (left == right ? 0 : 1)
        case (.string(let left), .string(let right)):
            left.utf8.lexicographicallyPrecedes(right.utf8)
                ? -1 : (right.utf8.lexicographicallyPrecedes(left.utf8) ? 1 : 0)
        default: nil
        }
    }
}

extension String.UTF8View {
    /// Whether the bytes of another text stand somewhere in these; the empty text stands everywhere.
    fileprivate func containsSubsequence(_ part: String.UTF8View) -> Bool {
        guard let first = part.first else { return true }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: part) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
