/// Tests on the bytes of JSON text that the cursor, its strings and the property lookup share.
enum JSONBytes {
    /// Eight copies of `byte`.
    @inline(__always)
    static func splat(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Whether two runs of bytes are the same.
    @inline(__always)
    static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let count = left.count
        guard count == right.count else { return false }
        var index = 0
        while index &+ 8 <= count {
            let a = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let b = right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if a != b { return false }
            index &+= 8
        }
        while index < count {
            if left[index] != right[index] { return false }
            index &+= 1
        }
        return true
    }

    /// What the letter after a backslash stands for; the letter must be a valid escape other than `u`.
    static func unescaped(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    /// The scalar of a `\uXXXX` escape, or of the pair of surrogates that starts there, and its length: 6 or 12 bytes.
    ///
    /// A surrogate without its partner gives U+FFFD; fewer than four hexadecimal digits give nil.
    static func unicodeEscape(
        _ bytes: UnsafeRawBufferPointer,
        at start: Int
    ) -> (scalar: Unicode.Scalar, length: Int)? {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard let unit = hexadecimal(bytes, at: start + 2) else { return nil }
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        guard unit < 0xDC00, start + 12 <= bytes.count,
            bytes[start + 6] == UInt8(ascii: "\\"), bytes[start + 7] == UInt8(ascii: "u"),
            let low = hexadecimal(bytes, at: start + 8), (0xDC00...0xDFFF).contains(low)
        else { return (replacement, 6) }
        let combined = 0x10000 + ((UInt32(unit) - 0xD800) << 10) + (UInt32(low) - 0xDC00)
        return (Unicode.Scalar(combined) ?? replacement, 12)
    }

    /// The value of four hexadecimal digits, or nil where they are not there.
    static func hexadecimal(_ bytes: UnsafeRawBufferPointer, at start: Int) -> UInt16? {
        guard start >= 0, start + 4 <= bytes.count else { return nil }
        var value: UInt16 = 0
        for index in start..<start + 4 {
            let byte = bytes[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// The length of the UTF-8 sequence of two to four bytes at `start`, or 0 where there is no valid one.
    ///
    /// Follows table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
    @inline(__always)
    static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
        let lead = bytes[start]
        let left = bytes.count &- start
        let isContinuation = { (offset: Int) in bytes[start &+ offset] & 0xC0 == 0x80 }
        switch lead {
        case 0xC2...0xDF:
            return left >= 2 && isContinuation(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, isContinuation(1), isContinuation(2) else { return 0 }
            let second = bytes[start &+ 1]
            if lead == 0xE0 && second < 0xA0 || lead == 0xED && second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, isContinuation(1), isContinuation(2), isContinuation(3) else { return 0 }
            let second = bytes[start &+ 1]
            if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }
}
