/// Addresses that share their first bits: `10.0.0.0/8`, `2001:db8::/32`, or a single one.
package struct NetworkRange: Hashable, Sendable {
    private let first: NetworkAddress

    /// How many of the 128 bits are shared.
    private let length: Int

    /// Reads an address, or an address and how many of its bits count; nil where the text is neither.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = NetworkAddress(parts[0]) else { return nil }
        // By its text: `::ffff:10.0.0.0/104` counts all 128 bits.
        let isShort = !parts[0].contains(":")
        let most = isShort ? 32 : 128
        var bits = most
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...most).contains(number), parts[1].allSatisfy(\.isNumber) else {
                return nil
            }
            bits = number
        }
        length = isShort ? 96 + bits : bits
        first = Self.masked(address, length)
    }

    package func contains(_ address: NetworkAddress) -> Bool { Self.masked(address, length) == first }

    private static func masked(_ address: NetworkAddress, _ length: Int) -> NetworkAddress {
        // A shift by 64 or more gives 0.
        NetworkAddress(
            high: address.high & ~(UInt64.max >> min(length, 64)),
            low: address.low & ~(UInt64.max >> max(length - 64, 0))
        )
    }
}
