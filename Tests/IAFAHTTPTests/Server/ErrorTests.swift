import HTTPTypes
import IAFACore
import IAFAHTTP
import Testing

/// Every reply of ``TestServer`` is checked for the one shape of errors and for a request id.
@Suite struct ErrorTests {
    /// Ids that can be none, each as it stands in a path.
    static let strangeIDs = [
        "nosuchthing", "..%2F..%2Fetc", "..%2f..%2fetc%2fpasswd", "%2e%2e", "..;", "%00", "a%20b", "a%0d%0ab", "-",
        "%F0%9F%92%A1", "%ff%fe", "'%20OR%201=1", "%", "%zz", "*", "project_x%2F2025", "con", "~root",
        String(repeating: "x", count: 65), String(repeating: "x", count: 3_000),
    ]

    @Test func aRouteThatIsNoneIsNotFound() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            for (method, path) in [
                (HTTPRequest.Method.get, "/nothing"), (.get, "/api/v1"), (.get, "/api/v1/nothing"),
                (.get, "/api/v2/projects"), (.get, "/../../etc/passwd"), (.get, "/%2e%2e/%2e%2e/etc/passwd"),
                (.get, "/api/v1/projects/../../../etc"), (.get, "/metadata/users.json"), (.get, "/.git/config"),
                (.get, "/api/v1/projects/x/y/z"),
            ] {
                let reply = try await server.send(method, path, as: ada.caller)
                #expect(reply.status == 404 && reply.errorCode == "not_found", "\(method) \(path): \(reply.status)")
            }
        }
    }

    @Test(
        arguments: [
            (.delete, "/", "GET, HEAD"), (.trace, "/", "GET, HEAD"), (.post, "/health/live", "GET, HEAD"),
            (.get, "/api/v1/track", "POST"), (.put, "/api/v1/track", "POST"), (.get, "/api/v1/auth/login", "POST"),
            (.post, "/api/v1/auth/me", "GET, HEAD"), (.delete, "/api/v1/projects", "GET, HEAD, POST"),
            (.options, "/api/v1/projects", "GET, HEAD, POST"), (.patch, "/api/v1/funnels", "GET, HEAD, POST"),
            (.put, "/api/v1/projects/x", "DELETE, GET, HEAD, PATCH"),
            (.get, "/api/v1/projects/x/api-keys/y/rotate", "POST"),
        ] as [(HTTPRequest.Method, String, String)]
    )
    func aRouteSaysWhichMethodsItTakes(_ method: HTTPRequest.Method, _ path: String, _ allowed: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.send(method, path).expect(405)
            #expect(reply.errorCode == "method_not_allowed")
            #expect(reply.header("Allow") == allowed)
        }
    }

    @Test(arguments: strangeIDs)
    func anIDThatCanBeNoneIsUnknown(_ id: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let reader = try await server.readKey(of: project, ada)
            let name = #"{"name": "x"}"#
            for (method, path, body) in [
                (HTTPRequest.Method.get, "/api/v1/projects/\(id)", nil), (.patch, "/api/v1/projects/\(id)", name),
                (.delete, "/api/v1/projects/\(id)", nil), (.get, "/api/v1/projects/\(id)/api-keys", nil),
                (.post, "/api/v1/projects/\(id)/api-keys", name),
                (.delete, "/api/v1/projects/\(id)/api-keys/\(id)", nil),
                (.delete, "/api/v1/projects/\(project.id)/api-keys/\(id)", nil),
                (.post, "/api/v1/projects/\(project.id)/api-keys/\(id)/rotate", nil),
                (.get, "/api/v1/funnels/\(id)", nil), (.put, "/api/v1/funnels/\(id)", name),
                (.patch, "/api/v1/funnels/\(id)", name), (.delete, "/api/v1/funnels/\(id)", nil),
                (.get, "/api/v1/analytics/funnel/\(id)", nil), (.get, "/api/v1/funnels?project_id=\(id)", nil),
            ] as [(HTTPRequest.Method, String, String?)] {
                let reply =
                    if let body {
                        try await server.send(method, path, body, as: ada.caller)
                    } else {
                        try await server.send(method, path, as: ada.caller)
                    }
                #expect(reply.status == 404 && reply.errorCode == "not_found", "\(method) \(path): \(reply.status)")
            }
            for path in ["/api/v1/funnels/\(id)", "/api/v1/analytics/funnel/\(id)"] {
                #expect(try await server.send(.get, path, as: reader).status == 404, "\(path)")
            }
            try await server.send(.get, "/api/v1/projects/\(project.id)", as: ada.caller).expect(200)
        }
    }

    @Test func everyAnswerHasAnIDOfItsOwn() async throws {
        try await TestServer.run { server in
            var ids: Set<String> = []
            for path in ["/", "/health/live", "/api/v1/openapi.json", "/nothing", "/api/v1/projects", "/home.css"] {
                let reply = try await server.send(.get, path)
                ids.insert(try #require(reply.header("X-Request-Id")))
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
            }
            #expect(ids.count == 6)
        }
    }

    @Test func headAnswersAsGetWithoutTheBody() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            for (path, status) in [
                ("/", 200), ("/health/live", 200), ("/health/ready", 200), ("/api/v1/openapi.json", 200),
                ("/api/v1/projects", 200), ("/api/v1/projects/x", 404), ("/nothing", 404),
            ] {
                let reply = try await server.send(.head, path, as: ada.caller).expect(status)
                #expect(reply.body.isEmpty)
            }
        }
    }

    @Test func aFaultOfTheServerTellsNothingButAnID() async throws {
        let fault = "the disk at /secret/path is gone"
        try await TestServer.run(edit: { $0.store = BrokenStore(base: $0.store, fault: fault) }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let reply = try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: ada.caller).expect(500)
            #expect(reply.errorCode == "internal_error")
            #expect(!reply.body.contains("secret"))
            let message = try #require(reply["error"]?["message"]?.text)
            let requestID = try #require(reply.header("X-Request-Id"))
            #expect(message.contains("internal error") && message.contains(requestID))
        }
    }

    @Test func whatIsReadyToWorkSaysSo() async throws {
        try await TestServer.run { server in
            let live = try await server.send(.get, "/health/live").expect(200)
            #expect(live.body == #"{"status":"ok"}"#)
            let ready = try await server.send(.get, "/health/ready").expect(200)
            #expect(ready.body == #"{"status":"ready"}"#)
        }
    }

    @Test func whatIsHinderedSaysByWhat() async throws {
        try await TestServer.run(edit: { $0.obstacles = { ["the disk is full", "the engine is gone"] } }) { server in
            let reply = try await server.send(.get, "/health/ready").expect(503)
            #expect(reply.errorCode == "not_ready")
            #expect(reply["error"]?["message"]?.text == "the disk is full; the engine is gone")
            #expect(reply.header("Retry-After") == "5")
            try await server.send(.get, "/health/live").expect(200)
        }
    }
}

/// A store that works but for its answers.
private struct BrokenStore: EventStore {
    let base: any EventStore
    let fault: String

    var unflushedCount: Int { base.unflushedCount }

    var unflushedByteCount: Int { base.unflushedByteCount }

    func receive(_ events: [SequencedEvent]) { base.receive(events) }

    func flush() async throws(EventStoreError) -> UInt64 { try await base.flush() }

    func compact(thorough: Bool) async throws(EventStoreError) -> CompactionSummary {
        try await base.compact(thorough: thorough)
    }

    func buildIndexes() async throws(EventStoreError) -> IndexSummary { try await base.buildIndexes() }

    func removeDays(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) async throws(EventStoreError) -> RemovalSummary {
        try await base.removeDays(of: project, before: day)
    }

    func removeAll(of project: Identifier<Project>) async throws(EventStoreError) {
        try await base.removeAll(of: project)
    }

    func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult {
        throw .unreadable(message: fault)
    }

    func funnelAttempts(
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        throw .unreadable(message: fault)
    }
}
