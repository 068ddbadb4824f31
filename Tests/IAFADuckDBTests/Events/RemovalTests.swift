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
            (-9, [], 0, 0, [-3, -3, -2, -1, -1, 0]), (-3, [], 0, 0, [-3, -3, -2, -1, -1, 0]),
            (-2, [-3], 1, 2, [-2, -1, -1, 0]), (-1, [-3, -2], 2, 3, [-1, -1, 0]), (0, [-3, -2, -1], 4, 5, [0]),
            (1, [-3, -2, -1, 0], 4, 6, []),
        ]
    )
    func `days before a day go, in files and in memory`(
        first: Int,
        removed: [Int],
        files: Int,
        events: Int,
        left: [Int]
    ) async throws {
        let day = StoreFixture.today.advanced(by: first)
        let summary = RemovalSummary(
            days: removed.map { StoreFixture.today.advanced(by: $0) },
            files: files,
            events: events
        )
        #expect(try await store.removeDays(of: StoreFixture.shop, before: day) == summary)
        #expect(try days(StoreFixture.shop) == left)
        #expect(try days(StoreFixture.blog) == [-3, -3, -2, -1, -1, 0])
        #expect(fixture.files().filter { $0.contains("shop") }.count == 4 - files)
        #expect(try await store.removeDays(of: StoreFixture.shop, before: day) == RemovalSummary())
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
        // What a damaged file held is unknown.
        #expect(removed == RemovalSummary(days: [StoreFixture.today.advanced(by: -3)], files: 1, events: 0))
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try days(StoreFixture.shop, in: store) == [-2, -1, -1])
    }

    @Test(arguments: [true, false])
    func `a question that runs reads on what is removed`(isProject: Bool) async throws {
        let held = try store.files()
        if isProject {
            try await store.removeAll(of: StoreFixture.shop)
        } else {
            try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today)
        }
        #expect(fixture.files().allSatisfy { !$0.contains("shop") })
        #expect(try ParquetContents.events(at: held.map(\.readPath)).count == 4)
    }

    @Test func `questions are answered while a project is removed`() async throws {
        let store = self.store
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<20 { _ = try await store.funnel(.test()) } }
            }
            group.addTask { try await store.removeAll(of: StoreFixture.shop) }
            try await group.waitForAll()
        }
        #expect(try await store.funnel(.test()).users == [0, 0])
    }

    @Test func `no empty folder is left`() async throws {
        let folders = [0, -31].map { fixture.folder(day: $0) }
        store.receive([Event.test(901, day: -31)].sequenced(from: 901))
        try await store.flush()
        #expect(folders.map(FileManager.default.fileExists(atPath:)) == [true, true])
        try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today.advanced(by: -20))
        #expect(folders.map(FileManager.default.fileExists(atPath:)) == [true, false])
        try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today.advanced(by: 1))
        #expect(!FileManager.default.fileExists(atPath: fixture.directory + "/events/project_shop"))
        #expect(fixture.files().count == 6)
        store.receive([Event.test(902)].sequenced(from: 902))
        try await store.flush()
        #expect(try days(StoreFixture.shop, in: fixture.open()) == [0])
    }

    @Test func `days that are written at that moment go, too`() async throws {
        let store = self.store
        let today = StoreFixture.today
        for round in 0..<20 {
            let first = 1_000 + 10 * UInt64(round)
            store.receive((0..<10).map { Event.test(Int(first) + $0, day: $0 - 9) }.sequenced(from: first))
            try await withThrowingTaskGroup { group in
                group.addTask { _ = try await store.flush() }
                group.addTask { _ = try await store.removeDays(of: StoreFixture.shop, before: today) }
                try await group.waitForAll()
            }
            #expect(try days(StoreFixture.shop).allSatisfy { $0 == 0 })
        }
        try await store.flush()
        #expect(try days(StoreFixture.shop, in: fixture.open()) == Array(repeating: 0, count: 21))
    }

    @Test func `a day whose file can't be removed is tried again, the others go`() async throws {
        let path = fixture.dayFile(day: -3)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = await #expect(throws: EventStoreError.self) {
            try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today)
        }
        #expect(error?.description.contains(path) == true)
        #expect(try days(StoreFixture.shop) == [-3, 0])
        try FileManager.default.removeItem(atPath: path)
        #expect(try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today).files == 1)
        #expect(try days(StoreFixture.shop) == [0])
    }

    @Test func `a project that can't be removed goes on`() async throws {
        let scratch = fixture.directory + "/.iafa-scratch"
        try FileManager.default.moveItem(atPath: scratch, toPath: scratch + ".away")
        await #expect(throws: EventStoreError.self) { try await store.removeAll(of: StoreFixture.shop) }
        try FileManager.default.moveItem(atPath: scratch + ".away", toPath: scratch)
        store.receive([Event.test(900)].sequenced(from: 900))
        #expect(try days(StoreFixture.shop) == [-3, -2, -1, -1, 0])
        try await store.removeAll(of: StoreFixture.shop)
        #expect(try days(StoreFixture.shop) == [])
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
