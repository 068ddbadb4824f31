/// The proxies whose word is taken on whom they forward for.
package struct TrustedProxies: Sendable {
    private let ranges: [NetworkRange]

    /// Hops that are looked at: a chain of real proxies is much shorter, and a header may be long.
    private static let maximumHops = 32

    /// None by default: anybody can send the header.
    package init(_ ranges: [NetworkRange] = []) { self.ranges = ranges }

    package var isEmpty: Bool { ranges.isEmpty }

    package func contains(_ address: NetworkAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// The address that a request really comes from.
    ///
    /// Each proxy appends whom it saw, so the list is read from its end: the first address that isn't a trusted proxy
    /// is the client, and whatever stands before it is only what the client says.
    ///
    /// - Parameters:
    ///   - peer: Who holds the connection.
    ///   - forwarded: The values of all `X-Forwarded-For` headers, in order.
    /// - Returns: The client; the last trusted proxy where it names nobody that can be read.
    package func client(peer: NetworkAddress, forwarded: [String]) -> NetworkAddress {
        guard contains(peer) else { return peer }
        var nearest = peer
        let hops = forwarded.lazy.reversed().flatMap { $0.split(separator: ",").reversed() }
        for hop in hops.prefix(Self.maximumHops) {
            guard let address = Self.address(of: hop) else { return nearest }
            nearest = address
            if !contains(address) { break }
        }
        return nearest
    }

    /// The address of a hop, which may be followed by a port: `1.2.3.4:80`, `[2001:db8::1]:80`.
    private static func address(of hop: Substring) -> NetworkAddress? {
        var text = hop.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.contains("."), let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            text = text[..<colon]
        }
        return NetworkAddress(text)
    }
}
