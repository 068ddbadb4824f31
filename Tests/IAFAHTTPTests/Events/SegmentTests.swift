import Foundation
import HTTPTypes
import IAFACore
import IAFAHTTP
import NIOCore
import Testing

@Suite struct SegmentTests {
    static let calls = [
        "track", "identify", "page", "screen", "group", "alias", "t", "i", "p", "s", "g", "a", "batch", "b", "import",
    ]

    private func withProject(
        settings: IAFAServer.Settings = IAFAServer.Settings(),
        _ body: @escaping @Sendable (TestServer, Account, TestProject) async throws -> Void
    ) async throws {
        try await TestServer.run(settings: settings) { server in
            let ada = try await server.register()
            try await body(server, ada, try await server.project(of: ada))
        }
    }

    private static func basic(_ key: String) -> Caller {
        .authorization("Basic " + Data("\(key):".utf8).base64EncodedString())
    }

    @Test func everyCallIsTakenHoweverItComes() async throws {
        try await withProject { server, ada, project in
            for name in Self.calls {
                let message = #"{"type": "track", "event": "a", "userId": "\#(name)", "previousId": "p""#
                let isBatch = ["batch", "b", "import"].contains(name)
                let plain = isBatch ? #"{"batch": [\#(message)}]}"# : message + "}"
                let key = #""writeKey": "\#(project.key)""#
                let keyed = isBatch ? #"{"batch": [\#(message)}], \#(key)}"# : "\(message), \(key)}"
                let text: HTTPFields = [.contentType: "text/plain;charset=UTF-8"]
                let replies = [
                    try await server.send(.post, "/v1/\(name)", plain, as: Self.basic(project.key)),
                    try await server.send(.post, "/v1/\(name)", keyed, headers: text),
                    try await server.send(.post, "/v1/\(name)/", GzipFixture.stored(keyed), headers: text),
                ]
                for reply in replies {
                    try reply.expect(200)
                    #expect(reply.body == #"{"success":true}"#)
                }
            }
            // One user each of track, t, and the three batches.
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [5, 0])
            #expect(try await server.users(of: project, ada, ["$identify", "b"]) == [2, 0])
            #expect(try await server.users(of: project, ada, ["$pageview", "b"]) == [2, 0])
        }
    }

    @Test func aMessageIsStoredOnceHoweverOftenItIsSent() async throws {
        try await withProject { server, ada, project in
            for user in ["u", "v"] {
                let body = #"{"event": "a", "userId": "\#(user)", "messageId": "m"}"#
                try await server.send(.post, "/v1/track", body, as: Self.basic(project.key)).expect(200)
            }
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func onlyAKnownKeyOpens() async throws {
        try await withProject { server, ada, project in
            let reader = try await server.key(of: project, ada, scopes: #"["read"]"#).secret
            let event = #"{"event": "a", "userId": "u"}"#
            for (caller, status) in [
                (Caller.nobody, 401), (Self.basic("nobody"), 401), (.authorization("Basic %%%"), 401),
                (.authorization("Basic"), 401), (.authorization("Bearer \(project.key)"), 401),
                (Self.basic(reader), 403), (Self.basic(""), 401), (project.app, 401),
            ] {
                for path in ["/v1/track", "/v1/b"] {
                    let body = path == "/v1/b" ? #"{"batch": [\#(event)]}"# : event
                    try await server.send(.post, path, body, as: caller).expect(status)
                }
            }
            for (key, status) in [("nobody", 401), (reader, 403), (project.key, 200)] {
                try await server.send(.get, "/v1/projects/\(key)/settings").expect(status)
            }
        }
    }

    @Test func whatClientsCanNotMendIsNoReasonToSendAgain() async throws {
        try await withProject { server, _, project in
            let large = String(repeating: "x", count: 33_000)
            let huge = String(repeating: "x", count: 520_000)
            for (path, body, status, code) in [
                ("/v1/track", #"{"userId": "u"}"#, 400, "validation_failed"), ("/v1/track", "{", 400, "malformed_json"),
                ("/v1/track", "", 400, "malformed_json"), ("/v1/track", "[]", 400, "validation_failed"),
                ("/v1/b", #"{"batch": [3, {}]}"#, 400, "validation_failed"), ("/v1/b", "{}", 400, "validation_failed"),
                (
                    "/v1/track", #"{"event": "a", "userId": "u", "timestamp": "2001-01-01T00:00:00Z"}"#, 400,
                    "validation_failed"
                ), ("/v1/track", #"{"event": "a", "userId": "\#(large)"}"#, 413, "event_too_large"),
                ("/v1/b", #"{"batch": ["\#(huge)"]}"#, 413, "payload_too_large"),
                ("/v1/x", "{}", 404, "not_found"), ("/v1/projects", "{}", 404, "not_found"),
            ] {
                let reply = try await server.send(.post, path, body, as: Self.basic(project.key))
                #expect(reply.status == status && reply.errorCode == code, "\(path) \(body.prefix(60)): \(reply.body)")
            }
            let mixed = #"{"batch": [3, {"type": "page", "userId": "u"}, {"type": "track"}]}"#
            try await server.send(.post, "/v1/b", mixed, as: Self.basic(project.key)).expect(200)
            try await server.send(.post, "/v1/b", #"{"batch": []}"#, as: Self.basic(project.key)).expect(200)
            let bad = try await server.send(.post, "/v1/b", #"{"batch": [3, {}]}"#, as: Self.basic(project.key))
            #expect(bad.details == ["batch[0] invalid_type", "batch[1].type required", "batch[1].userId required"])
        }
    }

    /// A browser would ask the visitors of a page for a name and a password.
    @Test func basicAuthenticationIsAskedForButNotOfPages() async throws {
        try await withProject { server, _, _ in
            for caller in [Caller.nobody, Self.basic("iafa_wrong"), .authorization("Basic %")] {
                let reply = try await server.send(.post, "/v1/page", #"{"userId": "u"}"#, as: caller).expect(401)
                #expect(reply.header("WWW-Authenticate")?.hasPrefix("Basic realm=") == true)
            }
            let page: HTTPFields = [.origin: "https://shop.example"]
            let reply = try await server.send(.post, "/v1/page", #"{"userId": "u"}"#, headers: page).expect(401)
            #expect(reply.header("WWW-Authenticate") == "Bearer")
        }
    }

    @Test func settingsSayWhereToSend() async throws {
        var settings = IAFAServer.Settings()
        settings.doors = try EventDoors(segment: try DoorPath("/stuff/in"), postHog: nil, track: nil)
        try await withProject(settings: settings) { server, _, project in
            let path = "/stuff/in/v1/projects/\(project.key)/settings"
            let forwarded = try #require(HTTPField.Name("X-Forwarded-Proto"))
            for (headers, scheme) in [
                ([:], "http"), ([.origin: "https://shop.example"], "https"), ([.origin: "http://shop.example"], "http"),
                ([forwarded: "https"], "https"), ([forwarded: "http", .origin: "https://shop.example"], "http"),
                ([forwarded: "x\""], "http"),
            ] as [(HTTPFields, String)] {
                let reply = try await server.send(.get, path, headers: headers).expect(200)
                let own = reply["integrations"]?["Segment.io"]
                #expect(own?["apiKey"]?.text == project.key)
                #expect(own?["apiHost"]?.text == "localhost/stuff/in/v1")
                #expect(own?["protocol"]?.text == scheme)
                #expect(reply["plan"]?["track"]?["__default"]?["enabled"] == .bool(true))
            }
        }
    }
}
