import IAFACore
import IAFADuckDB
import IAFATesting
import Testing

struct EventReadingTests {
    private struct Seen: Sendable, Hashable, Comparable {
        let person: String?
        let session: String?
        let type: String
        let time: Int64
        let properties: String?

        static func < (left: Seen, right: Seen) -> Bool { "\(left)" < "\(right)" }
    }

    private static func read(_ store: ParquetEventStore, _ reading: EventReading) async throws -> [Seen] {
        try await store.read(reading, into: [Seen]()) { seen, event in
            func text(_ bytes: UnsafeRawBufferPointer?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
            seen.append(
                Seen(
                    person: text(event.userID) ?? text(event.anonymousID),
                    session: text(event.sessionID),
                    type: text(event.type) ?? "",
                    time: event.time,
                    properties: text(event.properties)
                )
            )
        }.sorted()
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `events are shown wherever they are, once`(seed: UInt64) async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var life = RandomFunnelLife(seed: seed)
        let events = (0..<120).map { _ in life.event() }
        let all = events.sequenced()
        store.receive(Array(all[..<40]))
        try await store.flush()
        try await store.compact(thorough: true)
        store.receive(Array(all[40..<80]))
        try await store.flush()
        store.receive(Array(all[80...]))
        for _ in 0..<6 {
            var reading = EventReading(project: StoreFixture.shop, range: life.query().range)
            reading.wantsSessions = Bool.random(using: &life.random)
            reading.wantsProperties = Bool.random(using: &life.random)
            if Bool.random(using: &life.random) { reading.eventTypes = ["t1", "t4", "o'reilly"] }
            if Bool.random(using: &life.random) {
                let times = events.map(\.timestamp.microseconds)
                let moments = (0..<Int.random(in: 0...5, using: &life.random)).map { _ in
                    times.randomElement(using: &life.random) ?? 0
                }
                reading.moments = Set(moments)
            }
            let asked = reading
            let expected = events.filter { event in
                asked.range.contains(event.timestamp) && asked.eventTypes?.contains(event.type) ?? true
                    && asked.moments?.contains(event.timestamp.microseconds) ?? true
            }.map { event in
                Seen(
                    person: event.person,
                    session: asked.wantsSessions ? event.sessionID : nil,
                    type: event.type,
                    time: event.timestamp.microseconds,
                    properties: asked.wantsProperties ? event.properties : nil
                )
            }
            #expect(try await Self.read(store, asked) == expected.sorted(), "seed \(seed) \(asked)")
        }
    }

    @Test func `what the reader throws ends the reading`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var life = RandomFunnelLife(seed: 3)
        store.receive((0..<50).map { _ in life.event() }.sequenced())
        try await store.flush()
        let end = Timestamp(microseconds: 4_000_000_000_000_000)
        let reading = EventReading(project: StoreFixture.shop, range: Timestamp.epoch..<end)
        await #expect(throws: EventStoreError.self) {
            _ = try await store.read(reading, into: 0) { count, _ throws(EventStoreError) in
                count += 1
                if count == 7 { throw .tooLarge(message: "seven are enough") }
            }
        }
    }
}
