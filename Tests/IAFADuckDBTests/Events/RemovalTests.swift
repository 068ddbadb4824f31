import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Synchronization
import Testing

struct RemovalTests {
    private let fixture: StoreFixture
    private let store: ParquetEventStore

    /// Days -3…0 of two projects: -3 and -2 compacted, -1 two parts, 0 in memory, and a late event of -3 in memory.
    init() async throws {
        fixture = try StoreFixture()
        store = try fixture.open()
        var sequence: UInt64 = 1
        for days in [[-3, -2, -1], [-1], [0, -3]] {
            for project in [StoreFixture.shop, StoreFixture.blog] {
                let events = days.map { Event.test(Int(sequence) + 10 * ($0 + 3), day: $0) }
                store.receive(events.sequenced(from: sequence, of: project))
                sequence += UInt64(events.count)
            }
            if days != [0, -3] { try await store.flush() }
            if days.count == 3 {
                fixture.clock.set(StoreFixture.time(-1, 1))
                try await store.compact(thorough: false)
                fixture.clock.set(StoreFixture.time(0, 43_200))
            }
        }
    }

    private func days(_ project: Identifier<Project>, in store: ParquetEventStore? = nil) throws -> [Int] {
        try (store ?? self.store).storedEvents(of: project).map {
            StoreFixture.today.distance(to: CalendarDay($0.timestamp))
        }.sorted()
    }

    @Test(
        arguments: [
            (-9, 0, [-3, -3, -2, -1, -1, 0]), (-3, 0, [-3, -3, -2, -1, -1, 0]), (-2, 1, [-2, -1, -1, 0]),
            (-1, 2, [-1, -1, 0]), (0, 4, [0]), (1, 4, []),
        ]
    )
    func `days before a day go, in files and in memory`(first: Int, files: Int, left: [Int]) async throws {
        let day = StoreFixture.today.advanced(by: first)
        #expect(try await store.removeDays(of: StoreFixture.shop, before: day) == files)
        #expect(try days(StoreFixture.shop) == left)
        #expect(try days(StoreFixture.blog) == [-3, -3, -2, -1, -1, 0])
        #expect(fixture.files().filter { $0.contains("shop") }.count == 4 - files)
        #expect(try await store.removeDays(of: StoreFixture.shop, before: day) == 0)
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(try days(StoreFixture.shop, in: fixture.open()) == left)
    }

    @Test func `damaged files of old days go, too`() async throws {
        let path = fixture.dayFile(day: -3)
        try FileManager.default.removeItem(atPath: path)
        try Data("no".utf8).write(to: URL(filePath: path))
        let store = try fixture.open()
        let removed = try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today.advanced(by: -2))
        #expect(removed == 1)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try days(StoreFixture.shop, in: store) == [-2, -1, -1])
    }

    @Test func `a question that runs reads on what is removed`() async throws {
        let held = try store.files()
        try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today)
        #expect(try ParquetContents.events(at: held.map(\.readPath)).count == 4)
    }

    @Test func `of a removed project nothing is left and nothing comes back`() async throws {
        try await store.removeAll(of: StoreFixture.shop)
        #expect(try days(StoreFixture.shop) == [])
        #expect(store.unflushedCount == 2)
        store.receive([Event.test(900)].sequenced(from: 900))
        #expect(store.unflushedCount == 2)
        #expect(store.lastSequence == 900)
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(try days(StoreFixture.shop) == [])
        #expect(try days(StoreFixture.blog) == [-3, -3, -2, -1, -1, 0])
        #expect(!FileManager.default.fileExists(atPath: fixture.directory + "/events/project_shop"))
        #expect(try days(StoreFixture.shop, in: fixture.open()) == [])
        try await store.removeAll(of: StoreFixture.shop)
        try await store.removeAll(of: .fixed("unknown"))
    }

    @Test func `events that a failed flush gives back don't bring a project back`() async throws {
        store.state.withLock { state in
            // As it is in the middle of a flush.
            state.flushing = state.hot
            state.hot = HotBuffer()
        }
        try await store.removeAll(of: StoreFixture.shop)
        store.putBackUnwritten()
        #expect(store.unflushedCount == 2)
        #expect(try days(StoreFixture.shop) == [])
        #expect(try await store.flush() > 0)
        #expect(fixture.files().allSatisfy { $0.contains("blog") })
        #expect(try days(StoreFixture.blog) == [-3, -3, -2, -1, -1, 0])
    }

    @Test func `a project is removed while its events are written and merged`() async throws {
        let store = self.store
        try await withThrowingTaskGroup { group in
            group.addTask {
                for number in 100..<300 {
                    store.receive([Event.test(number)].sequenced(from: UInt64(number)))
                    if number % 10 == 0 { try await store.flush() }
                }
            }
            group.addTask { for _ in 0..<10 { try await store.compact(thorough: true) } }
            group.addTask { try await store.removeAll(of: StoreFixture.shop) }
            try await group.waitForAll()
        }
        try await store.flush()
        #expect(try days(StoreFixture.shop) == [])
        #expect(fixture.files().allSatisfy { $0.contains("blog") })
        #expect(try days(StoreFixture.shop, in: fixture.open()) == [])
    }
}
