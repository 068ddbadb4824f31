import HTTPTypes
import IAFACore
import NIOCore
import Synchronization
import Testing

@testable import IAFAHTTP

/// What comes while the server has all that it takes on: it is told so at once, and what was taken on is not harmed.
@Suite struct OverloadTests {
    /// Runs a server whose log writes nothing until it is let.
    private static func withHeldLog(
        _ limits: LoadLimits,
        _ body: @escaping @Sendable (TestServer, Account, TestProject, HeldLog) async throws -> Void
    ) async throws {
        var settings = IAFAServer.Settings()
        settings.limits = limits
        let held = Mutex<HeldLog?>(nil)
        let edit = { (parts: inout ServerParts) in
            let log = HeldLog(parts.log)
            held.withLock { $0 = log }
            parts.log = log
        }
        try await TestServer.run(settings: settings, edit: edit) { server in
            let log = try #require(held.withLock { $0 })
            let ada = try await server.register()
            try await body(server, ada, try await server.project(of: ada), log)
        }
    }

    @Test func whatIsMoreThanMayWaitIsRefusedAtOnceAndTheRestIsKept() async throws {
        var limits = LoadLimits()
        limits.requests = 4
        try await Self.withHeldLog(limits) { server, ada, project, log in
            let acknowledged = try await withThrowingTaskGroup(of: Reply.self) { group in
                for user in 0..<4 { group.addTask { try await server.track(project, "a", "held\(user)") } }
                await log.waitUntilHeld(4)
                // Nothing moves, and still everybody is answered.
                for user in 0..<20 {
                    let reply = try await server.track(project, "a", "more\(user)").expect(503)
                    #expect(reply.errorCode == "overloaded")
                    #expect(reply.header("Retry-After") == "1")
                }
                for path in ["/health/live", "/health/ready"] { try await server.send(.get, path).expect(200) }
                try await server.send(.get, "/api/v1/projects", as: ada.caller).expect(503)
                log.open()
                return try await group.reduce(into: 0) { count, reply in
                    try reply.expect(200)
                    count += 1
                }
            }
            #expect(acknowledged == 4)
            try await server.track(project, "a", "after").expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [5, 0])
        }
    }

    @Test func bodiesHaveABoundTogether() async throws {
        var limits = LoadLimits()
        limits.bodyBytes = 1 << 20
        try await Self.withHeldLog(limits) { server, ada, project, log in
            let half = Self.batch(bytes: 300 << 10, "half")
            let usual = Self.batch(bytes: 200 << 10, "usual")
            try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<2 {
                    group.addTask { try await server.send(.post, "/api/v1/track/batch", half, as: project.app) }
                }
                await log.waitUntilHeld(2)
                // Three quarters are for large bodies, the rest is left for usual ones.
                let large = try await server.send(.post, "/api/v1/track/batch", half, as: project.app).expect(503)
                #expect(large.errorCode == "overloaded")
                group.addTask { try await server.send(.post, "/api/v1/track/batch", usual, as: project.app) }
                await log.waitUntilHeld(3)
                try await server.send(.post, "/api/v1/track/batch", Self.batch(bytes: 255 << 10, "x"), as: project.app)
                    .expect(503)
                log.open()
                for try await reply in group { try reply.expect(200) }
            }
            try await server.send(.post, "/api/v1/track/batch", half, as: project.app).expect(200)
        }
    }

    @Test func aBodyThatDoesNotSayItsLengthIsStoppedOnItsWay() async throws {
        var limits = LoadLimits()
        limits.bodyBytes = 1 << 20
        try await Self.withHeldLog(limits) { server, _, project, log in
            log.open()
            let body = Self.batch(bytes: 2 << 20, "x")
            let connection = try await RawConnection.open(server.port)
            async let answer = connection.receive(through: "}}")
            await connection.send(
                "POST /api/v1/track/batch HTTP/1.1\r\nHost: x\r\nX-API-Key: \(project.key)\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            )
            let reply = await answer
            #expect(reply.hasPrefix("HTTP/1.1 503 "))
            #expect(reply.contains(#""code":"overloaded""#))
            try await server.track(project, "a", "u").expect(200)
        }
    }

    @Test func noLengthThatABodyClaimsDoesHarm() async throws {
        try await Self.withHeldLog(LoadLimits()) { server, _, project, log in
            log.open()
            let held = try await RawConnection.open(server.port)
            let head = "POST /api/v1/track HTTP/1.1\r\nHost: x\r\nX-API-Key: \(project.key)\r\nContent-Length: "
            // Bytes that are held while another one claims as many as there are numbers.
            await held.send(head + "1000\r\n\r\n{\"event_t")
            for claim in ["9223372036854775807", "9223372036854775806", "33554433"] {
                let connection = try await RawConnection.open(server.port)
                async let answer = connection.receive(through: "}}")
                await connection.send(head + "\(claim)\r\n\r\n{")
                #expect(await answer.hasPrefix("HTTP/1.1 413 "), "\(claim)")
            }
            try await server.track(project, "a", "u").expect(200)
        }
    }

    @Test func whatADecompressedBodyTakesCountsToo() async throws {
        var limits = LoadLimits()
        limits.bodyBytes = 32 << 10
        try await Self.withHeldLog(limits) { server, _, project, log in
            log.open()
            let bomb = GzipFixture.bomb(length: 60 << 10)
            let gzip: HTTPFields = [.contentEncoding: "gzip"]
            let reply = try await server.send(.post, "/api/v1/track/batch", bomb, as: project.app, headers: gzip)
            // Without room for what comes out the JSON in it is never looked at.
            #expect(reply.status == 503 || reply.errorCode == "malformed_gzip")
            try await server.track(project, "a", "u").expect(200)
        }
    }

    @Test func questionsThatWaitHaveABound() async throws {
        try await TestServer.run(edit: { $0.store = BusyStore(base: $0.store) }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let reply = try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: ada.caller).expect(503)
            #expect(reply.errorCode == "busy")
        }
    }

    @Test func eventsInMemoryHaveABoundInBytes() async throws {
        try await TestServer.run(edit: { $0.unflushedByteLimit = 40_000 }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let large = #", "properties": {"text": "\#(String(repeating: "x", count: 30_000))"}"#
            for user in ["u", "v"] { try await server.track(project, "a", user, large).expect(200) }
            #expect(try await server.track(project, "a", "w").expect(503).errorCode == "overloaded")
            try await server.store.flush()
            #expect(server.store.unflushedByteCount == 0)
            try await server.track(project, "a", "w").expect(200)
        }
    }

    private static func batch(bytes: Int, _ name: String) -> String {
        let text = String(repeating: "x", count: 10_000)
        let events = (0..<bytes / 10_100).map { number in
            #"{"event_type": "a", "user_id": "\#(name)\#(number)", "properties": {"t": "\#(text)"}}"#
        }
        return #"{"events": [\#(events.joined(separator: ","))]}"#
    }
}
