/// A value of a JSON text, still as it was written.
///
/// A view: the text's bytes must outlive it. They were validated when the view was made.
struct RawValue {
    let kind: JSONKind
    let bytes: UnsafeRawBufferPointer

    /// The deepest nesting: 0 for a scalar.
    let depth: Int

    /// Whether a string in it was cut in the middle of a character, so that no reader of Parquet would take it.
    let hasLoneSurrogate: Bool

    /// Reads the value that comes next.
    ///
    /// - Throws: ``JSONError``.
    init(next cursor: inout JSONCursor) throws(JSONError) {
        let skim = try cursor.skipValue()
        kind = skim.kind
        bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[skim.range])
        depth = skim.depth
        hasLoneSurrogate = skim.hasLoneSurrogate
    }

    /// The text of a string; nil for anything else.
    var text: String? {
        var cursor = JSONCursor(bytes)
        return try? cursor.readString().text
    }

    /// The text of a string, or a number as text: 42 and 42.0 are both "42"; nil for anything else.
    var identifier: String? {
        guard kind == .number else { return text }
        var cursor = JSONCursor(bytes)
        if let integer = try? cursor.readNumber().integer { return String(integer) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number; nil for anything else.
    var number: Double? {
        var cursor = JSONCursor(bytes)
        return try? cursor.readNumber().value
    }

    /// True or false; nil for anything else.
    var flag: Bool? {
        var cursor = JSONCursor(bytes)
        return try? cursor.readBool()
    }

    /// The members of an object; nil for anything else.
    var object: RawObject? {
        var cursor = JSONCursor(bytes)
        return try? RawObject(next: &cursor)
    }

    /// Calls a closure with each element of an array, in order; with none for anything else.
    ///
    /// - Throws: ``JSONError``, never for a value that was validated.
    func forEachElement(_ body: (RawValue) -> Void) throws(JSONError) {
        guard kind == .array else { return }
        var cursor = JSONCursor(bytes)
        try cursor.enterArray()
        while try cursor.nextElement() { body(try RawValue(next: &cursor)) }
    }
}
