import IAFACore
import IAFAHTTP
import Testing

/// A connection ends behind the request that says so, with an answer that says so.
@Suite struct LastRequestTests {
    private static let good = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"

    private static func request(_ version: String, _ fields: String) -> String {
        "GET /health/live HTTP/\(version)\r\nHost: x\r\n\(fields)\r\n"
    }

    private static func statuses(_ text: String) -> [String] {
        text.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.output.1) }
    }

    private static func closing(_ text: String) -> Int { text.matches(of: #/Connection: close\r\n/#).count }

    @Test(arguments: [
        ("1.1", "Connection: close\r\n"), ("1.1", "Connection: Close\r\n"), ("1.1", "Connection: x, close\r\n"),
        ("1.0", ""), ("1.0", "Connection: close\r\n"),
    ])
    func endsTheConnection(_ version: String, _ fields: String) async throws {
        try await TestServer.run { server in
            let last = Self.request(version, fields)
            // What stands behind it is no request any more.
            for rest in ["", Self.good, "GARBAGE\r\n\r\n"] {
                let all = try await RawConnection.exchange(server.port, Self.good + last + rest)
                #expect(Self.statuses(all) == ["200", "200"], "\(all)")
                #expect(Self.closing(all) == 1 && all.hasSuffix("}"), "\(all)")
            }
        }
    }

    @Test(arguments: ["/api/v1/track", "/v1/track", "/nothing"])
    func endsItWhateverTheAnswer(_ path: String) async throws {
        try await TestServer.run { server in
            let head = "POST \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
            let all = try await RawConnection.exchange(server.port, "\(head){}\(Self.good)")
            #expect(Self.statuses(all) == [path == "/nothing" ? "404" : "401"], "\(all)")
            #expect(Self.closing(all) == 1)
        }
    }

    @Test func anOldClientMayAskForMore() async throws {
        try await TestServer.run { server in
            let text = Self.request("1.0", "Connection: keep-alive\r\n") + Self.request("1.0", "")
            let all = try await RawConnection.exchange(server.port, text)
            #expect(Self.statuses(all) == ["200", "200"] && Self.closing(all) == 1)
        }
    }

    /// By the lane or not.
    @Test func anEventOfAnOldClientIsTaken() async throws {
        try await LaneServer.run { lane in
            let shop = try await lane.server.project(of: try await lane.server.register())
            try await lane.learn(shop.key)
            let request = LaneServer.request(shop.key, LaneServer.event("e")).replacing("HTTP/1.1", with: "HTTP/1.0")
            let all = try await RawConnection.exchange(lane.server.port, request)
            #expect(Self.statuses(all) == ["200"] && Self.closing(all) == 1, "\(all)")
        }
    }

    /// Lengths that are no `Int` too.
    @Test(arguments: ["1000000000", "9223372036854775807", "9223372036854775808", "18446744073709551615"])
    func aBodyOfAnySizeIsRefusedForIt(_ length: String) async throws {
        try await TestServer.run { server in
            let shop = try await server.project(of: try await server.register())
            let connection = try await RawConnection.open(server.port)
            await connection.send(
                "POST /api/v1/track HTTP/1.1\r\nHost: x\r\nX-API-Key: \(shop.key)\r\nContent-Length: \(length)\r\n\r\n{"
            )
            let answer = try #require(await connection.receiveAnswers(1).first)
            #expect(Self.statuses(answer) == ["413"] && answer.contains("payload_too_large"), "\(answer)")
        }
    }
}
