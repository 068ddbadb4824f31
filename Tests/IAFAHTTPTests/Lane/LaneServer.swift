import HTTPTypes
import IAFACore
import Synchronization
import Testing

@testable import IAFAHTTP

/// A server of which a test knows what went by the ``TrackLane``, and what was stored.
struct LaneServer: Sendable {
    let server: TestServer
    let limiter: WatchedLimiter
    let log: WatchedLog

    /// Under the log; it is open unless a test wants it otherwise.
    let held: HeldLog

    /// Runs a server.
    ///
    /// - Parameters:
    ///   - hasLane: Whether it has a lane.
    ///   - holds: Whether its log writes nothing until it is let.
    ///   - settings: What else holds for it.
    ///   - body: The test.
    /// - Throws: What the test throws, and what hinders the server from starting.
    static func run(
        hasLane: Bool = true,
        holds: Bool = false,
        settings: IAFAServer.Settings = IAFAServer.Settings(),
        _ body: @Sendable (LaneServer) async throws -> Void
    ) async throws {
        var settings = settings
        settings.hasTrackLane = hasLane
        let watched = Mutex<(WatchedLimiter, WatchedLog, HeldLog)?>(nil)
        let edit = { (parts: inout ServerParts) in
            let limiter = WatchedLimiter(MemoryRateLimiter(clock: parts.clock))
            let held = HeldLog(parts.log)
            if !holds { held.open() }
            let log = WatchedLog(held)
            watched.withLock { $0 = (limiter, log, held) }
            parts.rateLimiter = limiter
            parts.log = log
        }
        try await TestServer.run(settings: settings, edit: edit) { server in
            let (limiter, log, held) = try #require(watched.withLock { $0 })
            try await body(LaneServer(server: server, limiter: limiter, log: log, held: held))
        }
    }

    /// Lets the long way learn a key, such that the next request with it may take the lane; nothing is stored.
    func learn(_ key: String) async throws {
        let body = LaneServer.event("", #", "more": 1"#)
        try await server.send(.post, "/api/v1/track", body, as: .key(key)).expect(422)
        // That it was used is written beside, which makes all keys be looked up again.
        let hash = APISecret(text: key).hash
        while try await server.metadata.find(APIKey.self, by: "secret", hash).first?.lastUsedAt == nil {
            await Task.yield()
        }
        try await server.send(.post, "/api/v1/track", body, as: .key(key)).expect(422)
    }

    /// A request for an event, byte for byte.
    ///
    /// - Parameters:
    ///   - key: The secret of a key.
    ///   - body: Of the request.
    ///   - path: Where to.
    ///   - headers: More of them, each with its end of line.
    /// - Returns: Its text.
    static func request(
        _ key: String,
        _ body: String,
        path: String = "/api/v1/track",
        headers: String = ""
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nX-API-Key: \(key)\r\nContent-Type: application/json\r\n"
            + "\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func event(_ id: String, _ fields: String = "") -> String {
        #"{"event_type": "view", "user_id": "ada", "event_id": "\#(id)"\#(fields)}"#
    }
}
