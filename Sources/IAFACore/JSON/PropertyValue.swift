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

    /// Whether two values are one to who tells values apart: texts by their bytes.
    package func isSame(as other: PropertyValue) -> Bool {
        if case .string(let left) = self, case .string(let right) = other {
            return left.utf8.elementsEqual(right.utf8)
        }
        return self == other
    }

    /// A number that stands for the value where values are only compared, as ``PersonKey`` stands for a person.
    ///
    /// `seed`: The key of the values before it, where several are compared together.
    package func key(seed: UInt64 = 0) -> UInt64 {
        switch self {
        case .missing, .null: return Self.key(of: 0, 0, seed)
        case .bool(let flag): return Self.key(of: 1, flag ? 1 : 0, seed)
        // Both zeros are one.
        case .number(let number): return Self.key(of: 2, number == 0 ? 0 : number.bitPattern, seed)
        case .other: return Self.key(of: 3, 0, seed)
        case .string(var text):
            return text.withUTF8 { Self.key(of: 4, PersonKey.key(of: UnsafeRawBufferPointer($0)), seed) }
        }
    }

    private static func key(of kind: UInt64, _ content: UInt64, _ seed: UInt64) -> UInt64 {
        withUnsafeBytes(of: (kind, content, seed), PersonKey.key(of:))
    }
}
