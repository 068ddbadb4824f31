/// A string or name that ``JSONCursor`` has read and validated, still in the text it came from.
///
/// It must not outlive the bytes the cursor reads. Nothing is copied or decoded until ``text`` is asked for.
package struct JSONString {
    /// The bytes between the quotes: valid UTF-8, escapes not decoded.
    package let raw: UnsafeRawBufferPointer
    /// Whether there is any escape; without one, ``raw`` is the text.
    package let hasEscapes: Bool
    /// Whether it escapes a surrogate without its partner, which decodes as U+FFFD.
    package let hasLoneSurrogate: Bool
    /// Whether it holds U+0000.
    package let hasNullCharacter: Bool

    /// The decoded string.
    package var text: String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        // No escape is shorter than the UTF-8 it stands for.
        return String(unsafeUninitializedCapacity: raw.count) { output in
            decode(into: output)
        }
    }

    /// Appends the decoded string as UTF-8.
    package func append(to bytes: inout [UInt8]) {
        guard hasEscapes else {
            bytes.append(contentsOf: raw)
            return
        }
        let decoded = [UInt8](unsafeUninitializedCapacity: raw.count) { output, count in
            count = decode(into: output)
        }
        bytes.append(contentsOf: decoded)
    }

    /// Whether the decoded string is `other`, byte for byte in UTF-8.
    package func equals(_ other: StaticString) -> Bool {
        guard hasEscapes else {
            return JSONBytes.equal(raw, UnsafeRawBufferPointer(start: other.utf8Start, count: other.utf8CodeUnitCount))
        }
        return text.utf8.elementsEqual(other.description.utf8)
    }

    /// Decodes into `output`, which must hold at least `raw.count` bytes, and returns how many were written.
    private func decode(into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var read = 0
        var written = 0
        while read < raw.count {
            let byte = raw[read]
            let escape = byte == UInt8(ascii: "\\") && read + 1 < raw.count ? raw[read + 1] : 0
            if escape == UInt8(ascii: "u"), let (scalar, length) = JSONBytes.unicodeEscape(raw, at: read) {
                read += length
                for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    output[written] = unit
                    written += 1
                }
            } else {
                // An escape that is none stays as it is; only text that wasn't validated has one.
                let isEscape = escape != 0 && escape != UInt8(ascii: "u")
                output[written] = isEscape ? JSONBytes.unescaped(escape) : byte
                read += isEscape ? 2 : 1
                written += 1
            }
        }
        return written
    }
}
