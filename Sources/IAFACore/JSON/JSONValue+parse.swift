extension JSONValue {
    /// Parses a whole JSON text.
    ///
    /// Repeated names are all kept, in order.
    /// - Parameters:
    ///   - bytes: The UTF-8 text, without a byte order mark.
    ///   - maxDepth: How deep objects and arrays may nest, 1 … ``JSONCursor/maxDepthLimit``.
    ///   - allowsLoneSurrogates: Whether an unpaired surrogate becomes U+FFFD, or is an error.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` with the first fault.
    package static func parse(
        bytes: UnsafeRawBufferPointer,
        maxDepth: Int = JSONCursor.maxDepthLimit,
        allowsLoneSurrogates: Bool = true
    ) throws(JSONError) -> JSONValue {
        var cursor = JSONCursor(bytes, maxDepth: maxDepth)
        let value = try read(from: &cursor, allowsLoneSurrogates)
        try cursor.finish()
        return value
    }

    /// Parses a whole JSON text held in an array, as ``parse(bytes:maxDepth:)-buffer`` does.
    package static func parse(
        bytes: [UInt8],
        maxDepth: Int = JSONCursor.maxDepthLimit
    ) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            try parse(bytes: UnsafeRawBufferPointer(buffer), maxDepth: maxDepth)
        }
    }

    /// Parses a whole JSON text held in a string, as ``parse(bytes:maxDepth:)-buffer`` does.
    package static func parse(
        _ text: String,
        maxDepth: Int = JSONCursor.maxDepthLimit
    ) throws(JSONError) -> JSONValue {
        try parse(bytes: Array(text.utf8), maxDepth: maxDepth)
    }

    /// Reads the next value; the recursion is bounded by the cursor's `maxDepth`.
    private static func read(from cursor: inout JSONCursor, _ allowsLoneSurrogates: Bool) throws(JSONError) -> JSONValue
    {
        switch try cursor.peekKind() {
        case .null:
            try cursor.readNull()
            return .null
        case .bool:
            return .bool(try cursor.readBool())
        case .number:
            return .number(try cursor.readNumber().value)
        case .string:
            return .string(try text(of: cursor.readString(), at: cursor.offset, allowsLoneSurrogates))
        case .array:
            var elements: [JSONValue] = []
            try cursor.enterArray()
            while try cursor.nextElement() {
                elements.append(try read(from: &cursor, allowsLoneSurrogates))
            }
            return .array(elements)
        case .object:
            var members: [JSONMember] = []
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                let name = try text(of: key, at: cursor.offset, allowsLoneSurrogates)
                members.append(JSONMember(name: name, value: try read(from: &cursor, allowsLoneSurrogates)))
            }
            return .object(members)
        }
    }

    private static func text(
        of string: JSONString,
        at offset: Int,
        _ allowsLoneSurrogates: Bool
    ) throws(JSONError) -> String {
        guard allowsLoneSurrogates || !string.hasLoneSurrogate else {
            throw JSONError(offset: offset, reason: .loneSurrogate)
        }
        return string.text
    }
}
