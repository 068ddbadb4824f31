import IAFACore
import IAFAHTTP
import Testing

/// A client that waits to be asked for its body (`Expect: 100-continue`), as curl does with large ones.
@Suite struct BodyInvitationTests {
    private static let event = #"{"event_type": "a", "user_id": "u"}"#
    private static let interim = "HTTP/1.1 100 Continue\r\n\r\n"

    private static func head(_ path: String, _ fields: String...) -> String {
        let lines = ["POST \(path) HTTP/1.1", "Host: x", "Expect: 100-Continue"] + fields + ["", ""]
        return lines.joined(separator: "\r\n")
    }

    private static func statuses(_ text: String) -> [String] {
        text.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.output.1) }
    }

    @Test func isAskedForTheBodyThatIsWanted() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let key = "X-API-Key: \(project.key)"
            let length = "Content-Length: \(Self.event.utf8.count)"
            let connection = try await RawConnection.open(server.port)
            for _ in 0..<2 {
                await connection.send(Self.head("/api/v1/track", key, length))
                #expect(await connection.receive(through: "\r\n\r\n") == Self.interim)
                await connection.send(Self.event)
                let reply = await connection.receive(through: "}")
                #expect(Self.statuses(reply) == ["200"] && reply.contains(#""status":"accepted""#))
            }
            await connection.send(Self.head("/v1/track", "Transfer-Encoding: chunked"))
            #expect(await connection.receive(through: "\r\n\r\n") == Self.interim)
            await connection.send("2\r\n{}\r\n0\r\n\r\n")
            #expect(Self.statuses(await connection.receive(through: "request_id")) == ["401"])
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func doesNotWaitForAnAnswerThatNeedsNoBody() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let key = "X-API-Key: \(project.key)"
            for (head, status, code) in [
                (Self.head("/api/v1/track", "Content-Length: 9"), "401", "unauthorized"),
                (Self.head("/api/v1/track", key, "Content-Length: 1000000"), "413", "payload_too_large"),
                (Self.head("/api/v1/track", key, "Content-Type: text/csv", "Content-Length: 9"), "415", "unsupported"),
                (Self.head("/nothing", "Content-Length: 9"), "404", "not_found"),
            ] {
                // It ends: nobody can tell whether the body still comes.
                let reply = try await RawConnection.exchange(server.port, head)
                #expect(Self.statuses(reply) == [status] && reply.contains(code), "\(reply)")
                #expect(reply.contains("Connection: close"))
            }
        }
    }

    @Test func isToldAtOnceThatTheServerIsBusy() async throws {
        var settings = IAFAServer.Settings()
        settings.limits.bodyBytes = 1 << 20
        try await TestServer.run(settings: settings) { server in
            let head = Self.head("/api/v1/track/batch", "Content-Length: 1000000")
            let reply = try await RawConnection.exchange(server.port, head)
            #expect(Self.statuses(reply) == ["503"] && reply.contains(#""code":"overloaded""#))
            #expect(reply.contains("Connection: close"))
        }
    }

    @Test func isNotAskedForABodyThatItDoesNotHave() async throws {
        try await TestServer.run { server in
            let reply = try await RawConnection.exchange(
                server.port,
                Self.head("/api/v1/auth/login", "Content-Length: 0", "Connection: close")
            )
            #expect(Self.statuses(reply) == ["400"] && reply.contains("malformed_json"))
        }
    }
}
