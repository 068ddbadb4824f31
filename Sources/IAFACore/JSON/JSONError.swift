/// Why a text is not JSON, and where.
///
/// It never carries a piece of the text itself, so that it can be logged and sent to a client.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong at the place of a ``JSONError``.
    package enum Reason: String, Sendable, Equatable, CaseIterable {
        /// The text stops inside a value.
        case unexpectedEnd
        /// A byte that can't stand here.
        case unexpectedByte
        /// The value is of another kind than the caller asked for.
        case unexpectedKind
        /// A string holds bytes that are not UTF-8.
        case invalidUTF8
        /// A backslash is followed by something that is no escape.
        case invalidEscape
        /// A string holds a raw byte below 0x20.
        case controlCharacter
        /// A number breaks JSON's grammar, such as `01`, `1.` or `+1`.
        case invalidNumber
        /// A number is too large for a finite `Double`.
        case numberOutOfRange
        /// Objects and arrays are nested deeper than allowed.
        case tooDeep
        /// A string escapes a surrogate without its partner, where that is not allowed.
        case loneSurrogate
        /// Something other than white space follows the value.
        case trailingBytes

        /// The reason in plain words, starting in lower case and without a full stop.
        package var message: String {
            switch self {
            case .unexpectedEnd: "the text ends in the middle of a value"
            case .unexpectedByte: "unexpected character"
            case .unexpectedKind: "the value is of another type than expected"
            case .invalidUTF8: "a string holds bytes that are not valid UTF-8"
            case .invalidEscape: "a backslash in a string is not followed by a valid escape"
            case .controlCharacter: "a control character in a string must be written as an escape such as \\n"
            case .invalidNumber: "a number is malformed"
            case .numberOutOfRange: "a number is too large"
            case .tooDeep: "objects and arrays are nested too deeply"
            case .loneSurrogate: "a string holds an unpaired surrogate"
            case .trailingBytes: "there is more text after the end of the value"
            }
        }
    }

    /// The place of the fault in bytes from the start of the text, 0 … the text's length.
    package let offset: Int
    /// What is wrong there.
    package let reason: Reason

    /// An error at `offset` bytes from the start of the text.
    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    /// The fault in plain words with its place, fit for a client: `invalid JSON at byte 17: a number is malformed`.
    package var message: String { "invalid JSON at byte \(offset): \(reason.message)" }

    package var description: String { message }
}
