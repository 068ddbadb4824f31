/// What a name, an id or an event type may consist of.
package enum TextRules {
    /// What is wrong with a text, as a code and a message; nil where nothing is.
    ///
    /// `length`: The Unicode scalars it may have.
    package static func fault(of text: String, length: ClosedRange<Int>) -> (code: String, message: String)? {
        var scalars = 0
        var isVisible = false
        // By bytes, as nearly every text is ASCII: the properties of a scalar are slow to look up.
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F {
                return ("invalid_characters", "must not contain control characters")
            }
            if byte & 0xC0 != 0x80 { scalars += 1 }
            if byte > 0x20, byte < 0x80 { isVisible = true }
        }
        if scalars < length.lowerBound {
            return text.isEmpty
                ? ("empty", "must not be empty") : ("too_short", "must have at least \(length.lowerBound) characters")
        }
        if scalars > length.upperBound {
            return ("too_long", "must have at most \(length.upperBound) characters, not \(scalars)")
        }
        if isVisible || text.isEmpty { return nil }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? ("empty", "must not be blank") : nil
    }
}
