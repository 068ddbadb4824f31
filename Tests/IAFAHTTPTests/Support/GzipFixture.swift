import NIOCore

/// Gzip files (RFC 1952) made by hand, so that each is exactly what a test is about.
enum GzipFixture {
    /// A file that holds bytes as they are, in one block without compression.
    static func stored(_ text: String) -> ByteBuffer {
        var file = header
        let bytes = Array(text.utf8)
        precondition(bytes.count <= 65_535, "a stored block is longer than its length can say")
        file.writeInteger(UInt8(1))
        file.writeInteger(UInt16(bytes.count), endianness: .little)
        file.writeInteger(~UInt16(bytes.count), endianness: .little)
        file.writeBytes(bytes)
        file.writeInteger(crc32(bytes), endianness: .little)
        file.writeInteger(UInt32(bytes.count), endianness: .little)
        return file
    }

    /// A file of little more than a 160th of what comes out: a letter, repeated; it has no end.
    ///
    /// `length`: At least how many bytes come out.
    static func bomb(length: Int) -> ByteBuffer {
        var file = header
        var bits = BitWriter()
        bits.write([1, 1, 0])  // The last block, with the fixed codes.
        bits.write([1, 0, 1, 0, 1, 0, 0, 0])  // "x"
        for _ in 0...(length / 258) {
            bits.write([1, 1, 0, 0, 0, 1, 0, 1])  // 258 bytes …
            bits.write([0, 0, 0, 0, 0])  // … from one byte before.
        }
        file.writeBytes(bits.bytes)
        return file
    }

    private static var header: ByteBuffer { ByteBuffer(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]) }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }

    /// Puts bits into bytes, the lowest first.
    private struct BitWriter {
        var bytes: [UInt8] = []
        private var free = 0

        mutating func write(_ bits: [UInt8]) {
            for bit in bits {
                if free == 0 {
                    bytes.append(0)
                    free = 8
                }
                bytes[bytes.count - 1] |= bit << UInt8(8 - free)
                free -= 1
            }
        }
    }
}
