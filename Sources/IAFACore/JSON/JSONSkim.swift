/// What ``JSONCursor/skipValue(maxDepth:)`` learned about a value while it validated it.
package struct JSONSkim: Sendable, Equatable {
    /// The kind of the value.
    package let kind: JSONKind
    /// The value's bytes in the cursor's text, without surrounding white space.
    package let range: Range<Int>
    /// The members of an object at its top level, repeated names counted each time; 0 for any other kind.
    package let memberCount: Int
    /// The deepest nesting: 0 for a scalar, 1 for an object or array of scalars.
    package let depth: Int
    /// Whether a string or name in it, at any depth, escapes a surrogate without its partner (`"\ud800"`).
    package let hasLoneSurrogate: Bool
    /// Whether a string or name in it, at any depth, holds U+0000 (written `"\u0000"`).
    package let hasNullCharacter: Bool
}
