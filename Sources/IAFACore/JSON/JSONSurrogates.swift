/// Mends strings that were cut in the middle of a character outside of the Basic Multilingual Plane, such as an emoji.
package enum JSONSurrogates {
    /// The same JSON text with `\ufffd` in place of each escaped surrogate without its partner.
    ///
    /// Everything else stays byte for byte, numbers above all. `text` must be valid JSON.
    package static func mended(_ text: UnsafeRawBufferPointer) -> String {
        var bytes = Array(text)
        var place = 0
        while place < text.count {
            guard text[place] == UInt8(ascii: "\\"), place + 1 < text.count else {
                place += 1
                continue
            }
            guard text[place + 1] == UInt8(ascii: "u"), let unit = JSONBytes.hexadecimal(text, at: place + 2),
                let (_, length) = JSONBytes.unicodeEscape(text, at: place)
            else {
                place += 2
                continue
            }
            if length == 6, (0xD800...0xDFFF).contains(unit) {
                bytes.replaceSubrange(place + 2..<place + 6, with: "fffd".utf8)
            }
            place += length
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
