import IAFACore
import Testing

@Suite struct AddressHasherTests {
    private static let day: Int64 = 86_400_000_000

    @Test func givesAnAddressOneCodeADay() {
        let hasher = AddressHasher()
        let morning = Timestamp(microseconds: 20_000 * Self.day)
        let evening = Timestamp(microseconds: 20_001 * Self.day - 1)
        let code = hasher.hash("192.0.2.1", now: morning)
        #expect(code.utf8.count == 32)
        #expect(hasher.hash("192.0.2.1", now: evening) == code)
        #expect(hasher.hash("192.0.2.2", now: evening) != code)
        #expect(hasher.hash("192.0.2.1", now: evening + .microseconds(1)) != code)
        #expect(AddressHasher().hash("192.0.2.1", now: morning) != code)
    }

    @Test func givesTheSameCodesToMoreAddressesThanItRemembers() {
        let hasher = AddressHasher()
        let addresses = (0..<10_000).map { "2001:db8::\(String($0, radix: 16))" }
        let codes = addresses.map { hasher.hash($0, now: .epoch) }
        #expect(Set(codes).count == addresses.count)
        #expect(addresses.map { hasher.hash($0, now: .epoch) } == codes)
    }
}
