import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct CompactionTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    /// Receives events in so many flushes.
    private func write(_ events: [Event], in flushes: Int, from first: UInt64 = 1, to store: ParquetEventStore)
        async throws
    {
        let all = events.sequenced(from: first)
        let size = (all.count + flushes - 1) / flushes
        for start in stride(from: 0, to: all.count, by: size) {
            store.receive(Array(all[start..<min(start + size, all.count)]))
            try await store.flush()
        }
    }

    @Test func `compaction leaves a file a day and every answer as it was`() async throws {
        let store = try fixture.open()
        var random = RandomEvents(seed: 2)
        let events = random.next(600, days: -3...0)
        try await write(events, in: 5, to: store)
        let query = FunnelQuery.test()
        let before = try await store.funnel(query)
        #expect(before == query.reference(events))
        #expect(fixture.files().count == 20)

        var summary = try await store.compact(thorough: false)
        // Today is not over.
        #expect(summary.days == 3 && summary.mergedFiles == 15 && summary.duplicates == 0)
        #expect(fixture.files().count == 8)
        #expect(try await store.funnel(query) == before)

        summary = try await store.compact(thorough: true)
        #expect(summary.days == 1 && summary.mergedFiles == 5)
        #expect(fixture.files().map { String($0.suffix(25)) } == (14...17).map { "events_2026-05-\($0).parquet" })
        #expect(try await store.funnel(query) == before)
        #expect(try store.storedEvents() == events.byID)
        #expect(try await store.compact(thorough: true) == CompactionSummary())
        #expect(try fixture.open().storedEvents() == events.byID)
    }

    @Test func `late events go into a day that was compacted`() async throws {
        let store = try fixture.open()
        let early = (0..<5).map { Event.test($0, day: -1, second: 10 * $0) }
        let late = (5..<9).map { index in
            var event = Event.test(index, "buy", day: -1, second: 7 * index)
            event.receivedAt = fixture.clock.now
            return event
        }
        try await write(early, in: 1, to: store)
        try await store.compact(thorough: false)
        try await write(late, in: 2, from: 6, to: store)
        #expect(fixture.files().count == 3)
        let before = try await store.funnel(.test())
        // More may follow at any moment, and every time the whole day would be written anew.
        #expect(try await store.compact(thorough: false) == CompactionSummary())
        fixture.clock.advance(by: DayCompactor.settlingTime)
        let summary = try await store.compact(thorough: false)
        #expect(summary.events == 9 && summary.mergedFiles == 3)
        #expect(fixture.files().count == 1)
        #expect(try await store.funnel(.test()) == before)
        #expect(try store.files().map(\.footer.first) == [1])
        #expect(try store.files().map(\.footer.last) == [9])
        #expect(try store.storedEvents() == (early + late).byID)
    }

    @Test func `today's parts are merged when there are many, and the large file is left alone`() async throws {
        let store = try fixture.open()
        try await write((0..<100).map { .test($0, second: $0) }, in: 1, to: store)
        try await store.compact(thorough: true)
        let dayFile = try #require(FileManager.default.contents(atPath: fixture.dayFile()))
        try await write((100..<107).map { .test($0, second: $0) }, in: 7, from: 101, to: store)
        #expect(try await store.compact(thorough: false).days == 0)
        try await write([.test(107)], in: 1, from: 108, to: store)
        #expect(try await store.compact(thorough: false).mergedFiles == 8)
        #expect(
            fixture.files().map { String($0.suffix(68)) }
                == [
                    EventFileName(day: StoreFixture.today, part: 101...108).text,
                    "05/" + EventFileName(day: StoreFixture.today).text,
                ].map { String($0.suffix(68)) } || fixture.files().count == 2
        )
        #expect(FileManager.default.contents(atPath: fixture.dayFile()) == dayFile)
        #expect(try store.storedEvents().count == 108)
        #expect(try fixture.open().storedEvents().count == 108)
    }

    @Test func `of an event that came twice the one that was received first stays`() async throws {
        let store = try fixture.open()
        func repetition(_ id: Int, receivedAfter seconds: Int, _ properties: String) -> Event {
            var event = Event.test(id, day: -1, properties: properties)
            event.receivedAt = event.timestamp + .seconds(seconds)
            return event
        }
        let first = repetition(1, receivedAfter: 5, #"{"try":1}"#)
        let events = [
            repetition(1, receivedAfter: 9, #"{"try":2}"#), first, repetition(1, receivedAfter: 7, #"{"try":3}"#),
            .test(2, day: -1), .test(2, day: -1),
        ]
        try await write(events, in: 3, to: store)
        let summary = try await store.compact(thorough: false)
        #expect(summary.duplicates == 3)
        #expect(summary.events == 2)
        #expect(try store.storedEvents() == [first, .test(2, day: -1)])
        #expect(try store.files().map(\.footer.events) == [2])
        #expect(try store.verify().findings == [])
    }

    @Test func `a question that runs meanwhile reads on what it began with`() async throws {
        let store = try fixture.open()
        let events = (0..<40).map { Event.test($0, day: -1, second: $0) }
        try await write(Array(events[..<20]), in: 2, to: store)
        try await store.compact(thorough: true)
        try await write(Array(events[20...]), in: 3, from: 21, to: store)
        do {
            let held = try store.days(of: StoreFixture.shop, in: StoreFixture.always).flatMap(\.files)
            #expect(held.count == 4)
            try await store.compact(thorough: true)
            #expect(try ParquetContents.events(at: held.map(\.readPath)).byID == events.byID)
            #expect(try store.storedEvents() == events.byID)
            #expect(fixture.files().count == 1)
            // Until the question is done, it holds on to its links.
            #expect(StoreFixture.files(below: fixture.directory + "/.iafa-scratch").count == 5)
        }
        #expect(StoreFixture.files(below: fixture.directory + "/.iafa-scratch").count == 1)
    }

    @Test(arguments: [true, false])
    func `a compaction that fails leaves everything as it was`(isUnfinished: Bool) async throws {
        let store = try fixture.open()
        let events = (0..<4).map { Event.test($0, day: -1) }
        try await write(events, in: 2, to: store)
        let obstacle = fixture.dayFile(day: -1) + (isUnfinished ? ".tmp" : "")
        try FileManager.default.createDirectory(atPath: obstacle + "/full", withIntermediateDirectories: true)
        await #expect(throws: EventStoreError.self) { try await store.compact(thorough: true) }
        #expect(fixture.files().count == 2)
        #expect(try store.storedEvents() == events.byID)
        try FileManager.default.removeItem(atPath: obstacle)
        #expect(try await store.compact(thorough: true).mergedFiles == 2)
        #expect(fixture.files().count == 1)
        #expect(try store.storedEvents() == events.byID)
    }

    @Test func `events come in while compaction, flushes and questions run`() async throws {
        let store = try fixture.open()
        let events = (0..<1_200).map { Event.test($0, $0 % 2 == 0 ? "view" : "buy", by: "p\($0 / 2)", day: -($0 % 3)) }
        try await withThrowingTaskGroup { group in
            group.addTask {
                for (index, event) in events.sequenced().enumerated() {
                    store.receive([event])
                    if index % 60 == 0 { try await store.flush() }
                }
            }
            group.addTask { for _ in 0..<20 { try await store.compact(thorough: true) } }
            group.addTask {
                var seen = 0
                for _ in 0..<40 {
                    let users = try await store.funnel(.test()).users[0]
                    // Nothing that was there is ever missing.
                    #expect(users >= seen)
                    seen = users
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.storedEvents() == events.byID)
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(try fixture.open().storedEvents() == events.byID)
        #expect(fixture.files().count == 3)
    }
}
