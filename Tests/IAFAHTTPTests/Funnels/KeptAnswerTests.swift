import HTTPTypes
import IAFACore
import IAFAHTTP
import IAFATesting
import Testing

/// Answers that are known already.
@Suite struct KeptAnswerTests {
    private func run(
        _ body: @escaping @Sendable (TestServer, MemoryResultCache, TestProject, Account) async throws -> Void
    ) async throws {
        let cache = MemoryResultCache(limit: 1 << 20)
        try await TestServer.run(edit: { $0.results = cache }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for (type, day) in [("a", "01"), ("b", "02"), ("a", "14")] {
                try await server.track(project, type, "u", #", "timestamp": "2025-06-\#(day)T00:00:00Z""#)
            }
            try await body(server, cache, project, ada)
        }
    }

    private static func hits(_ cache: MemoryResultCache) -> Int { Int(cache.metrics[0].samples[0].value) }
    private static func misses(_ cache: MemoryResultCache) -> Int { Int(cache.metrics[1].samples[0].value) }

    private static let closed = #", "start_date": "2025-06-01", "end_date": "2025-06-03""#
    private static let open = #", "start_date": "2025-06-01", "end_date": "2025-06-15""#

    @Test func anAnswerAboutDaysThatAreOverIsKept() async throws {
        try await run { server, cache, project, ada in
            for hits in 0..<3 {
                #expect(try await server.users(of: project, ada, ["a", "b"], Self.closed) == [1, 1])
                #expect(Self.hits(cache) == hits && Self.misses(cache) == 1)
            }
            #expect(try await server.users(of: project, ada, ["a", "c"], Self.closed) == [1, 0])
            #expect(Self.misses(cache) == 2)
            // Events of other days change nothing.
            try await server.track(project, "a", "u2")
            #expect(try await server.users(of: project, ada, ["a", "b"], Self.closed) == [1, 1])
            #expect(Self.hits(cache) == 3)
            // A late event of one of these days is counted by the next question.
            try await server.track(project, "a", "late", #", "timestamp": "2025-06-01T05:00:00Z""#)
            #expect(try await server.users(of: project, ada, ["a", "b"], Self.closed) == [2, 1])
        }
    }

    @Test func whatIsStillInProgressIsNotKept() async throws {
        try await run { server, cache, project, ada in
            let first = try await server.users(of: project, ada, ["a", "b"], Self.open)
            let second = try await server.users(of: project, ada, ["a", "b"], Self.open)
            #expect(first == [1, 1] && second == first)
            #expect(Self.hits(cache) + Self.misses(cache) == 0)
            server.clock.advance(by: .seconds(9 * 86_400))
            let ada = try Account(try await server.login(ada.email))
            #expect(try await server.users(of: project, ada, ["a", "b"], Self.open) == [1, 1])
            #expect(try await server.users(of: project, ada, ["a", "b"], Self.open) == [1, 1])
            #expect(Self.hits(cache) == 1)
        }
    }

    @Test func oneProjectNeverSeesAnothersAnswer() async throws {
        try await run { server, _, project, ada in
            let other = try await server.project(of: ada)
            #expect(try await server.users(of: project, ada, ["a", "b"], Self.closed) == [1, 1])
            #expect(try await server.users(of: other, ada, ["a", "b"], Self.closed) == [0, 0])
        }
    }

    @Test func aSavedFunnelThatChangesIsAnotherQuestion() async throws {
        try await run { server, cache, project, ada in
            let id = try await server.funnel(of: project, ada, "a", "b")
            let path = "/api/v1/analytics/funnel/\(id)?start_date=2025-06-01&end_date=2025-06-03"
            let first = try await server.send(.get, path, as: ada.caller).expect(200)
            let tag = try #require(first.header("ETag"))
            try await server.send(.get, path, as: ada.caller, headers: [.ifNoneMatch: tag]).expect(304)
            #expect(Self.hits(cache) == 1)
            let stages = TestServer.stages(["a", "c"])
            try await server.send(.patch, "/api/v1/funnels/\(id)", #"{"stages": \#(stages)}"#, as: ada.caller).expect(
                200
            )
            let changed = try await server.send(.get, path, as: ada.caller, headers: [.ifNoneMatch: tag]).expect(200)
            #expect(changed["stages"]?.elements?.map { $0["users"]?.integer } == [1, 0])
        }
    }

    @Test func withoutRoomNothingIsKept() async throws {
        let cache = MemoryResultCache(limit: 0)
        try await TestServer.run(edit: { $0.results = cache }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for _ in 0..<2 { #expect(try await server.users(of: project, ada, ["a", "b"], Self.closed) == [0, 0]) }
            #expect(Self.hits(cache) == 0)
        }
    }
}
