import HTTPTypes
import IAFACore
import IAFATesting
import Testing

@Suite struct APIKeyTests {
    private static let event = #"{"event_type": "a", "user_id": "u"}"#

    @Test func aKeyIsShownOnceAndOnlyItsHashIsKept() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let path = "/api/v1/projects/\(project.id)/api-keys"
            let body = #"{"name": "Reports", "scopes": ["read", "write"]}"#
            let made = try await server.send(.post, path, body, as: ada.caller).expect(201)
            let fields = ["created_at", "id", "name", "prefix", "scopes"]
            #expect(made.json.names == (fields + ["api_key"]).sorted())
            #expect(made["scopes"] == .array([.string("read"), .string("write")]))
            let secret = try made.text("api_key")
            #expect(secret.hasPrefix("iafa_"))
            #expect(try made.text("prefix") == String(secret.prefix(12)))
            let list = try await server.send(.get, path, as: ada.caller).expect(200)
            let keys = try #require(list["api_keys"]?.elements)
            #expect(keys.map { $0["name"]?.text } == ["Default", "Reports"])
            #expect(keys.allSatisfy { $0.names == fields })
            for shown in [secret, project.key] { #expect(!list.body.contains(shown)) }
            let stored = try await server.metadata.all(APIKey.self)
            #expect(stored.contains { $0.secretHash == SecretHash.sha256(secret) })
        }
    }

    @Test func aKeyTellsWhenItWasLastUsed() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let path = "/api/v1/projects/\(project.id)/api-keys"
            for (wait, expected) in [
                (0, "2025-06-15T15:06:40Z"), (59, "2025-06-15T15:06:40Z"), (1, "2025-06-15T15:07:40Z"),
            ] {
                server.clock.advance(by: .seconds(wait))
                try await server.send(.post, "/api/v1/track", Self.event, as: project.app).expect(200)
                // It is written down beside the request.
                var lastUsed: String?
                while lastUsed != expected {
                    let list = try await server.send(.get, path, as: ada.caller).expect(200)
                    lastUsed = list["api_keys"]?.elements?.first?["last_used_at"]?.text
                }
            }
        }
    }

    @Test(arguments: [
        ("{}", ["name required"]),
        (#"{"name": ""}"#, ["name empty"]),
        (#"{"name": "k", "scopes": []}"#, ["scopes too_few"]),
        (#"{"name": "k", "scopes": ["read", "write", "read"]}"#, ["scopes too_many"]),
        (#"{"name": "k", "scopes": ["read", "admin"]}"#, ["scopes[1] invalid_value"]),
        (#"{"name": "k", "scopes": "read"}"#, ["scopes invalid_type"]),
        (#"{"name": "k", "scopes": [1]}"#, ["scopes[0] invalid_type"]),
        (#"{"name": "k", "secret": "mine"}"#, ["secret unknown_field"]),
    ])
    func aBadKeyIsRefused(_ body: String, _ details: [String]) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let path = "/api/v1/projects/\(project.id)/api-keys"
            #expect(try await server.send(.post, path, body, as: ada.caller).expect(422).details == details)
        }
    }

    @Test func aRevokedKeyIsRefusedAtOnce() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let key = try await server.key(of: project, ada, scopes: #"["write"]"#)
            try await server.send(.post, "/api/v1/track", Self.event, as: .key(key.secret)).expect(200)
            let path = "/api/v1/projects/\(project.id)/api-keys/\(key.id)"
            #expect(try await server.send(.delete, path, as: ada.caller).expect(204).body.isEmpty)
            let reply = try await server.send(.post, "/api/v1/track", Self.event, as: .key(key.secret)).expect(401)
            #expect(reply.errorCode == "unauthorized")
            try await server.send(.delete, path, as: ada.caller).expect(404)
            try await server.send(.post, "\(path)/rotate", as: ada.caller).expect(404)
            try await server.send(.post, "/api/v1/track", Self.event, as: project.app).expect(200)
        }
    }

    @Test func aRotatedKeyHasAnotherSecretAndIsTheSameKey() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let key = try await server.key(of: project, ada, scopes: #"["write"]"#)
            let path = "/api/v1/projects/\(project.id)/api-keys/\(key.id)/rotate"
            let rotated = try await server.send(.post, path, as: ada.caller).expect(200)
            #expect(try rotated.text("id") == key.id)
            let secret = try rotated.text("api_key")
            #expect(secret != key.secret)
            #expect(try rotated.text("prefix") == String(secret.prefix(12)))
            try await server.send(.post, "/api/v1/track", Self.event, as: .key(key.secret)).expect(401)
            try await server.send(.post, "/api/v1/track", Self.event, as: .key(secret)).expect(200)
        }
    }

    @Test func aWrongKeyIsRefused() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let key = try await server.project(of: ada).key
            let wrong = [
                "", "x", String(key.dropLast()), key + "x", key.uppercased(), "iafa_", ada.token,
                SecretHash.sha256(key), String(repeating: "x", count: 5_000),
            ]
            for secret in wrong {
                for path in ["/api/v1/track", "/api/v1/track/batch", "/api/v1/analytics/funnel"] {
                    let reply = try await server.send(.post, path, Self.event, as: .key(secret))
                    #expect(reply.status == 401, "\(secret.prefix(50)) \(path)")
                }
            }
        }
    }

    @Test func aKeyMayDoWhatItsScopeSays() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let reader = try await server.readKey(of: project, ada)
            let both = Caller.key(try await server.key(of: project, ada, scopes: #"["read", "write"]"#).secret)
            let paths = ["/api/v1/analytics/funnel/\(funnel)", "/api/v1/funnels/\(funnel)", "/api/v1/funnels"]
            for (caller, writing, reading) in [(project.app, 200, 403), (reader, 403, 200), (both, 200, 200)] {
                for path in paths { try await server.send(.get, path, as: caller).expect(reading) }
                let sent = try await server.send(.post, "/api/v1/track", Self.event, as: caller).expect(writing)
                let batch = try await server.send(.post, "/api/v1/track/batch", #"{"events": []}"#, as: caller)
                try batch.expect(writing)
                if writing == 403 { #expect(sent.errorCode == "forbidden" && batch.errorCode == "forbidden") }
                // A key is no person.
                try await server.send(.get, "/api/v1/projects", as: caller).expect(401)
                try await server.send(.delete, "/api/v1/funnels/\(funnel)", as: caller).expect(401)
            }
        }
    }

    @Test func aKeyOfAnotherProjectFindsNothing() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let other = try await server.project(of: ada)
            let reader = try await server.readKey(of: other, ada)
            let body = #"{"project_id": "\#(project.id)", "stages": \#(TestServer.stages(["a", "b"]))}"#
            let unknown = try await server.send(.get, "/api/v1/funnels/nosuchfunnel", as: reader).expect(404)
            for path in ["/api/v1/funnels/\(funnel)", "/api/v1/analytics/funnel/\(funnel)"] {
                let reply = try await server.send(.get, path, as: reader).expect(404)
                #expect(reply.error == unknown.error)
            }
            try await server.send(.post, "/api/v1/analytics/funnel", body, as: reader).expect(404)
            try await server.send(.get, "/api/v1/funnels?project_id=\(project.id)", as: reader).expect(404)
            let list = try await server.send(.get, "/api/v1/funnels", as: reader).expect(200)
            #expect(list["funnels"]?.elements == [])
            // A key's own routes belong to its own project only.
            let key = try await server.key(of: project, ada, scopes: #"["read"]"#)
            let foreign = "/api/v1/projects/\(other.id)/api-keys/\(key.id)"
            try await server.send(.delete, foreign, as: ada.caller).expect(404)
            try await server.send(.post, "\(foreign)/rotate", as: ada.caller).expect(404)
            try await server.send(.get, "/api/v1/funnels", as: .key(key.secret)).expect(200)
        }
    }
}
