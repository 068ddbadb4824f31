/// What a name, an id or an event type may consist of.
package enum TextRules {
    /// What is wrong with a text, as a code and a message; nil where nothing is.
    ///
    /// `length`: The Unicode scalars it may have.
    package static func fault(of text: String, length: ClosedRange<Int>) -> (code: String, message: String)? {
        var scalars = 0
        var isBlank = true
        for scalar in text.unicodeScalars {
            scalars += 1
            if scalar.value < 0x20 || scalar.value == 0x7F {
                return ("invalid_characters", "must not contain control characters")
            }
            if isBlank, !scalar.properties.isWhitespace { isBlank = false }
        }
        if scalars < length.lowerBound {
            return text.isEmpty
                ? ("empty", "must not be empty") : ("too_short", "must have at least \(length.lowerBound) characters")
        }
        if scalars > length.upperBound {
            return ("too_long", "must have at most \(length.upperBound) characters, not \(scalars)")
        }
        return isBlank && scalars > 0 ? ("empty", "must not be blank") : nil
    }
}
