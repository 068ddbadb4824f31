/// What a refused field held, short enough to be kept and whole enough to be recognized.
package enum RejectedValue {
    /// Characters that are kept, the ellipsis of a longer value included.
    package static let length = 200

    /// Bytes that are looked at: a single character may be made of any number of them.
    private static let byteLimit = 2_048

    /// The JSON text of a value, cut between two characters.
    ///
    /// - Parameter bytes: The value as it was sent, with white space around it.
    /// - Returns: The text; one that was cut ends with `…`.
    package static func excerpt(of bytes: UnsafeRawBufferPointer) -> String {
        // All that JSON has below it is white space.
        var bytes = bytes.drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        var head = bytes.prefix(byteLimit)
        let isCut = head.count < bytes.count
        // The first byte left out may belong to a scalar that began before.
        if isCut, bytes[head.endIndex] & 0xC0 == 0x80 {
            while let last = head.popLast(), last & 0xC0 == 0x80 {}
        }
        var text = String(decoding: head, as: UTF8.self)
        // What follows might have belonged to the last character.
        if isCut, !text.isEmpty { text.removeLast() }
        return cut(text, isCut: isCut)
    }

    /// A text, cut between two characters.
    package static func excerpt(of text: String) -> String {
        var text = text
        return text.withUTF8 { excerpt(of: UnsafeRawBufferPointer($0)) }
    }

    private static func cut(_ text: String, isCut: Bool) -> String {
        // No text has more characters than bytes, and counting bytes is quick.
        guard isCut || text.utf8.count > length && text.count > length else { return text }
        return text.prefix(length - 1) + "…"
    }
}
