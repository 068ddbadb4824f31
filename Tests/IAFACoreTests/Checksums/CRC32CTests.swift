import IAFACore
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test(
        "gives the known answers of RFC 3720 and the check value",
        arguments: [
            ([UInt8]("123456789".utf8), 0xE306_9283),
            ([], 0),
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            ([UInt8](0..<32), 0x46DD_794E),
            ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
        ] as [([UInt8], UInt32)]
    )
    func knownAnswers(bytes: [UInt8], expected: UInt32) {
        #expect(CRC32C.checksum(bytes) == expected)
    }

    @Test("is the same however the bytes are cut")
    func incremental() {
        var random = SplitMix64(seed: 1)
        let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        let whole = CRC32C.checksum(bytes)
        for cut in 0...bytes.count {
            var checksum = CRC32C()
            bytes.withUnsafeBytes { buffer in
                checksum.update(UnsafeRawBufferPointer(rebasing: buffer[..<cut]))
                checksum.update(UnsafeRawBufferPointer(rebasing: buffer[cut...]))
            }
            #expect(checksum.value == whole, "cut at \(cut)")
        }
    }

    @Test("agrees with the bit by bit definition for every length and alignment")
    func definition() {
        var random = SplitMix64(seed: 2)
        let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes.withUnsafeBytes { buffer in
            for start in 0..<9 {
                for end in start...bytes.count {
                    let slice = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
                    #expect(CRC32C.checksum(slice) == Self.bitByBit(slice), "\(start)..<\(end)")
                }
            }
        }
    }

    private static func bitByBit(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var state: UInt32 = ~0
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 {
                state = state & 1 == 1 ? state >> 1 ^ 0x82F6_3B78 : state >> 1
            }
        }
        return ~state
    }
}
