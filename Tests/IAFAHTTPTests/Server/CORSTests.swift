import HTTPTypes
import IAFAHTTP
import Testing

@Suite struct CORSTests {
    private static let own = "https://dashboard.example.com"
    private static let foreign = "https://shop.example"

    private func run(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        var settings = IAFAServer.Settings()
        settings.allowedOrigins = [Self.own]
        try await TestServer.run(settings: settings, body)
    }

    private func preflight(_ server: TestServer, _ path: String, _ origin: String) async throws -> Reply {
        let headers: HTTPFields = [
            .origin: origin, .accessControlRequestMethod: "POST",
            .accessControlRequestHeaders: "authorization,content-type,x-api-key",
        ]
        return try await server.send(.options, path, headers: headers).expect(204)
    }

    @Test(arguments: ["/api/v1/track", "/api/v1/track/batch"], [own, foreign, "null"])
    func aPageOfAnyOriginMaySendEvents(_ path: String, _ origin: String) async throws {
        try await run { server in
            let asked = try await preflight(server, path, origin)
            #expect(asked.header("Access-Control-Allow-Origin") == origin)
            #expect(asked.header("Access-Control-Allow-Methods")?.contains("POST") == true)
            let allowed = try #require(asked.header("Access-Control-Allow-Headers")).lowercased()
            for name in ["content-type", "x-api-key"] { #expect(allowed.contains(name)) }
            #expect(asked.header("Access-Control-Max-Age") == "86400")
            // A beacon always comes with credentials.
            #expect(asked.header("Access-Control-Allow-Credentials") == "true")
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = path.hasSuffix("batch") ? #"{"events": []}"# : #"{"event_type": "a", "user_id": "u"}"#
            for (caller, status) in [(project.app, 200), (.nobody, 401)] {
                let headers: HTTPFields = [.origin: origin]
                let reply = try await server.send(.post, path, body, as: caller, headers: headers).expect(status)
                #expect(reply.header("Access-Control-Allow-Origin") == origin && reply.header("Vary") == "Origin")
                #expect(reply.header("Access-Control-Allow-Credentials") == "true")
                #expect(reply.header("Access-Control-Expose-Headers")?.contains("Retry-After") == true)
            }
        }
    }

    @Test(arguments: [
        "/api/v1/projects", "/api/v1/auth/login", "/api/v1/funnels", "/api/v1/analytics/funnel", "/nothing",
    ])
    func onlyPagesThatAreNamedMayAskForPeople(_ path: String) async throws {
        try await run { server in
            let asked = try await preflight(server, path, Self.own)
            #expect(asked.header("Access-Control-Allow-Origin") == Self.own)
            #expect(asked.header("Vary") == "Origin")
            let denied = [
                Self.foreign, "null", "https://dashboard.example.com.evil.example", "http://dashboard.example.com",
                "https://dashboard.example.com:8443", "https://DASHBOARD.example.com",
            ]
            for origin in denied {
                let reply = try await preflight(server, path, origin)
                #expect(reply.headers.allSatisfy { !$0.name.canonicalName.hasPrefix("access-control-allow") })
                #expect(reply.header("Vary") == "Origin")
            }
            for (origin, allowed) in [(Self.own, Self.own), (Self.foreign, nil)] as [(String, String?)] {
                // An error is readable for whom the answer would be.
                let reply = try await server.send(.post, path, "x", headers: [.origin: origin])
                #expect(reply.status >= 400)
                #expect(reply.header("Access-Control-Allow-Origin") == allowed)
                #expect(reply.header("Access-Control-Allow-Credentials") == nil)
                #expect(reply.header("Vary") == "Origin")
            }
        }
    }

    @Test func withoutAnOriginNothingIsSaidOfOrigins() async throws {
        try await run { server in
            let reply = try await server.send(.get, "/health/live").expect(200)
            #expect(reply.headers.allSatisfy { !$0.name.canonicalName.hasPrefix("access-control") })
        }
    }
}
