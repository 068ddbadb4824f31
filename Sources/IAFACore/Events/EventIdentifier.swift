/// Ids for events that come without one.
package enum EventIdentifier {
    /// A UUID of version 7 (RFC 9562): the time in ms, then 74 random bits.
    package static func make(
        at time: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> String {
        let milliseconds = UInt64(max(0, time.microseconds / 1_000))
        let high = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return uuid(high: high, low: low)
    }

    /// The text of a UUID.
    package static func uuid(high: UInt64, low: UInt64) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            for (index, half) in [high, low].enumerated() {
                for nibble in 0..<16 {
                    let isDash = index == 0 ? (nibble == 8 || nibble == 12) : (nibble == 0 || nibble == 4)
                    if isDash {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    let value = Int(half >> UInt64(60 - 4 * nibble) & 15)
                    text[place] = digits.utf8Start[value]
                    place += 1
                }
            }
            return place
        }
    }
}
