/// Base 64 (RFC 4648), as lenient as what clients send: either alphabet, with padding or without, with line breaks.
///
/// A space is a plus: a form that was not encoded makes one of the other.
package enum Base64Text {
    private static let padding: UInt8 = 64
    private static let lineBreak: UInt8 = 65
    private static let wrong: UInt8 = 66

    /// What each character means: the six bits that it stands for, or one of the above.
    private static let meanings: [UInt8] = {
        var meanings = [UInt8](repeating: wrong, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() { meanings[Int(character)] = UInt8(value) }
        for character in "- ".utf8 { meanings[Int(character)] = 62 }
        meanings[Int(UInt8(ascii: "_"))] = 63
        meanings[Int(UInt8(ascii: "="))] = padding
        for character in "\n\r".utf8 { meanings[Int(character)] = lineBreak }
        return meanings
    }()

    /// The bytes of a text; nil where it is none.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let decoded = text.withContiguousStorageIfAvailable { decode(bytes: $0) }
        return decoded ?? Array(text).withUnsafeBufferPointer { decode(bytes: $0) }
    }

    /// Of bytes that lie together, and nothing generic: a small request may hold millions of them.
    private static func decode(bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var isWrong = false
        let decoded = [UInt8](unsafeUninitializedCapacity: bytes.count / 4 * 3 + 3) { output, count in
            guard let length = meanings.withUnsafeBufferPointer({ decode(bytes, by: $0, into: output) }) else {
                isWrong = true
                return
            }
            count = length
        }
        return isWrong ? nil : decoded
    }

    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        by meanings: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        var bits: UInt32 = 0
        var digits = 0
        var paddings = 0
        var length = 0
        for byte in bytes {
            let value = meanings[Int(byte)]
            if value >= padding {
                if value == wrong { return nil }
                if value == padding { paddings &+= 1 }
                continue
            }
            guard paddings == 0 else { return nil }
            bits = bits << 6 | UInt32(value)
            digits &+= 1
            guard digits & 3 == 0 else { continue }
            output[length] = UInt8(truncatingIfNeeded: bits >> 16)
            output[length &+ 1] = UInt8(truncatingIfNeeded: bits >> 8)
            output[length &+ 2] = UInt8(truncatingIfNeeded: bits)
            length &+= 3
        }
        switch digits & 3 {
        case 1: return nil
        case 2:
            output[length] = UInt8(truncatingIfNeeded: bits >> 4)
            length &+= 1
        case 3:
            output[length] = UInt8(truncatingIfNeeded: bits >> 10)
            output[length &+ 1] = UInt8(truncatingIfNeeded: bits >> 2)
            length &+= 2
        default: break
        }
        return paddings <= 2 ? length : nil
    }
}
