/// Why a pattern is refused.
package struct RegexError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The fault in plain words, fit for a client.
    package let message: String
    /// Where it is, in bytes of the pattern's UTF-8, 0 … its length.
    package let offset: Int

    /// A fault `offset` bytes from the start of a pattern.
    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { "invalid pattern at byte \(offset): \(message)" }
}
