import HTTPTypes
import IAFAHTTP
import Testing

/// Where the doors are, and that pages of any origin may use them.
@Suite struct DoorTests {
    private static let event = #"{"event_type": "a", "user_id": "u"}"#

    private func run(
        segment: String?,
        postHog: String?,
        track: String?,
        _ body: @escaping @Sendable (TestServer, TestProject) async throws -> Void
    ) async throws {
        var settings = IAFAServer.Settings()
        settings.doors = try EventDoors(
            segment: try segment.map { try DoorPath($0) },
            postHog: try postHog.map { try DoorPath($0) },
            track: try track.map { try DoorPath($0) }
        )
        try await TestServer.run(settings: settings) { server in
            try await body(server, try await server.project(of: try await server.register()))
        }
    }

    @Test func aDoorCanBeElsewhere() async throws {
        try await run(segment: "/stuff", postHog: "/a/b-c", track: "/in") { server, project in
            let key = project.key
            let segment = #"{"event": "a", "userId": "u", "writeKey": "\#(key)"}"#
            let postHog = #"{"event": "a", "distinct_id": "u", "api_key": "\#(key)"}"#
            for (path, body, status) in [
                ("/stuff/v1/track", segment, 200), ("/v1/track", segment, 404), ("/a/b-c/e/", postHog, 200),
                ("/a/b-c/flags", postHog, 200), ("/e/", postHog, 404), ("/batch", postHog, 404),
                ("/in?api_key=\(key)", Self.event, 200), ("/api/v1/track?api_key=\(key)", Self.event, 200),
                ("/in/batch?api_key=\(key)", #"{"events": [\#(Self.event)]}"#, 200),
            ] {
                let reply = try await server.send(.post, path, body)
                #expect(reply.status == status, "\(path): \(reply.body)")
            }
            try await server.send(.get, "/a/b-c/array/\(key)/config").expect(200)
        }
    }

    @Test func aDoorCanBeShut() async throws {
        try await run(segment: nil, postHog: nil, track: nil) { server, project in
            for path in ["/v1/track", "/v1/b", "/e", "/capture", "/batch", "/track", "/flags", "/decide"] {
                try await server.send(.post, path, "{}").expect(404)
            }
            try await server.send(.get, "/array/\(project.key)/config").expect(404)
        }
    }

    @Test(arguments: [
        "", "stuff", "/stuff/", "//", "/a//b", "/a b", "/:x", "/*", "/a/../b", "/.", "/é", "/a?b", "/api", "/api/x",
        "/health", "/metrics", "/" + String(repeating: "x", count: 100),
    ])
    func whatIsNoPathIsRefused(_ text: String) {
        #expect(throws: DoorPathError.self) { try DoorPath(text) }
    }

    private func doors(_ segment: String?, _ postHog: String?, _ track: String?) throws -> EventDoors {
        let paths = try [segment, postHog, track].map { try $0.map { try DoorPath($0) } }
        return try EventDoors(segment: paths[0], postHog: paths[1], track: paths[2])
    }

    @Test(
        arguments: [
            ("/", nil, "/v1"), (nil, "/", "/e"), (nil, "/", "/i/v0/e"), ("/x", "/x/v1", nil), (nil, "/in", "/in"),
            (nil, "/", "/array/x"), (nil, nil, "/"),
        ] as [(String?, String?, String?)]
    )
    func doorsDoNotShareAPath(_ segment: String?, _ postHog: String?, _ track: String?) throws {
        #expect(throws: DoorPathError.self) { try doors(segment, postHog, track) }
    }

    @Test func doorsMayBeginAlike() throws {
        #expect(try doors("/stuff", "/stuff", "/stuff/in").segment?.text == "/stuff")
        #expect(try doors("/", "/", nil) == .standard)
        #expect(try doors("/", "/v1x", "/in").postHog?.text == "/v1x")
    }

    @Test(arguments: [
        "/v1/track", "/v1/b", "/e/", "/i/v0/e/", "/capture", "/batch/", "/engage/", "/flags/?v=2", "/decide/",
        "/array/x/config", "/in", "/in/batch",
    ])
    func aPageOfAnyOriginMayComeIn(_ path: String) async throws {
        try await run(segment: "/", postHog: "/", track: "/in") { server, _ in
            let asked: HTTPFields = [
                .origin: "https://shop.example", .accessControlRequestMethod: "POST",
                .accessControlRequestHeaders: "content-type,x-posthog-something",
            ]
            let preflight = try await server.send(.options, path, headers: asked).expect(204)
            #expect(preflight.header("Access-Control-Allow-Origin") == "https://shop.example")
            #expect(preflight.header("Access-Control-Allow-Credentials") == "true")
            #expect(preflight.header("Access-Control-Allow-Headers") == "content-type,x-posthog-something")
            #expect(preflight.header("Vary") == "Origin")
            let reply = try await server.send(.post, path, "{}", headers: [.origin: "https://shop.example"])
            #expect(reply.header("Access-Control-Allow-Origin") == "https://shop.example")
            #expect(reply.header("Access-Control-Allow-Credentials") == "true")
        }
    }

    @Test func aBeaconNeedsNoHeader() async throws {
        try await run(segment: nil, postHog: nil, track: nil) { server, project in
            let headers: HTTPFields = [.contentType: "text/plain;charset=UTF-8", .origin: "null"]
            for (path, body) in [
                ("/api/v1/track", Self.event), ("/api/v1/track/batch", #"{"events": [\#(Self.event)]}"#),
            ] {
                try await server.send(.post, "\(path)?api_key=\(project.key)", body, headers: headers).expect(200)
                try await server.send(.post, "\(path)?api_key=x", body, headers: headers).expect(401)
                try await server.send(.post, path, body, headers: headers).expect(401)
                // The header counts more.
                let wrong = try await server.send(.post, "\(path)?api_key=\(project.key)", body, as: .key("x"))
                #expect(wrong.status == 401)
            }
        }
    }
}
