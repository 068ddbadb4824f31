/// What a value means that is only known as text: in a CSV file, or on the command line.
package enum PropertyText {
    /// The text as JSON: what reads as a JSON number, `true` or `false` is one, letter for letter; anything else is a
    /// string.
    ///
    /// `0012` is no JSON number, so it stays text.
    package static func json(of text: String) -> String {
        isNumberOrBool(text) ? text : JSONValue.string(text).serialized()
    }

    /// The value under the same rule.
    package static func scalar(of text: String) -> PropertyFilter.Scalar {
        guard isNumberOrBool(text), let value = try? JSONValue.parse(text),
            let scalar = PropertyFilter.Scalar(value)
        else { return .string(text) }
        return scalar
    }

    private static func isNumberOrBool(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first else { return false }
            switch first {
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"): break
            default: return false
            }
            var cursor = JSONCursor(UnsafeRawBufferPointer(bytes))
            guard let skim = try? cursor.skipValue(), (try? cursor.finish()) != nil else { return false }
            return (skim.kind == .number || skim.kind == .bool) && skim.range == 0..<bytes.count
        }
    }
}
