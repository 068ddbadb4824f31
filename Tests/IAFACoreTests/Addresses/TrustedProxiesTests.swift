import IAFACore
import Testing

@Suite struct TrustedProxiesTests {
    private static let proxies = TrustedProxies(
        ["10.0.0.0/8", "192.0.2.7", "fd00::/8"].compactMap { NetworkRange($0) }
    )

    /// The peer, its headers, and who the client is.
    @Test(arguments: [
        ("198.51.100.1", [], "198.51.100.1"),
        ("198.51.100.1", ["203.0.113.9"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.9,\t192.0.2.7 , 10.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.9", "10.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["203.0.113.9, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, _hidden, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("10.0.0.1", ["[2001:db8::9]:4711"], "2001:db8:0:0:0:0:0:9"),
        ("10.0.0.1", ["2001:db8::9"], "2001:db8:0:0:0:0:0:9"),
        ("fd00::1", ["2001:db8::9, fd00::2"], "2001:db8:0:0:0:0:0:9"),
    ])
    func theLastHopThatIsNotTrustedIsTheClient(_ peer: String, _ forwarded: [String], _ client: String) throws {
        let peer = try #require(NetworkAddress(peer))
        #expect(Self.proxies.client(peer: peer, forwarded: forwarded).description == client)
    }

    @Test func byDefaultNobodyIsTrusted() throws {
        let peer = try #require(NetworkAddress("127.0.0.1"))
        #expect(TrustedProxies().client(peer: peer, forwarded: ["203.0.113.9"]) == peer)
    }

    @Test func aLongChainIsNotFollowedToItsEnd() throws {
        let peer = try #require(NetworkAddress("10.0.0.1"))
        let chain = "203.0.113.9, " + repeatElement("10.0.0.2", count: 1_000).joined(separator: ", ")
        #expect(Self.proxies.client(peer: peer, forwarded: [chain]).description == "10.0.0.2")
    }
}
