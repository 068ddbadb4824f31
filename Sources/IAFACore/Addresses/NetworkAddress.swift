/// An IP address as 128 bits.
///
/// IPv4 stands in its mapped form, so that `1.2.3.4` and `::ffff:1.2.3.4` are the same.
package struct NetworkAddress: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `1.2.3.4`, `2001:db8::1` or `fe80::1%eth0`; nil where the text is none of them.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(Self.longestText + 1))
        guard bytes.count <= Self.longestText else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let (high, low) = NetworkAddressText.sixteenBytes(bytes.prefix { $0 != UInt8(ascii: "%") }) else {
                return nil
            }
            self.init(high: high, low: low)
        } else {
            guard let address = NetworkAddressText.fourBytes(bytes[...]) else { return nil }
            self.init(high: 0, low: Self.mapped | UInt64(address))
        }
    }

    /// Whether it is an IPv4 address.
    package var isIPv4: Bool { high == 0 && low >> 32 == Self.mapped >> 32 }

    /// Whether it is of the machine itself.
    package var isLoopback: Bool { isIPv4 ? low >> 24 & 0xFF == 127 : high == 0 && low == 1 }

    /// What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one.
    ///
    /// Within these 64 bits a device takes what addresses it likes, and as many.
    package var subscriber: NetworkAddress { isIPv4 ? self : NetworkAddress(high: high, low: 0) }

    /// In front of the 32 bits of an IPv4 address.
    static let mapped: UInt64 = 0xFFFF_0000_0000

    /// Characters of the longest address with a zone of reasonable length.
    private static let longestText = 64
}

extension NetworkAddress: CustomStringConvertible {
    /// Dotted decimal, or eight groups of hexadecimal digits: one text for one address.
    package var description: String {
        if isIPv4 { return (0..<4).map { String(low >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".") }
        let groups = [high, low].flatMap { half in (0..<4).map { half >> (48 - 16 * $0) & 0xFFFF } }
        return groups.map { String($0, radix: 16) }.joined(separator: ":")
    }
}
