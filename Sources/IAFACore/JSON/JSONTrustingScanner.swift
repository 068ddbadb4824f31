/// Walks JSON text that was validated before and checks nothing again but its own bounds.
struct JSONTrustingScanner {
    let bytes: UnsafeRawBufferPointer
    /// The next byte to read, 0 … `bytes.count`.
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Walks the object at the scanner's place and gives the places of the values of the last member named `whole` and
    /// the last named `part`.
    mutating func findMembers(
        named whole: UnsafeRawBufferPointer,
        or part: UnsafeRawBufferPointer
    ) -> (whole: Int?, part: Int?) {
        var found: (whole: Int?, part: Int?) = (nil, nil)
        skipSeparators()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return found }
        position &+= 1
        while true {
            skipSeparators()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return found }
            let start = position &+ 1
            guard let hasEscapes = skipString() else { return found }
            let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<position &- 1])
            skipSeparators()
            if hasEscapes {
                let key = JSONString(raw: raw, hasEscapes: true, hasLoneSurrogate: false, hasNullCharacter: false)
                let text = key.text
                if text.utf8.elementsEqual(whole) { found.whole = position }
                if text.utf8.elementsEqual(part) { found.part = position }
            } else {
                if JSONBytes.equal(raw, whole) { found.whole = position }
                if JSONBytes.equal(raw, part) { found.part = position }
            }
            skipValue()
        }
    }

    /// Skips white space, commas and colons, which validated text has only where they belong.
    @inline(__always)
    private mutating func skipSeparators() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): position &+= 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func skipValue() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                _ = skipString()
                if depth == 0 { return }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                position &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // At depth 0 this closes the object around a number or literal.
                if depth == 0 { return }
                depth &-= 1
                position &+= 1
                if depth == 0 { return }
            case UInt8(ascii: ","):
                if depth == 0 { return }
                position &+= 1
            default:
                position &+= 1
            }
        }
    }

    /// Consumes the string whose opening quote stands at the scanner's place.
    /// - Returns: Whether it holds an escape; nil where it isn't closed, which consumes the rest of the text.
    @inline(__always)
    private mutating func skipString() -> Bool? {
        var hasEscapes = false
        var index = position &+ 1
        while index < bytes.count {
            if index &+ 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let quotes = word ^ JSONBytes.splat(UInt8(ascii: "\""))
                let backslashes = word ^ JSONBytes.splat(UInt8(ascii: "\\"))
                let special =
                    ((quotes &- JSONBytes.splat(1)) & ~quotes | (backslashes &- JSONBytes.splat(1)) & ~backslashes)
                    & JSONBytes.splat(0x80)
                guard special != 0 else {
                    index &+= 8
                    continue
                }
                index &+= special.trailingZeroBitCount &>> 3
            }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                position = index &+ 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index &+= 2
            default:
                index &+= 1
            }
        }
        position = bytes.count
        return nil
    }
}
