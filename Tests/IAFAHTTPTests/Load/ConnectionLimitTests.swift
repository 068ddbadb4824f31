import HTTPTypes
import IAFACore
import Testing

@testable import IAFAHTTP

/// Connections: how many, and how long one may keep the server waiting.
@Suite struct ConnectionLimitTests {
    private static func settings(_ edit: (inout LoadLimits) -> Void) -> IAFAServer.Settings {
        var settings = IAFAServer.Settings()
        edit(&settings.limits)
        return settings
    }

    private static func request(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }

    @Test func aConnectionTooManyIsToldSoAndClosed() async throws {
        // The test's own client takes one while it runs.
        try await TestServer.run(settings: Self.settings { $0.connections = 3 }) { server in
            var open: [RawConnection] = []
            for _ in 0..<3 {
                let connection = try await RawConnection.open(server.port)
                await connection.send(Self.request("/health/live"))
                let reply = await connection.receive(through: #"{"status":"ok"}"#)
                #expect(reply.hasPrefix("HTTP/1.1 200 "))
                open.append(connection)
            }
            let surplus = try await RawConnection.exchange(server.port, Self.request("/api/v1/openapi.json"))
            #expect(surplus.hasPrefix("HTTP/1.1 503 "))
            for part in [#""code":"too_many_connections""#, "Retry-After: 2", "Connection: close", "X-Request-Id: "] {
                #expect(surplus.lowercased().contains(part.lowercased()), "\(surplus)")
            }
            // Who watches over the server gets through.
            let health = try await RawConnection.exchange(server.port, Self.request("/health/live"))
            #expect(health.hasPrefix("HTTP/1.1 200 "))
            let ready = try await RawConnection.exchange(server.port, Self.request("/health/ready"))
            #expect(ready.hasPrefix("HTTP/1.1 200 "))
            withExtendedLifetime(open) {}
        }
    }

    /// Each ends only because the server closes the connection.
    @Test(arguments: [
        "", "GET /health/live HT", "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ", request("/health/live"),
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    ])
    func whoKeepsTheServerWaitingIsClosed(_ text: String) async throws {
        let settings = Self.settings {
            $0.idleTimeout = .milliseconds(50)
            $0.requestTimeout = .milliseconds(50)
        }
        try await TestServer.run(settings: settings) { server in
            let connection = try await RawConnection.open(server.port)
            await connection.send(text)
            _ = await connection.receiveAll()
        }
    }

    /// The idle time-out doesn't end it, as something always comes.
    @Test func aBodyThatComesByDropsIsClosed() async throws {
        try await TestServer.run(settings: Self.settings { $0.requestTimeout = .milliseconds(50) }) { server in
            let connection = try await RawConnection.open(server.port)
            await connection.send("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
            await connection.sendUntilClosed("x")
        }
    }

    @Test func aHeadHasABound() async throws {
        try await TestServer.run { server in
            let long = String(repeating: "x", count: 40 << 10)
            for text in [
                "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: \(long)\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: x\r\n"
                    + (0..<200).map { "X-\($0): y\r\n" }.joined() + "\r\n",
            ] {
                let reply = try await RawConnection.exchange(server.port, text)
                #expect(reply.hasPrefix("HTTP/1.1 400 ") && reply.contains("the head of the request is too large"))
            }
            try await server.send(.get, "/health/live").expect(200)
        }
    }

    @Test func whatIsAskedAheadIsAnsweredInOrder() async throws {
        try await TestServer.run(settings: Self.settings { $0.requests = 1 }) { server in
            let last = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let reply = try await RawConnection.exchange(
                server.port,
                Self.request("/api/v1/projects") + Self.request("/nothing") + last
            )
            let statuses = reply.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.output.1) }
            #expect(statuses == ["401", "404", "200"])
        }
    }
}
