import IAFACore
import Testing

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::ffff:1.2.3.4", "1.2.3.4"), ("::FFFF:102:304", "1.2.3.4"), ("::", "0:0:0:0:0:0:0:0"),
        ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
        ("2001:DB8::8a2e:0370:7334", "2001:db8:0:0:0:8a2e:370:7334"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("fe80::1%eth0", "fe80:0:0:0:0:0:0:1"),
        ("64:ff9b::192.0.2.33", "64:ff9b:0:0:0:0:c000:221"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    ])
    func anAddressIsRead(_ text: String, _ same: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.description == same)
        #expect(NetworkAddress(same) == address)
    }

    @Test(arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "01.2.3.4", "1.2.3.4 ",
        "a.b.c.d",
        "1.2.3.4/8", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2::3", "12345::", "g::",
        "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::", "::1.2.3", "unknown", "_hidden",
        "%eth0", "::1%" + String(repeating: "x", count: 100),
    ])
    func whatIsNoAddressIsRefused(_ text: String) { #expect(NetworkAddress(text) == nil) }

    @Test func aSubscriberHasAnIPv4AddressOrAnIPv6Network() throws {
        let network = try #require(NetworkAddress("2001:db8:1:2::"))
        for text in ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"] {
            #expect(NetworkAddress(text)?.subscriber == network)
        }
        #expect(NetworkAddress("2001:db8:1:3::1")?.subscriber != network)
        #expect(NetworkAddress("1.2.3.4")?.subscriber == NetworkAddress("1.2.3.4"))
    }

    @Test(arguments: [("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("128.0.0.1", false), ("::2", false)])
    func loopbackIsKnown(_ text: String, _ isLoopback: Bool) {
        #expect(NetworkAddress(text)?.isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.1.1"], ["11.0.0.0", "9.255.255.255", "::a00:1"]),
        ("10.9.8.7/8", ["10.0.0.1"], ["11.0.0.0"]), ("1.2.3.4", ["1.2.3.4"], ["1.2.3.5"]),
        ("0.0.0.0/0", ["1.2.3.4", "255.255.255.255"], ["::1", "2001:db8::1"]),
        ("2001:db8::/32", ["2001:db8::1", "2001:db8:ffff::"], ["2001:db9::", "1.2.3.4"]),
        ("2001:db8::/65", ["2001:db8::1"], ["2001:db8::8000:0:0:0", "2001:db8:0:1::"]),
        ("::/0", ["::1", "1.2.3.4", "ffff::"], []), ("::1/128", ["::1"], ["::"]),
    ])
    func aRangeHasItsAddresses(_ text: String, _ within: [String], _ beyond: [String]) throws {
        let range = try #require(NetworkRange(text))
        for address in within { #expect(range.contains(try #require(NetworkAddress(address))), "\(address)") }
        for address in beyond { #expect(!range.contains(try #require(NetworkAddress(address))), "\(address)") }
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8", "proxy", "1.2.3.4/+8",
    ])
    func whatIsNoRangeIsRefused(_ text: String) { #expect(NetworkRange(text) == nil) }
}
