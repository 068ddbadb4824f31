import Foundation
import HTTPTypes
import IAFACore
import IAFAHTTP
import Testing

/// What is no HTTP is answered in the one shape of errors, in its turn, and the connection ends.
@Suite struct UnreadableRequestTests {
    private static let good = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let login = "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n"
    private static let chunked = "Transfer-Encoding: chunked\r\n\r\n"
    private static let long = String(repeating: "x", count: 1 << 20)

    /// The statuses of all answers on a connection that the server ended, and the body of the last one.
    private static func parts(_ text: String) throws -> (statuses: [String], last: JSONValue) {
        let statuses = text.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.output.1) }
        let body = try #require(text.components(separatedBy: "\r\n\r\n").last)
        return (statuses, try JSONValue.parse(body))
    }

    @Test(arguments: [
        ("GARBAGE\r\n\r\n", ["400"]), ("\0\0\0\0", ["400"]), ("GET / HTTP/2.0\r\n\r\n", ["400"]),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ["400"]), ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}", ["400"]),
        ("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: \(long)\r\n\r\n", ["400"]),
        ("GET /health/live HTTP/1.1\r\nHost x\r\n\r\n", ["400"]),
        ("\(login)Content-Length: x\r\n\r\n{}", ["400"]), ("\(login)Content-Length: -1\r\n\r\n{}", ["400"]),
        ("\(login)Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", ["400"]),
        ("\(login)Content-Length: 2\r\n\(chunked)", ["400"]), ("\(login)\(chunked)zz\r\n", ["400"]),
        ("\(login)\(chunked)2\r\n{}xx", ["400"]), ("\(good)\(good)GARBAGE\r\n\r\n", ["200", "200", "400"]),
        ("GET /health/live HTTP/1.1\r\n\r\n", ["400"]),
        ("GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", ["400"]),
        ("GET /health/live HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", ["400"]),
        ("\(login)Transfer-Encoding: gzip\r\n\r\n", ["400"]),
        ("\(login)Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n\(good)", ["400"]),
        ("\(login)Transfer-Encoding: gzip\r\n\(chunked)", ["400"]),
        ("POST /api/v1/auth/login HTTP/1.0\r\n\(chunked)", ["400"]),
        ("\(good)GET /health/live HTTP/1.1\r\n\r\n\(good)", ["200", "400"]),
        ("\(good)\(login)\(chunked)zz\r\n", ["200", "400"]), ("\(login)\(chunked)zz\r\n\(good)", ["400"]),
    ])
    func isAnsweredInItsTurn(_ text: String, _ statuses: [String]) async throws {
        try await TestServer.run { server in
            let parts = try Self.parts(try await RawConnection.exchange(server.port, text))
            #expect(parts.statuses == statuses)
            #expect(parts.last["error"]?.names == ["code", "details", "message", "request_id"])
            #expect(parts.last["error"]?["code"]?.text == "malformed_http")
            try await server.send(.get, "/health/live").expect(200)
        }
    }

    @Test(arguments: ["GET / HT", "\(login)", "\(login)Content-Length: 3\r\n\r\n{", "\(login)\(chunked)3\r\n{"])
    func whatBreaksOffIsAnsweredToo(_ text: String) async throws {
        try await TestServer.run { server in
            let connection = try await RawConnection.open(server.port)
            await connection.send(text)
            connection.finishSending()
            let parts = try Self.parts(await connection.receiveAll())
            #expect(parts.statuses == ["400"] && parts.last["error"]?["code"]?.text == "malformed_http")
        }
    }

    /// It is sent again, and tells nothing of what the project's app sends.
    @Test func anEventThatBreaksOffIsNeitherTakenNorListed() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let head = "POST /api/v1/track HTTP/1.1\r\nHost: x\r\nX-API-Key: \(project.key)\r\n"
            let body = #"{"event_type": "a", "user_id": "u"}"#
            let reply = try await RawConnection.exchange(
                server.port,
                "\(head)\(Self.chunked)\(String(body.utf8.count, radix: 16))\r\n\(body)\r\nzz\r\n"
            )
            #expect(try Self.parts(reply).statuses == ["400"])
            let path = "/api/v1/projects/\(project.id)"
            let rejections = try await server.send(.get, "\(path)/rejections", as: ada.caller).expect(200)
            #expect(rejections["rejections"]?.elements == [])
            let totals = try await server.send(.get, "\(path)/ingestion", as: ada.caller).expect(200)["totals"]
            #expect(totals?["accepted"]?.integer == 0)
        }
    }

    /// A key that is refused before the body is read is the answer; what comes behind it gets none of its own.
    @Test func whoIsAnsweredAlreadyIsNotAnsweredTwice() async throws {
        try await TestServer.run { server in
            let connection = try await RawConnection.open(server.port)
            await connection.send("POST /api/v1/track HTTP/1.1\r\nHost: x\r\n\(Self.chunked)")
            let first = await connection.receive(through: "request_id")
            await connection.send("zz\r\n")
            let all = first + (await connection.receiveAll())
            #expect(all.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.output.1) } == ["401"])
        }
    }
}
