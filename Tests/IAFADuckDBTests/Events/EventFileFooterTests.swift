import IAFACore
@testable import IAFADuckDB
import Testing

struct EventFileFooterTests {
    @Test(
        arguments: [
            EventFileFooter(first: 0, last: 0, events: 0, lastReceived: .epoch),
            EventFileFooter(first: 1, last: 9, events: 4, lastReceived: StoreFixture.time(0, 1)),
            EventFileFooter(first: .max, last: .max, events: .max, lastReceived: .distantFuture),
            EventFileFooter(first: 5, last: 6, events: 2, lastReceived: .distantPast),
        ]
    )
    func `a footer is read back as it was written`(footer: EventFileFooter) {
        #expect(EventFileFooter(keyValues: Dictionary(uniqueKeysWithValues: footer.keyValues)) == footer)
    }

    @Test(
        arguments: [
            ("iafa_format_version", nil), ("iafa_format_version", "2"), ("iafa_first_sequence", nil),
            ("iafa_first_sequence", "10"), ("iafa_first_sequence", "-1"), ("iafa_last_sequence", "nine"),
            ("iafa_events", "4.0"), ("iafa_events", "-4"), ("iafa_last_received_us", ""),
        ] as [(String, String?)]
    )
    func `what lacks a key or holds nonsense is no footer`(key: String, value: String?) {
        let footer = EventFileFooter(first: 1, last: 9, events: 4, lastReceived: .epoch)
        var keyValues = Dictionary(uniqueKeysWithValues: footer.keyValues)
        keyValues[key] = value
        #expect(EventFileFooter(keyValues: keyValues) == nil)
    }

    @Test func `a file's footer tells what is in it`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        let events = (0..<5).map { Event.test($0, second: 10 - $0) }
        store.receive(events.sequenced(from: 7))
        try await store.flush()
        let wanted = EventFileFooter(first: 7, last: 11, events: 5, lastReceived: StoreFixture.time(0, 11))
        #expect(try fixture.open(isWritable: false).files().map(\.footer) == [wanted])
        try await store.compact(thorough: true)
        #expect(try fixture.open(isWritable: false).files().map(\.footer) == [wanted])
    }
}
