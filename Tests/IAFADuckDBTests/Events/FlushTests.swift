import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Synchronization
import Testing

struct FlushTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    @Test func `an event counts before it is in a file, and after`() async throws {
        let store = try fixture.open()
        let query = FunnelQuery.test()
        #expect(try await store.funnel(query).users == [0, 0])
        store.receive([Event.test(1), .test(2, by: "bob")].sequenced())
        #expect(store.unflushedCount == 2)
        #expect(try await store.funnel(query).users == [2, 0])
        store.receive([Event.test(3, "buy", second: 1)].sequenced(from: 3))
        let hot = try await store.funnel(query)
        #expect(hot.users == [2, 1])
        #expect(fixture.files() == [])
        #expect(try await store.flush() == 3)
        #expect(store.unflushedCount == 0)
        #expect(try await store.funnel(query) == hot)
        #expect(fixture.files().count == 1)
        #expect(try await store.flush() == 3)
        #expect(fixture.files().count == 1)
    }

    @Test func `an event counts while it is being written`() async throws {
        let store = try fixture.open()
        store.receive([Event.test(1)].sequenced())
        store.state.withLock { state in
            // As it is in the middle of a flush.
            state.flushing = state.hot
            state.hot = HotBuffer()
        }
        store.receive([Event.test(2, "buy", second: 1)].sequenced(from: 2))
        #expect(store.unflushedCount == 2)
        #expect(try await store.funnel(.test()).users == [1, 1])
        #expect(try store.storedEvents().map(\.id) == ["e1", "e2"])
        #expect(try store.extent(of: StoreFixture.shop)?.contains(StoreFixture.time(0)) == true)
        store.putBackUnwritten()
        #expect(try await store.flush() == 2)
        #expect(try ParquetContents.events(at: store.files().map(\.path)).map(\.id) == ["e1", "e2"])
    }

    @Test func `every field of an event is in the file as it was received`() async throws {
        let store = try fixture.open()
        var random = RandomEvents(seed: 1)
        var events = random.next(5_000, days: -2...0)
        events[0].properties = #"{"a":"\u0000\n\"","b":12345678901234567890.12345,"ä":"🦆"}"#
        events[1].timestamp = StoreFixture.time(0, 0)
        events[2].timestamp = StoreFixture.time(1, 0) + .microseconds(-1)
        events[3].userID = "x' OR 1=1; --\u{FEFF}"
        store.receive(events.sequenced())
        try await store.flush()
        #expect(try store.storedEvents() == events.byID)
        #expect(store.unflushedCount == 0)
    }

    @Test func `events of many days and projects go to a file each`() async throws {
        let store = try fixture.open()
        let days = Array(-40...3)
        let events = days.flatMap { day in [Event.test(2 * day + 100, day: day), .test(2 * day + 101, day: day)] }
        store.receive(events.sequenced())
        store.receive(events.sequenced(from: 1_000, of: StoreFixture.blog))
        #expect(try await store.flush() == 999 + UInt64(events.count))
        #expect(fixture.files().count == 2 * days.count)
        for project in [StoreFixture.shop, StoreFixture.blog] {
            #expect(try store.storedEvents(of: project) == events.byID)
            #expect(try store.files(of: project).map(\.name.day) == days.map { StoreFixture.today.advanced(by: $0) })
        }
        for file in try store.files() {
            #expect(
                try ParquetContents.events(at: [file.path]).allSatisfy { CalendarDay($0.timestamp) == file.name.day }
            )
        }
    }

    enum Obstacle: CaseIterable {
        case projectIsFile, yearIsFile, monthIsFile, partIsFolder, unfinishedPartIsFolder

        func path(_ fixture: StoreFixture) -> String {
            let month = URL(filePath: fixture.folder())
            let part = fixture.folder() + "/" + EventFileName(day: StoreFixture.today, part: 3...4).text
            return switch self {
            case .projectIsFile: month.deletingLastPathComponent().deletingLastPathComponent().path
            case .yearIsFile: month.deletingLastPathComponent().path
            case .monthIsFile: month.path
            case .partIsFolder: part
            case .unfinishedPartIsFolder: part + ".tmp"
            }
        }

        func put(at path: String) throws {
            let manager = FileManager.default
            let folder = URL(filePath: path).deletingLastPathComponent().path
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            switch self {
            case .projectIsFile, .yearIsFile, .monthIsFile: try Data("in the way".utf8).write(to: URL(filePath: path))
            case .partIsFolder, .unfinishedPartIsFolder:
                try manager.createDirectory(atPath: path + "/full", withIntermediateDirectories: true)
            }
        }
    }

    @Test(arguments: Obstacle.allCases)
    func `a flush that fails loses nothing and doubles nothing`(obstacle: Obstacle) async throws {
        let store = try fixture.open()
        let blog = [Event.test(1), .test(2, "buy", second: 9)]
        let shop = [Event.test(3), .test(4, "buy", second: 9)]
        store.receive(blog.sequenced(of: StoreFixture.blog))
        store.receive(shop.sequenced(from: 3))
        let before = try await store.funnel(.test())
        let path = obstacle.path(fixture)
        try obstacle.put(at: path)

        let error = await #expect(throws: EventStoreError.self) { try await store.flush() }
        #expect(error?.description.contains(fixture.directory) == true)
        // What was written before the failure, "blog", is no longer in memory.
        #expect(store.unflushedCount == 2)
        #expect(try await store.funnel(.test()) == before)
        #expect(try store.storedEvents(of: StoreFixture.blog) == blog.byID)
        await #expect(throws: EventStoreError.self) { try await store.flush() }
        let late = [Event.test(5, by: "bob", second: 20)]
        store.receive(late.sequenced(from: 5))
        #expect(try store.storedEvents() == (shop + late).byID)

        try FileManager.default.removeItem(atPath: path)
        #expect(try await store.flush() == 5)
        #expect(store.unflushedCount == 0)
        #expect(try store.storedEvents() == (shop + late).byID)
        #expect(try store.storedEvents(of: StoreFixture.blog) == blog.byID)
        #expect(fixture.files().count == 2)
        let reopened = try fixture.open()
        #expect(try reopened.storedEvents() == (shop + late).byID)
        #expect(reopened.lastSequence == 5)
    }

    @Test func `folders and files are the owner's alone`() async throws {
        let store = try fixture.open()
        store.receive([Event.test(1), .test(2, day: -40)].sequenced())
        try await store.flush()
        try await store.compact(thorough: false)
        store.receive([Event.test(3, day: -40)].sequenced(from: 3))
        try await store.flush()
        let manager = FileManager.default
        let names = manager.enumerator(atPath: fixture.directory)?.compactMap { $0 as? String } ?? []
        #expect(names.count > 9)
        for name in names {
            let attributes = try manager.attributesOfItem(atPath: fixture.directory + "/" + name)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(name)")
        }
    }

    @Test(arguments: ["star*", "what?", "data[1]"])
    func `a name like a pattern means nothing but itself`(name: String) async throws {
        let folder = try TemporaryFolder()
        for (project, directory) in [(1, name), (2, "starlight"), (2, "whatX"), (2, "data1")] {
            let fixture = try StoreFixture(directory: folder.path(directory))
            let store = try fixture.open()
            store.receive([Event.test(project), .test(3, day: -1)].sequenced())
            try await store.flush()
            try await store.compact(thorough: false)
        }
        let store = try StoreFixture(directory: folder.path(name)).open()
        #expect(try store.storedEvents().map(\.id) == ["e1", "e3"])
        #expect(try await store.funnel(.test()).users == [1, 0])
        #expect(try store.verify().events == 2)
    }

    @Test(arguments: ["a b", "it's", "day=2026-05-17", "event_type=x", "ä🦆"])
    func `a data directory may have any name`(name: String) async throws {
        let fixture = try StoreFixture(name: name)
        let store = try fixture.open()
        let events = [Event.test(1), .test(2, "buy", second: 1), .test(3, day: -1)]
        store.receive(events.sequenced())
        try await store.flush()
        try await store.compact(thorough: false)
        #expect(try await store.funnel(.test()).users == [1, 1])
        let reopened = try fixture.open()
        #expect(try await reopened.funnel(.test()).users == [1, 1])
        #expect(try reopened.verify().findings == [])
        var ids: [String] = []
        try reopened.recentIDs(since: .epoch, beyond: 0) { _, id in ids.append(id) }
        #expect(ids.sorted() == ["e1", "e2", "e3"])
    }
}
