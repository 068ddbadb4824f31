/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), the checksum of the journal's and the index's records.
///
/// Pure Swift, eight bytes at a time. Source: Kounavis and Berry, "A systematic approach to building high performance,
/// software-based, CRC generators", 2005 ("slicing by 8").
package struct CRC32C: Sendable, Hashable {
    private var state: UInt32 = ~0

    /// The checksum of no bytes.
    package init() {}

    /// The checksum of all bytes given so far.
    package var value: UInt32 { ~state }

    /// The checksum of `bytes` alone.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    /// The checksum of `bytes` alone.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0) }
    }

    /// Takes in `bytes` after those given before.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        state = Self.tables.withUnsafeBufferPointer { tables in
            Self.advance(state, over: bytes, tables: tables)
        }
    }

    private static func advance(
        _ state: UInt32,
        over bytes: UnsafeRawBufferPointer,
        tables: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var state = state
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let low = UInt32(truncatingIfNeeded: word) ^ state
            let high = UInt32(truncatingIfNeeded: word &>> 32)
            let near =
                tables[Int(0x700 | low & 0xFF)] ^ tables[Int(0x600 | low &>> 8 & 0xFF)]
                ^ tables[Int(0x500 | low &>> 16 & 0xFF)] ^ tables[Int(0x400 | low &>> 24)]
            let far =
                tables[Int(0x300 | high & 0xFF)] ^ tables[Int(0x200 | high &>> 8 & 0xFF)]
                ^ tables[Int(0x100 | high &>> 16 & 0xFF)] ^ tables[Int(high &>> 24)]
            state = near ^ far
            index &+= 8
        }
        while index < bytes.count {
            state = tables[Int((state ^ UInt32(bytes[index])) & 0xFF)] ^ state &>> 8
            index &+= 1
        }
        return state
    }

    /// Eight tables of 256: number k gives the effect of a byte that k more bytes follow.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0x82F6_3B78 : remainder >> 1
            }
            tables[byte] = remainder
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = tables[Int(previous & 0xFF)] ^ previous >> 8
        }
        return tables
    }()
}
