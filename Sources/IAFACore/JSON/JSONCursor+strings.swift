extension JSONCursor {
    /// What a scanned string holds.
    struct StringTraits: OptionSet {
        let rawValue: UInt8
        static let escapes = StringTraits(rawValue: 1)
        static let loneSurrogate = StringTraits(rawValue: 2)
        static let nullCharacter = StringTraits(rawValue: 4)
    }

    /// Consumes and validates the string whose opening quote stands at the cursor's place.
    @inline(__always)
    mutating func scanStringToken() throws(JSONError) -> JSONString {
        let start = position &+ 1
        let traits = try scanString()
        return JSONString(
            raw: UnsafeRawBufferPointer(rebasing: bytes[start..<position &- 1]),
            hasEscapes: traits.contains(.escapes),
            hasLoneSurrogate: traits.contains(.loneSurrogate),
            hasNullCharacter: traits.contains(.nullCharacter)
        )
    }

    /// Consumes and validates the string whose opening quote stands at the cursor's place.
    ///
    /// Plain ASCII is passed eight bytes at a time; the first quote, backslash, control character or byte above 0x7F
    /// among them is found by arithmetic on the whole word.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> StringTraits {
        let bytes = self.bytes
        let count = bytes.count
        var traits: StringTraits = []
        var index = position &+ 1
        while true {
            while index &+ 8 <= count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let special = Self.specialBytes(word)
                if special != 0 {
                    index &+= special.trailingZeroBitCount &>> 3
                    break
                }
                index &+= 8
            }
            guard index < count else {
                position = count
                throw failure(.unexpectedEnd)
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                position = index &+ 1
                return traits
            }
            if byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\\") {
                // Only among the last seven bytes of the text.
                index &+= 1
            } else {
                position = index
                try scanSpecial(byte, traits: &traits)
                index = position
            }
        }
    }

    /// A word whose lowest set bit is the high bit of the first byte that ends a run of plain ASCII, or 0.
    ///
    /// Bits above the lowest may be wrong, because a borrow runs upwards.
    @inline(__always)
    private static func specialBytes(_ word: UInt64) -> UInt64 {
        let quotes = (word ^ JSONBytes.splat(UInt8(ascii: "\""))) &- JSONBytes.splat(1)
        let backslashes = (word ^ JSONBytes.splat(UInt8(ascii: "\\"))) &- JSONBytes.splat(1)
        let controls = word &- JSONBytes.splat(0x20)
        return (quotes | backslashes | controls | word) & JSONBytes.splat(0x80)
    }

    /// Consumes an escape or a run of sequences above ASCII at the cursor's place.
    @inline(never)
    private mutating func scanSpecial(_ byte: UInt8, traits: inout StringTraits) throws(JSONError) {
        if byte == UInt8(ascii: "\\") {
            traits.formUnion(.escapes)
            try scanEscape(traits: &traits)
            return
        }
        guard byte >= 0x80 else { throw failure(.controlCharacter) }
        while position < bytes.count, bytes[position] >= 0x80 {
            let length = JSONBytes.sequenceLength(bytes, at: position)
            guard length > 0 else { throw failure(.invalidUTF8) }
            position &+= length
        }
    }

    private mutating func scanEscape(traits: inout StringTraits) throws(JSONError) {
        guard position + 1 < bytes.count else {
            position = bytes.count
            throw failure(.unexpectedEnd)
        }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard let escape = JSONBytes.unicodeEscape(bytes, at: position) else { throw failure(.invalidEscape) }
            if escape.scalar.value == 0 { traits.formUnion(.nullCharacter) }
            // U+FFFD itself may be escaped too.
            if escape.scalar == "\u{FFFD}", JSONBytes.hexadecimal(bytes, at: position + 2) != 0xFFFD {
                traits.formUnion(.loneSurrogate)
            }
            position += escape.length
        default:
            throw failure(.invalidEscape)
        }
    }
}
