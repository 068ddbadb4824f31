import Testing

@testable import IAFACore

@Suite struct PersonKeyTests {
    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

    /// The vectors that come with the algorithm, one seed each.
    private static let published: [(UInt64, String, UInt64)] = [
        (0, "", 0x0409_638E_E2BD_E459),
        (1, "a", 0xA841_2D09_1B5F_E0A9),
        (2, "abc", 0x32DD_92E4_B291_5153),
        (3, "message digest", 0x8619_1240_89A3_A16B),
        (4, "abcdefghijklmnopqrstuvwxyz", 0x7A43_AFB6_1D7F_5F40),
        (5, letters, 0xFF42_329B_90E5_0D58),
        (6, String(repeating: "1234567890", count: 8), 0xC39C_AB13_B115_AAD3),
    ]

    @Test(arguments: published)
    func `the hash is the published one`(seed: UInt64, text: String, expected: UInt64) {
        #expect(Array(text.utf8).withUnsafeBytes { PersonKey.hash($0, seed: seed) } == expected)
    }

    /// Files hold these: a failure here is a change of a stored format.
    private static let stored: [(person: String, key: UInt64)] = [
        ("", 0x0409_638E_E2BD_E459),
        ("user_1", 0xE401_D03D_9F3C_4DEF),
        ("user_2", 0xA83F_3361_CBD3_3A82),
        ("0190f3a2-7c1e-7b4a-9d57-3f1f0c2b9a11", 0x75DA_71C4_38F9_1CC6),
        ("Zo\u{EB}", 0x23F6_0CAE_952D_68D9),
        (String(repeating: "x", count: 300), 0xE05A_BC61_AA28_8972),
    ]

    @Test(arguments: stored)
    func `keys never change`(person: String, key: UInt64) {
        #expect(PersonKey.key(of: person) == key)
    }

    @Test func `every length has a key of its own`() {
        let keys = (0..<200).map { PersonKey.key(of: String(repeating: "\u{0}", count: $0)) }
        #expect(Set(keys).count == 200)
    }

    @Test func `keys of numbered persons spread over all bits`() {
        var ones = [Int](repeating: 0, count: 64)
        for number in 0..<4096 {
            let key = PersonKey.key(of: "user_\(number)")
            for bit in 0..<64 where key >> UInt64(bit) & 1 == 1 { ones[bit] += 1 }
        }
        // Half of 4096 is 2048; six standard deviations are 192.
        #expect(ones.allSatisfy { abs($0 - 2048) < 192 })
    }
}
