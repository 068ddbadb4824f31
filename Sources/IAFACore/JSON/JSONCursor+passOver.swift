extension JSONCursor {
    /// A place to come back to.
    package struct Mark: Sendable {
        fileprivate let position: Int
        fileprivate let depth: Int
        fileprivate let isAtStart: Bool
    }

    /// The present place; good before an error.
    package var mark: Mark { Mark(position: position, depth: depth, isAtStart: isAtStart) }

    /// Goes back to a place, also after an error, and consumes the value that begins there, however deep it nests and
    /// however large its numbers are.
    ///
    /// Needs a bit of memory for each level.
    ///
    /// - Throws: ``JSONError`` where the value breaks JSON's grammar.
    package mutating func passOver(from mark: Mark) throws(JSONError) {
        position = mark.position
        depth = mark.depth
        isAtStart = mark.isAtStart
        // Whether each value that is open is an object, the innermost last.
        var open: [Bool] = []
        repeat {
            try passOpening(&open)
        } while try !passClosing(&open)
    }

    private mutating func passOpening(_ open: inout [Bool]) throws(JSONError) {
        while true {
            let byte = try peekByte()
            switch byte {
            case UInt8(ascii: "\""):
                _ = try scanString()
                return
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                _ = try scanNumber()
                return
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = byte == UInt8(ascii: "{")
                open.append(isObject)
                position &+= 1
                if try peekByte() == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return }
                if isObject { try passName() }
            case UInt8(ascii: "t"): return try scanLiteral("true")
            case UInt8(ascii: "f"): return try scanLiteral("false")
            case UInt8(ascii: "n"): return try scanLiteral("null")
            default: throw failure(.unexpectedByte)
            }
        }
    }

    /// Consumes what follows a value; true where all is closed.
    private mutating func passClosing(_ open: inout [Bool]) throws(JSONError) -> Bool {
        while let isObject = open.last {
            let byte = try peekByte()
            if byte == UInt8(ascii: ",") {
                position &+= 1
                if isObject { try passName() }
                return false
            }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw failure(.unexpectedByte) }
            position &+= 1
            open.removeLast()
        }
        return true
    }

    private mutating func passName() throws(JSONError) {
        guard try peekByte() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
        _ = try scanString()
        guard try peekByte() == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
        position &+= 1
    }
}
