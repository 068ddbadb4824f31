/// Finds one property in the JSON objects of many rows without building their trees.
///
/// The last member of a name counts. A name with dots is looked up as it stands first; where no member has it, its part
/// before the first dot names an object in which the rest is looked up the same way. So `cart.total` finds
/// `{"cart.total": 1}` and `{"cart": {"total": 1}}`, and the first where both are there.
package struct JSONPropertyLookup: Sendable {
    /// The property's name in UTF-8.
    private let name: [UInt8]
    /// Where the parts between dots start in `name`, in bytes; the first is 0.
    private let partStarts: [Int]

    /// A lookup of the property named `name`.
    package init(name: String) {
        self.name = Array(name.utf8)
        var starts = [0]
        for (index, byte) in self.name.enumerated() where byte == UInt8(ascii: ".") {
            starts.append(index + 1)
        }
        partStarts = starts
    }

    /// The property's value in a JSON object.
    ///
    /// Allocates nothing but the string it returns. Any bytes are safe; those that are no JSON object give `missing` or
    /// the value of a member that can be made out.
    /// - Parameter bytes: The UTF-8 text of an object that was validated before.
    /// - Returns: The value of the last member of that name; a string with its escapes decoded.
    package func value(in bytes: UnsafeRawBufferPointer) -> PropertyValue {
        name.withUnsafeBytes { name in
            var scanner = JSONTrustingScanner(bytes)
            for part in partStarts.indices {
                let start = partStarts[part]
                let isLast = part + 1 == partStarts.count
                let rest = UnsafeRawBufferPointer(rebasing: name[start...])
                // Of the last part, the part is the rest, which is looked for first.
                let first = isLast ? rest : UnsafeRawBufferPointer(rebasing: name[start..<partStarts[part + 1] - 1])
                let found = scanner.findMembers(named: rest, or: first)
                if let place = found.whole { return Self.decode(bytes, at: place) }
                guard !isLast, let place = found.part else { return .missing }
                scanner.position = place
            }
            return .missing
        }
    }

    /// The property's value in a JSON object held in an array.
    package func value(in bytes: [UInt8]) -> PropertyValue {
        bytes.withUnsafeBytes { value(in: $0) }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, at place: Int) -> PropertyValue {
        var cursor = JSONCursor(bytes)
        cursor.position = place
        do throws(JSONError) {
            switch try cursor.peekKind() {
            case .null: return .null
            case .bool: return .bool(try cursor.readBool())
            case .number: return .number(try cursor.readNumber().value)
            case .string: return .string(try cursor.readString().text)
            case .object, .array: return .other
            }
        } catch {
            return .missing
        }
    }
}
