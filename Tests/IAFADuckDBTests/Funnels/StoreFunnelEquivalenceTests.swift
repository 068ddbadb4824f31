import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct StoreFunnelEquivalenceTests {
    /// Events lie in day files, parts and memory, and move between them from question to question.
    @Test(arguments: UInt64(0)..<24)
    func `the store answers as the reference does`(seed: UInt64) async throws {
        var life = RandomStoreFunnel(seed: seed)
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var events: [Event] = []
        for question in 0..<15 {
            for _ in 0..<Int.random(in: 0...25, using: &life.random) {
                events.append(life.event())
                store.receive([events[events.count - 1]].sequenced(from: UInt64(events.count)))
            }
            switch Int.random(in: 0..<4, using: &life.random) {
            case 0: try await store.flush()
            case 1: try await store.compact(thorough: Bool.random(using: &life.random))
            default: break
            }
            let query = life.query()
            let answer = try await store.funnel(query)
            #expect(answer == query.reference(events), "seed \(seed), question \(question): \(query)")
        }
        try await store.flush()
        let query = life.query()
        #expect(try await fixture.open(isWritable: false).funnel(query) == query.reference(events))
    }

    @Test func `many events of many days are answered slice by slice`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: 11)
        let events = random.next(20_000, days: -60...0)
        let all = events.sequenced()
        store.receive(Array(all[..<12_000]))
        try await store.flush()
        try await store.compact(thorough: false)
        store.receive(Array(all[12_000..<16_000]))
        try await store.flush()
        store.receive(Array(all[16_000...]))
        for days in [-70...5, -60 ... -31, 0...0, -17 ... -16] {
            let query = FunnelQuery.test(days: days)
            #expect(try await store.funnel(query) == query.reference(events))
        }
    }

    @Test(arguments: [StoreFixture.shop, .fixed("unknown")])
    func `where there are no events there is an answer of zeros`(project: Identifier<Project>) async throws {
        let answer = try await StoreFixture().open().funnel(.test(of: project))
        #expect(answer.users == [0, 0])
        #expect(answer.timeToConvert == nil)
    }

    /// "é" in one character, and as "e" with an accent: Swift calls them equal, the files' bytes are not.
    @Test func `event types and persons are told apart by their bytes`() async throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        let fixture = try StoreFixture()
        defer { withExtendedLifetime(fixture) {} }
        let store = try fixture.open()
        let events = [
            Event.test(1, composed, properties: #"{"n":1}"#), .test(2, decomposed, second: 1),
            .test(3, decomposed, by: composed), .test(4, composed, by: decomposed, properties: #"{"n":1}"#),
        ]
        store.receive(events.sequenced())
        let filter = PropertyFilter(property: "n", condition: .equals(.number(1)))
        let query = FunnelQuery(
            project: StoreFixture.shop,
            definition: FunnelDefinition(
                steps: [
                    FunnelStep(eventTypes: [composed], filters: [filter]), FunnelStep(eventTypes: [decomposed]),
                ]
            ),
            range: StoreFixture.time(-1)..<StoreFixture.time(1),
            now: StoreFixture.time(1)
        )
        for _ in 0..<2 {
            #expect(try await store.funnel(query).users == [2, 1])
            try await store.flush()
        }
    }

    @Test func `projects see nothing of each other`() async throws {
        let fixture = try StoreFixture()
        defer { withExtendedLifetime(fixture) {} }
        let store = try fixture.open()
        store.receive([Event.test(1)].sequenced())
        store.receive([Event.test(1, "buy", second: 1)].sequenced(from: 2, of: StoreFixture.blog))
        for _ in 0..<2 {
            #expect(try await store.funnel(.test()).users == [1, 0])
            #expect(try await store.funnel(.test(of: StoreFixture.blog)).users == [0, 0])
            try await store.flush()
        }
    }
}
