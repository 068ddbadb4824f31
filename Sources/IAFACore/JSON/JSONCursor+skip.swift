extension JSONCursor {
    /// Consumes the next value, of any kind, and validates all of it: UTF-8, escapes, finite numbers, depth.
    ///
    /// - Parameter maxDepth: How deep the value itself may nest, 0 (scalars only) … ``maxDepthLimit``; the cursor's own
    ///   bound on the whole text holds beside it.
    /// - Returns: The place and traits of the value.
    /// - Throws: ``JSONError`` with the first fault.
    package mutating func skipValue(maxDepth: Int = JSONCursor.maxDepthLimit) throws(JSONError) -> JSONSkim {
        let kind = try peekKind()
        let start = position
        var nesting = Nesting(limit: min(maxDepth, self.maxDepth - depth))
        var traits: StringTraits = []
        repeat {
            try skipOpening(&nesting, traits: &traits)
        } while try !skipClosing(&nesting, traits: &traits)
        return JSONSkim(
            kind: kind,
            range: start..<position,
            memberCount: nesting.memberCount,
            depth: nesting.deepest,
            hasLoneSurrogate: traits.contains(.loneSurrogate),
            hasNullCharacter: traits.contains(.nullCharacter)
        )
    }

    /// The objects and arrays a skip is in, one bit each: the stack of a recursive parser in one word.
    private struct Nesting {
        /// At most 64, the bits of `objects`.
        let limit: Int
        var depth = 0
        var deepest = 0
        var memberCount = 0
        /// The lowest bit tells whether the innermost is an object.
        var objects: UInt64 = 0

        init(limit: Int) { self.limit = min(limit, UInt64.bitWidth) }

        var isInObject: Bool { objects & 1 == 1 }
    }

    /// Consumes a scalar, or an empty object or array, or the start of one up to its first value and on.
    @inline(__always)
    private mutating func skipOpening(_ nesting: inout Nesting, traits: inout StringTraits) throws(JSONError) {
        while true {
            let byte = try peekByte()
            switch byte {
            case UInt8(ascii: "\""):
                traits.formUnion(try scanString())
                return
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = position
                try requireFinite(try scanNumber(), start: start)
                return
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard nesting.depth < nesting.limit else { throw failure(.tooDeep) }
                let isObject = byte == UInt8(ascii: "{")
                nesting.depth &+= 1
                nesting.deepest = max(nesting.deepest, nesting.depth)
                nesting.objects = nesting.objects &<< 1 | (isObject ? 1 : 0)
                position &+= 1
                let next = try peekByte()
                if next == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return }
                if isObject { try skipName(&nesting, traits: &traits) }
            case UInt8(ascii: "t"):
                return try scanLiteral("true")
            case UInt8(ascii: "f"):
                return try scanLiteral("false")
            case UInt8(ascii: "n"):
                return try scanLiteral("null")
            default:
                throw failure(.unexpectedByte)
            }
        }
    }

    /// Consumes what follows a value: closing brackets, or a comma and a member's name; true where all is closed.
    @inline(__always)
    private mutating func skipClosing(_ nesting: inout Nesting, traits: inout StringTraits) throws(JSONError) -> Bool {
        while nesting.depth > 0 {
            let byte = try peekByte()
            if byte == UInt8(ascii: ",") {
                position &+= 1
                if nesting.isInObject { try skipName(&nesting, traits: &traits) }
                return false
            }
            guard byte == (nesting.isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw failure(.unexpectedByte)
            }
            position &+= 1
            nesting.depth &-= 1
            nesting.objects &>>= 1
        }
        return true
    }

    @inline(__always)
    private mutating func skipName(_ nesting: inout Nesting, traits: inout StringTraits) throws(JSONError) {
        guard try peekByte() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
        traits.formUnion(try scanString())
        guard try peekByte() == UInt8(ascii: ":") else { throw failure(.unexpectedByte) }
        position &+= 1
        if nesting.depth == 1 { nesting.memberCount &+= 1 }
    }
}
