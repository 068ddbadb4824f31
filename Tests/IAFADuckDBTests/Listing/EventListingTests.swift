@testable import IAFACore
@testable import IAFADuckDB
import Testing

@Suite struct EventListingTests {
    /// Without what is not shown.
    private static func shown(_ events: some Sequence<Event>) -> [Event] {
        events.map { event in
            var event = event
            event.ipHash = nil
            return event
        }
    }

    private static func reference(_ events: [Event], _ query: EventQuery) -> [Event] {
        shown(events.filter(query.wants).sorted { EventPosition($1) < EventPosition($0) })
    }

    private static func query(_ random: inout SplitMix64) throws -> EventQuery {
        var query = EventQuery(project: StoreFixture.shop)
        if Bool.random(using: &random) { query.eventType = ["view", "buy", "none"].randomElement(using: &random) }
        if Int.random(in: 0..<3, using: &random) == 0 { query.person = "p\(Int.random(in: 0..<6, using: &random))" }
        if Bool.random(using: &random) {
            let first = Int.random(in: -6...0, using: &random)
            query.range = StoreFixture.time(first, 7_200)..<StoreFixture.time(first + 2, 3_600)
        }
        let filters = [
            PropertyFilter(property: "plan", condition: .equals(.string("pro"))),
            PropertyFilter(property: "n", condition: .greaterOrEqual(.number(2))),
            PropertyFilter(property: "nested.k", condition: .isSet),
        ]
        if Int.random(in: 0..<3, using: &random) == 0 {
            query.filters = [filters.randomElement(using: &random)].compactMap(\.self)
        }
        query.limit = Int.random(in: 1...30, using: &random)
        return query
    }

    @Test(arguments: 1...12)
    func pagesGiveTheEventsOfAQueryInOrder(_ seed: UInt64) async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: seed)
        var events: [Event] = []
        for round in 0..<4 {
            let new = random.next(60, days: -6...0)
            store.receive(new.sequenced(from: UInt64(events.count + 1)))
            events += new
            if round == 1 { try await store.flush() }
            if round == 2 {
                try await store.flush()
                try await store.compact(thorough: true)
            }
        }
        for _ in 0..<6 {
            var query = try Self.query(&random.random)
            let expected = Self.reference(events, query)
            var listed: [Event] = []
            while true {
                let page = try await store.newestEvents(query)
                #expect(page.events.count <= query.limit, "seed \(seed)")
                listed += page.events
                guard let next = page.next else { break }
                #expect(page.events.count == query.limit, "seed \(seed)")
                query.before = EventPosition(cursor: next.cursor)
                #expect(query.before == next)
            }
            #expect(listed == expected, "seed \(seed): \(query)")
        }
    }

    @Test func pagesMissAndRepeatNothingWhileEventsCome() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: 5)
        let known = random.next(300, days: -3...0)
        store.receive(known.sequenced())
        var query = EventQuery(project: StoreFixture.shop)
        query.limit = 7
        var listed: [String] = []
        var sequence: UInt64 = 1_000
        while true {
            let page = try await store.newestEvents(query)
            listed += page.events.map(\.id)
            guard let next = page.next else { break }
            query.before = next
            store.receive(random.next(5, days: -3...0).sequenced(from: sequence))
            sequence += 5
            if sequence.isMultiple(of: 50) { try await store.flush() }
            if sequence.isMultiple(of: 75) { try await store.compact(thorough: true) }
        }
        #expect(Set(listed).count == listed.count)
        #expect(Set(known.map(\.id)).isSubset(of: listed))
    }

    @Test(arguments: ["", "x", "00", "ff", "312e312e", "312e782e312e61", "zz", String(repeating: "0", count: 3_000)])
    func whatIsNoCursorIsNone(_ text: String) {
        #expect(EventPosition(cursor: text) == nil)
    }

    @Test func aCursorLeadsBack() {
        for id in ["a", "", "a.b.c", "ä🦆", String(repeating: "🦆", count: 200)] {
            let position = EventPosition(timestamp: .epoch, receivedAt: StoreFixture.time(-1), id: id)
            #expect(EventPosition(cursor: position.cursor) == position)
        }
    }
}
