import IAFACore
import IAFATesting
import Testing

@Suite struct EventRecordTests {
    static let events: [SequencedEvent] = [
        SequencedEvent(sequence: 1, project: .fixed("p"), event: .sample("a")),
        SequencedEvent(sequence: .max, project: .fixed("p-2_x"), event: .sample("ä🦆", userID: nil, properties: "{}")),
        SequencedEvent(
            sequence: 0,
            project: .fixed("p"),
            event: Event(id: "", type: "", timestamp: .distantPast, receivedAt: .distantFuture)
        ),
        SequencedEvent(
            sequence: 7,
            project: .fixed("p"),
            event: Event(
                id: "1",
                type: "t",
                userID: "",
                anonymousID: "",
                sessionID: "",
                timestamp: .epoch,
                receivedAt: .epoch,
                sentAt: .epoch,
                properties: String(repeating: "x", count: 100_000),
                ipHash: ""
            )
        ),
    ]

    @Test(arguments: events) func comesBackAsItWas(_ event: SequencedEvent) throws {
        let bytes = EventRecord.encode(event)
        #expect(try EventRecord.decode(bytes) == event)
        #expect(bytes.count == EventRecord.byteCount(event.event, project: event.project))
    }

    /// The stored form of version 1, for as long as such files may be around.
    @Test func keepsItsStoredForm() throws {
        let event = Event(
            id: "e1",
            type: "open",
            userID: "u",
            timestamp: Timestamp(microseconds: 258),
            receivedAt: Timestamp(microseconds: -1),
            properties: "{}"
        )
        let stored: [UInt8] =
            [1, 1, 5, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0]
            + [255, 255, 255, 255, 255, 255, 255, 255]
            + [1, 0, 0, 0] + Array("p".utf8) + [2, 0, 0, 0] + Array("e1".utf8) + [4, 0, 0, 0] + Array("open".utf8)
            + [2, 0, 0, 0] + Array("{}".utf8) + [1, 0, 0, 0] + Array("u".utf8)
        #expect(EventRecord.encode(SequencedEvent(sequence: 5, project: .fixed("p"), event: event)) == stored)
        #expect(try EventRecord.decode(stored).event == event)
    }

    @Test func refusesEveryPrefix() {
        let bytes = EventRecord.encode(Self.events[0])
        for count in bytes.indices {
            #expect(throws: EventRecordError.self, "\(count) bytes") { try EventRecord.decode(Array(bytes[..<count])) }
        }
    }

    @Test func refusesWhatFollows() {
        let bytes = EventRecord.encode(Self.events[0])
        #expect(throws: EventRecordError.trailingBytes(1)) { try EventRecord.decode(bytes + [0]) }
    }

    @Test func refusesOtherVersionsAndIllFormedText() {
        var bytes = EventRecord.encode(Self.events[0])
        bytes[0] = 2
        #expect(throws: EventRecordError.unknownVersion(2)) { try EventRecord.decode(bytes) }
        bytes[0] = 1
        bytes[1] = 0xFF
        #expect(throws: EventRecordError.malformed(field: "presence")) { try EventRecord.decode(bytes) }
        bytes = EventRecord.encode(Self.events[0])
        bytes[bytes.count - 1] = 0xC3
        #expect(throws: EventRecordError.malformed(field: "ip hash")) { try EventRecord.decode(bytes) }
    }

    /// Nothing that the decoder takes is encoded differently, and nothing traps.
    @Test(arguments: 0..<20) func survivesGarbage(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let good = EventRecord.encode(Self.events[0])
        for _ in 0..<1_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0 ... .max, using: &random)
            }
            if let event = try? EventRecord.decode(bytes) {
                #expect(EventRecord.encode(event) == bytes, "seed \(seed)")
            }
            let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random)
            }
            _ = try? EventRecord.decode(noise)
        }
    }
}
