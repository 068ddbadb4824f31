/// A strict pull parser of JSON (RFC 8259) over bytes it doesn't own: the hot path of ingestion.
///
/// The caller walks the text: `enterObject`, then `nextKey` and one read or skip of its value until it answers nil;
/// arrays alike with `nextElement`. The bytes must outlive the cursor and every ``JSONString`` it gave. Any bytes are
/// safe to read; after an error the cursor's place is unspecified and it must not be used further.
///
/// It never recurses and allocates nothing, except where a `String` is asked for.
package struct JSONCursor: ~Copyable {
    /// The deepest nesting any text may have.
    package static let maxDepthLimit = 64

    /// The whole text.
    let bytes: UnsafeRawBufferPointer
    /// The next byte to read, 0 … `bytes.count`.
    var position = 0
    /// How many objects and arrays are entered and not left.
    var depth = 0
    /// Whether an object or array was entered and none of its content read yet.
    var isAtStart = false
    let maxDepth: Int

    /// A cursor at the start of `bytes`.
    /// - Parameters:
    ///   - bytes: UTF-8 text; a byte order mark is an error, as RFC 8259 allows.
    ///   - maxDepth: How deep objects and arrays may nest in the whole text, 1 … ``maxDepthLimit``.
    package init(_ bytes: UnsafeRawBufferPointer, maxDepth: Int = JSONCursor.maxDepthLimit) {
        precondition((1...Self.maxDepthLimit).contains(maxDepth), "maxDepth must be 1…\(Self.maxDepthLimit)")
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    /// The place of the cursor in bytes from the start of the text.
    package var offset: Int { position }

    /// The kind of the value that comes next, which is not consumed.
    /// - Throws: ``JSONError`` where no value can start.
    package mutating func peekKind() throws(JSONError) -> JSONKind {
        switch try peekByte() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: throw failure(.unexpectedByte)
        }
    }

    /// Enters the object that comes next; ``nextKey()`` then walks and leaves it.
    /// - Throws: ``JSONError``, `unexpectedKind` where no object comes next.
    package mutating func enterObject() throws(JSONError) {
        try enter(UInt8(ascii: "{"))
    }

    /// Moves to the next member of the object entered last, before its value.
    /// - Returns: The member's name, or nil where the object has ended, which leaves it.
    /// - Throws: ``JSONError``
    package mutating func nextKey() throws(JSONError) -> JSONString? {
        guard try moveToContent(closing: UInt8(ascii: "}")) else { return nil }
        guard try peekByte() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
        let key = try scanStringToken()
        guard try peekByte() == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
        position &+= 1
        return key
    }

    /// Enters the array that comes next; ``nextElement()`` then walks and leaves it.
    /// - Throws: ``JSONError``, `unexpectedKind` where no array comes next.
    package mutating func enterArray() throws(JSONError) {
        try enter(UInt8(ascii: "["))
    }

    /// Moves to the next element of the array entered last.
    /// - Returns: Whether there is one; false where the array has ended, which leaves it.
    /// - Throws: ``JSONError``
    package mutating func nextElement() throws(JSONError) -> Bool {
        try moveToContent(closing: UInt8(ascii: "]"))
    }

    /// Reads the string that comes next.
    /// - Throws: ``JSONError``, `unexpectedKind` where no string comes next.
    package mutating func readString() throws(JSONError) -> JSONString {
        try expect(.string)
        return try scanStringToken()
    }

    /// Reads the number that comes next.
    /// - Throws: ``JSONError``, `unexpectedKind` where no number comes next.
    package mutating func readNumber() throws(JSONError) -> JSONNumber {
        try expect(.number)
        let start = position
        let scanned = try scanNumber()
        return JSONNumber(value: try double(scanned, start: start), integer: scanned.integer)
    }

    /// Reads the `true` or `false` that comes next.
    /// - Throws: ``JSONError``, `unexpectedKind` where neither comes next.
    package mutating func readBool() throws(JSONError) -> Bool {
        try expect(.bool)
        guard bytes[position] == UInt8(ascii: "t") else {
            try scanLiteral("false")
            return false
        }
        try scanLiteral("true")
        return true
    }

    /// Reads the `null` that comes next.
    /// - Throws: ``JSONError``, `unexpectedKind` where it doesn't come next.
    package mutating func readNull() throws(JSONError) {
        try expect(.null)
        try scanLiteral("null")
    }

    /// Checks that nothing but white space follows the value read.
    /// - Throws: ``JSONError``, `trailingBytes` where something does.
    package mutating func finish() throws(JSONError) {
        skipWhitespace()
        if depth > 0 { throw failure(position < bytes.count ? .unexpectedByte : .unexpectedEnd) }
        if position < bytes.count { throw failure(.trailingBytes) }
    }
}

extension JSONCursor {
    /// An error at the cursor's place.
    func failure(_ reason: JSONError.Reason) -> JSONError {
        JSONError(offset: position, reason: reason)
    }

    @inline(__always)
    mutating func skipWhitespace() {
        let count = bytes.count
        while position < count {
            let byte = bytes[position]
            if byte > 0x20 { return }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    /// The next byte that isn't white space, which is not consumed.
    @inline(__always)
    mutating func peekByte() throws(JSONError) -> UInt8 {
        skipWhitespace()
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[position]
    }

    /// Consumes a literal whose first letter stands at the cursor's place.
    @inline(__always)
    mutating func scanLiteral(_ literal: StaticString) throws(JSONError) {
        let expected = UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        for byte in expected {
            guard position < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[position] == byte else { throw failure(.unexpectedByte) }
            position &+= 1
        }
    }

    private mutating func expect(_ kind: JSONKind) throws(JSONError) {
        guard try peekKind() == kind else { throw failure(.unexpectedKind) }
    }

    private mutating func enter(_ opening: UInt8) throws(JSONError) {
        if try peekByte() != opening {
            _ = try peekKind()
            throw failure(.unexpectedKind)
        }
        guard depth < maxDepth else { throw failure(.tooDeep) }
        position &+= 1
        depth &+= 1
        isAtStart = true
    }

    /// Moves past the comma before the next member or element, or past `closing`; false in the second case.
    @inline(__always)
    private mutating func moveToContent(closing: UInt8) throws(JSONError) -> Bool {
        precondition(depth > 0, "nextKey and nextElement need an entered object or array")
        let byte = try peekByte()
        if byte == closing {
            position &+= 1
            depth &-= 1
            isAtStart = false
            return false
        }
        if isAtStart {
            isAtStart = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw failure(.unexpectedByte) }
        position &+= 1
        return true
    }
}
