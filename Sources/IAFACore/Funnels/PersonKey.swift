/// The 64-bit number that stands for a person in stage indexes and in the funnel engine.
///
/// Files store it, so it must never change. It is well mixed in every bit: tables and partitions take parts of it as
/// they are. It is no secret and resists no attacker; two persons with one key would be counted as one, which among a
/// hundred million persons happens with a chance of 1 in 3,700.
///
/// Source: Wang Yi, wyhash, version 4.1, with its default secret and seed 0.
package enum PersonKey {
    private static let secret0: UInt64 = 0xA076_1D64_78BD_642F
    private static let secret1: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let secret2: UInt64 = 0x8EBC_6AF0_9C88_C6E3
    private static let secret3: UInt64 = 0x5899_65CC_7537_4CC3

    /// The key of the person with this id.
    package static func key(of person: String) -> UInt64 {
        var person = person
        return person.withUTF8 { key(of: UnsafeRawBufferPointer($0)) }
    }

    /// The key of the person whose id has these UTF-8 bytes; allocates nothing.
    package static func key(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        hash(bytes, seed: 0)
    }

    /// The hash under another seed than the one of keys, as published test vectors need it.
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = seed ^ mix(seed ^ secret0, secret1)
        var first: UInt64 = 0
        var second: UInt64 = 0
        if count > 16 {
            state = absorb(bytes, into: state)
            first = word(bytes, count &- 16)
            second = word(bytes, count &- 8)
        } else if count >= 4 {
            let quarter = (count &>> 3) &<< 2
            first = half(bytes, 0) &<< 32 | half(bytes, quarter)
            second = half(bytes, count &- 4) &<< 32 | half(bytes, count &- 4 &- quarter)
        } else if count > 0 {
            first = UInt64(bytes[0]) &<< 16 | UInt64(bytes[count &>> 1]) &<< 8 | UInt64(bytes[count &- 1])
        }
        let product = (first ^ secret1).multipliedFullWidth(by: second ^ state)
        return mix(product.low ^ secret0 ^ UInt64(truncatingIfNeeded: count), product.high ^ secret1)
    }

    /// Takes in all but the last 1…16 bytes of more than 16.
    private static func absorb(_ bytes: UnsafeRawBufferPointer, into seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = seed
        var index = 0
        if count >= 48 {
            var state1 = seed
            var state2 = seed
            while index &+ 48 < count {
                state = mix(word(bytes, index) ^ secret1, word(bytes, index &+ 8) ^ state)
                state1 = mix(word(bytes, index &+ 16) ^ secret2, word(bytes, index &+ 24) ^ state1)
                state2 = mix(word(bytes, index &+ 32) ^ secret3, word(bytes, index &+ 40) ^ state2)
                index &+= 48
            }
            state ^= state1 ^ state2
        }
        while index &+ 16 < count {
            state = mix(word(bytes, index) ^ secret1, word(bytes, index &+ 8) ^ state)
            index &+= 16
        }
        return state
    }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.low ^ product.high
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func half(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
