import IAFACore
@testable import IAFADuckDB
import Testing

struct RecentIDsTests {
    @Test func `ids of files are told, of those received since a time`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        store.receive((0..<6).map { Event.test($0, day: $0 - 5, second: 10) }.sequenced())
        store.receive([Event.test(3)].sequenced(from: 7, of: StoreFixture.blog))
        try await store.flush()
        func ids(since time: Timestamp, beyond sequence: UInt64 = 0) throws -> [String] {
            var ids: [String] = []
            try store.recentIDs(since: time, beyond: sequence) { project, id in ids.append("\(project) \(id)") }
            return ids.sorted()
        }
        let all = (0..<6).map { "shop e\($0)" }
        #expect(try ids(since: .epoch) == ["blog e3"] + all)
        #expect(try ids(since: .epoch, beyond: 5) == ["blog e3", "shop e5"])
        #expect(try ids(since: .epoch, beyond: 7) == [])
        #expect(try ids(since: StoreFixture.time(0, 11)) == ["shop e5"])
        #expect(try ids(since: StoreFixture.time(0, 12)) == [])
        try await store.compact(thorough: true)
        #expect(
            try ids(since: StoreFixture.time(-2, 11)) == [
                "blog e3", "shop e3", "shop e4", "shop e5",
            ]
        )
    }

    @Test func `the extent of a project covers its days, wherever they are`() async throws {
        let fixture = try StoreFixture()
        defer { withExtendedLifetime(fixture) {} }
        let store = try fixture.open()
        #expect(try store.extent(of: StoreFixture.shop) == nil)
        store.receive([Event.test(1, day: -2, second: 5)].sequenced())
        #expect(try store.extent(of: StoreFixture.shop)?.lowerBound == StoreFixture.time(-2))
        try await store.flush()
        store.receive([Event.test(2, day: 1)].sequenced(from: 2))
        let extent = try #require(try store.extent(of: StoreFixture.shop))
        #expect(extent == StoreFixture.time(-2)...(StoreFixture.time(2) + .microseconds(-1)))
    }
}
