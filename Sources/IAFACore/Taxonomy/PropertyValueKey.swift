/// A property's value as bytes, so that values are told apart as filters do: `5` is not `"5"`, but `5.0` is `5`.
///
/// One byte says the kind; then a text's UTF-8 or a number's 64 bits, little-endian.
package struct PropertyValueKey {
    let bytes: ArraySlice<UInt8>
    let hash: UInt64

    /// The number that it is; nil for others.
    let number: Double?

    private static let text = UInt8(ascii: "s")
    private static let numeric = UInt8(ascii: "n")
    private static let yes = UInt8(ascii: "t")
    private static let no = UInt8(ascii: "f")

    /// Reads a value that was found to be of a kind; nil of null, objects and arrays.
    ///
    /// `scratch`: Room to work in.
    init?(_ json: UnsafeRawBufferPointer, _ kind: JSONKind, scratch: inout [UInt8]) {
        var cursor = JSONCursor(json)
        scratch.removeAll(keepingCapacity: true)
        var number: Double?
        do throws(JSONError) {
            switch kind {
            case .string:
                scratch.append(Self.text)
                try cursor.readString().append(to: &scratch)
            case .number:
                // Zero has two signs.
                let value = try cursor.readNumber().value + 0
                number = value
                scratch.append(Self.numeric)
                withUnsafeBytes(of: value.bitPattern.littleEndian) { scratch.append(contentsOf: $0) }
            case .bool: scratch.append(try cursor.readBool() ? Self.yes : Self.no)
            case .null, .object, .array: return nil
            }
        } catch {
            return nil
        }
        self.number = number
        bytes = scratch[...]
        hash = scratch.withUnsafeBytes { PersonKey.key(of: $0) }
    }

    /// The value that a key stands for; nil where it is none.
    package static func value(of key: [UInt8]) -> PropertyFilter.Scalar? {
        switch key.first {
        case text: return String(validating: key.dropFirst(), as: UTF8.self).map { .string($0) }
        case numeric where key.count == 9:
            let bits = key.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 1, as: UInt64.self) }
            let number = Double(bitPattern: UInt64(littleEndian: bits))
            return number.isFinite ? .number(number) : nil
        case yes where key.count == 1: return .bool(true)
        case no where key.count == 1: return .bool(false)
        default: return nil
        }
    }
}
