internal import IAFACore

/// Tells of most fingerprints that are not in a run that they aren't, at the cost of one cache line.
///
/// A split-block Bloom filter (Putze, Sanders, Singler, "Cache-, hash- and space-efficient Bloom filters", 2007; the
/// blocks are those of Parquet's): 32 bytes a block, one bit in each of its eight words. At ``bitsPerID`` bits an id,
/// about 1 of 200 fingerprints that are not in the run passes.
enum EventIDFilter {
    static let bitsPerID = 12
    static let blockByteCount = 32

    private static let salts = SIMD8<UInt32>(
        0x47B6_137B,
        0x4497_4D91,
        0x8824_AD5B,
        0xA2B7_289D,
        0x7054_95C7,
        0x2DF1_424B,
        0x9EFC_4947,
        0x5C6B_FB31
    )

    /// The blocks for so many ids; at least one.
    static func blockCount(ids: Int) -> Int { max(1, (ids * bitsPerID + 255) / 256) }

    /// Notes a fingerprint by its hash.
    static func insert(_ hash: UInt64, into blocks: inout [SIMD8<UInt32>]) {
        blocks[block(of: hash, count: blocks.count)] |= mask(hash)
    }

    /// Whether a fingerprint may be among those that were noted.
    static func mayContain(_ hash: UInt64, in blocks: UnsafeRawBufferPointer) -> Bool {
        let place = block(of: hash, count: blocks.count / blockByteCount) * blockByteCount
        let wanted = mask(hash)
        let words = blocks.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt32>.self)
        return words & wanted == wanted
    }

    private static func block(of hash: UInt64, count: Int) -> Int {
        Int(truncatingIfNeeded: ((hash >> 32) * UInt64(count)) >> 32)
    }

    private static func mask(_ hash: UInt64) -> SIMD8<UInt32> {
        let bits = (SIMD8(repeating: UInt32(truncatingIfNeeded: hash)) &* salts) &>> 27
        return SIMD8<UInt32>(repeating: 1) &<< bits
    }
}
