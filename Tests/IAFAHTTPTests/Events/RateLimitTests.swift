import HTTPTypes
import IAFACore
import IAFATesting
import Testing

@testable import IAFAHTTP

@Suite struct RateLimitTests {
    private static func limit(_ reply: Reply) -> [Int?] {
        ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"].map { reply.header($0).flatMap(Int.init) }
    }

    private static func batch(_ count: Int) -> String {
        let events = repeatElement(#"{"event_type": "a", "user_id": "u"}"#, count: count)
        return #"{"events": [\#(events.joined(separator: ","))]}"#
    }

    @Test func whatIsSentCountsByTheEvent() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "rate_limit_per_minute": 10"#)
            let first = try await server.track(project, "a", "u").expect(200)
            #expect(Self.limit(first) == [10, 9, 70])
            let batch = try await server.send(.post, "/api/v1/track/batch", Self.batch(7), as: project.app).expect(200)
            #expect(Self.limit(batch) == [10, 2, 70])
            let refused = try await server.send(.post, "/api/v1/track/batch", Self.batch(3), as: project.app)
            try refused.expect(429)
            #expect(refused.errorCode == "rate_limited")
            // The request itself counted.
            #expect(Self.limit(refused) == [10, 1, 70])
            #expect(refused.header("Retry-After") == "70")
            server.clock.advance(by: .seconds(70))
            let again = try await server.send(.post, "/api/v1/track/batch", Self.batch(3), as: project.app).expect(200)
            #expect(Self.limit(again).prefix(2) == [10, 7])
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    /// A batch that comes again when it was told is taken, which begins with the request itself.
    @Test func whoComesAgainWhenToldIsTaken() async throws {
        try await TestServer.run { server in
            let project = try await server.project(of: try await server.register(), #", "rate_limit_per_minute": 5"#)
            for _ in 0..<4 {
                try await server.track(project, "a", "u").expect(200)
                server.clock.advance(by: .seconds(10))
            }
            let refused = try await server.send(.post, "/api/v1/track/batch", Self.batch(3), as: project.app)
            let seconds = try #require(refused.header("Retry-After").flatMap(Int.init))
            // The request itself counted, so three of the four have to go; the last one may stay.
            #expect(refused.status == 429 && seconds == 50)
            try await server.track(project, "a", "u").expect(429)
            server.clock.advance(by: .seconds(seconds))
            try await server.send(.post, "/api/v1/track/batch", Self.batch(3), as: project.app).expect(200)
        }
    }

    @Test func aSingleEventWaitsForTheOldestAlone() async throws {
        try await TestServer.run { server in
            let project = try await server.project(of: try await server.register(), #", "rate_limit_per_minute": 5"#)
            for _ in 0..<5 {
                try await server.track(project, "a", "u").expect(200)
                server.clock.advance(by: .seconds(10))
            }
            let refused = try await server.track(project, "a", "u").expect(429)
            #expect(refused.header("Retry-After") == "20" && refused.header("X-RateLimit-Reset") == "60")
        }
    }

    @Test(arguments: [
        (#", "rate_limit_per_minute": 1"#, "more than 1 events with this API key within"),
        (#", "address_rate_limit_per_minute": 1"#, "more than 1 events to this project from this address within"),
    ])
    func aRefusalSaysWhoseLimitItIs(_ limit: String, _ words: String) async throws {
        try await TestServer.run { server in
            let project = try await server.project(of: try await server.register(), limit)
            try await server.track(project, "a", "u").expect(200)
            let refused = try await server.track(project, "a", "u").expect(429)
            #expect(refused.json["error"]?["message"]?.text?.contains(words) == true, "\(refused.body)")
        }
    }

    @Test func whoIsOverTheLimitIsRefusedBeforeAnythingIsRead() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "rate_limit_per_minute": 1"#)
            try await server.track(project, "a", "u").expect(200)
            for body in ["", "{", Self.batch(1), String(repeating: "x", count: 5 << 20)] {
                try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(429)
                try await server.send(.post, "/api/v1/track", body, as: project.app).expect(429)
            }
            // Other keys, and all that is no event, go on.
            let other = try await server.key(of: project, ada, scopes: #"["write"]"#).secret
            try await server.send(.post, "/api/v1/track/batch", Self.batch(1), as: .key(other)).expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func aBatchLargerThanTheLimitTakesAllOfIt() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "rate_limit_per_minute": 5"#)
            let reply = try await server.send(.post, "/api/v1/track/batch", Self.batch(100), as: project.app)
            #expect(Self.limit(try reply.expect(200)) == [5, 0, 70])
            try await server.track(project, "a", "u").expect(429)
        }
    }

    @Test func whatIsBadCountsToo() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "rate_limit_per_minute": 3"#)
            for (body, status) in [("{", 400), ("{}", 422), ("{}", 422), ("{}", 429)] {
                try await server.send(.post, "/api/v1/track", body, as: project.app).expect(status)
            }
        }
    }

    @Test func aProjectsLimitsCanBeChangedAndTakenBack() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let path = "/api/v1/projects/\(project.id)"
            let normal = try await server.track(project, "a", "u").expect(200)
            #expect(Self.limit(normal).first == RateLimits.keyEventsPerMinute)
            for (body, key, address) in [
                (#"{"rate_limit_per_minute": 1}"#, JSONValue.number(1), JSONValue.null),
                (#"{"address_rate_limit_per_minute": 1000000000}"#, .number(1), .number(1_000_000_000)),
                ("{}", .number(1), .number(1_000_000_000)),
                (#"{"rate_limit_per_minute": null}"#, .null, .number(1_000_000_000)),
                (#"{"address_rate_limit_per_minute": null}"#, .null, .null),
            ] {
                let changed = try await server.send(.patch, path, body, as: ada.caller).expect(200)
                #expect(changed["rate_limit_per_minute"] == key)
                #expect(changed["address_rate_limit_per_minute"] == address)
                try await server.track(project, "a", "u").expect(key == .null ? 200 : 429)
            }
            for value in ["0", "-1", "1000000001", "1.5", #""5""#] {
                let body = #"{"rate_limit_per_minute": \#(value), "address_rate_limit_per_minute": \#(value)}"#
                let reply = try await server.send(.patch, path, body, as: ada.caller).expect(422)
                #expect(reply.details.count == 2)
            }
        }
    }

    @Test func anAddressIsWhatATrustedProxySays() async throws {
        var settings = IAFAServer.Settings()
        settings.trustedProxies = TrustedProxies(["127.0.0.1", "10.0.0.0/8"].compactMap { NetworkRange($0) })
        let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
        try await TestServer.run(settings: settings) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "address_rate_limit_per_minute": 1"#)
            for (client, status) in [
                ("203.0.113.1", 200), ("203.0.113.1", 429), ("198.51.100.7, 203.0.113.1, 10.1.2.3", 429),
                ("203.0.113.1, 203.0.113.2", 200), ("203.0.113.1, 203.0.113.2", 429),
                ("2001:db8:1:2::1", 200), ("2001:db8:1:2::2", 429), ("[2001:db8:1:3::2]:99", 200),
            ] {
                let body = #"{"event_type": "a", "user_id": "u"}"#
                let reply = try await server.send(
                    .post,
                    "/api/v1/track",
                    body,
                    as: project.app,
                    headers: [forwarded: client]
                )
                #expect(reply.status == status, "\(client): \(reply.body)")
            }
        }
    }

    @Test func withoutATrustedProxyTheHeaderSaysNothing() async throws {
        let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "address_rate_limit_per_minute": 2"#)
            let body = #"{"event_type": "a", "user_id": "u"}"#
            for (client, status) in [("203.0.113.1", 200), ("203.0.113.2", 200), ("203.0.113.3", 429)] {
                let fields: HTTPFields = [forwarded: client]
                try await server.send(.post, "/api/v1/track", body, as: project.app, headers: fields).expect(status)
            }
        }
    }

    @Test func requestsWithoutAGoodKeyAreLimitedByAddress() async throws {
        try await TestServer.run(edit: { $0.rateLimiter = StrangerLimiter(base: $0.rateLimiter) }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"event_type": "a", "user_id": "u"}"#
            for (caller, status) in [
                (Caller.nobody, 401), (.key("iafa_wrong"), 401), (.key("iafa_other"), 429), (.nobody, 429),
            ] {
                let reply = try await server.send(.post, "/api/v1/track", body, as: caller).expect(status)
                #expect((reply.header("Retry-After") != nil) == (status == 429))
                #expect((reply.header("X-RateLimit-Limit") != nil) == (status == 429))
            }
            // Whoever has a good key, at the same address, doesn't notice.
            try await server.track(project, "a", "u").expect(200)
            server.clock.advance(by: .seconds(70))
            try await server.send(.post, "/api/v1/track", body).expect(401)
        }
    }
}

/// A limiter that lets strangers come twice a minute.
private struct StrangerLimiter: RateLimiter {
    let base: any RateLimiter

    func take(_ cost: Int, from first: RateQuota, and second: RateQuota?) async -> RateVerdict {
        guard case .stranger = first.subject else { return await base.take(cost, from: first, and: second) }
        return await base.take(cost, from: RateQuota(first.subject, limit: 2), and: nil)
    }
}
