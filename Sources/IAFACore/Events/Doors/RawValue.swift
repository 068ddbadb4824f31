/// A value of a JSON text, still as it was written.
///
/// A view: the text's bytes must outlive it. They were validated when the view was made.
struct RawValue {
    let kind: JSONKind
    let bytes: UnsafeRawBufferPointer

    /// The deepest nesting: 0 for a scalar; the deepest that is read where it is deeper, or was not looked at.
    let depth: Int

    /// Whether a string in it was cut in the middle of a character, so that no reader of Parquet would take it.
    let hasLoneSurrogate: Bool

    /// Whether a number in it is too large for what reads events later.
    let hasHugeNumber: Bool

    /// Reads the value that comes next, also one that is JSON but more than is read of an event: only what it belongs
    /// to is to be refused, and not what stands beside it.
    ///
    /// - Throws: ``JSONError`` where it is not JSON.
    init(next cursor: inout JSONCursor) throws(JSONError) {
        kind = try cursor.peekKind()
        let start = cursor.mark
        let first = cursor.offset
        do throws(JSONError) {
            let skim = try cursor.skipValue()
            depth = skim.depth
            hasLoneSurrogate = skim.hasLoneSurrogate
            hasHugeNumber = false
        } catch {
            guard error.reason == .tooDeep || error.reason == .numberOutOfRange else { throw error }
            try cursor.passOver(from: start)
            depth = JSONCursor.maxDepthLimit
            hasLoneSurrogate = false
            hasHugeNumber = error.reason == .numberOutOfRange
        }
        bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[first..<cursor.offset])
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
        guard let number = try? cursor.readNumber() else { return nil }
        return number.integer.map { String($0) } ?? String(decoding: bytes, as: UTF8.self)
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
