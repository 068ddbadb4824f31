import Foundation
import HTTPTypes
import IAFACore
import IAFATesting
import Synchronization
import Testing

@testable import IAFAHTTP

/// The lane changes nothing but the time that an answer takes: the same requests to a server with and to one without it
/// are answered alike, leave the same events, and are counted alike.
@Suite struct TrackLaneEquivalenceTests {
    /// What became of a script.
    private struct Outcome {
        /// Of each connection, without what is different each time.
        var answers: [[String]] = []
        var events: [String] = []
        var counts: [String] = []
        var laneCount = 0
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func answersAndEventsAreThoseOfTheLongWay(seed: UInt64) async throws {
        let short = try await Self.play(seed, hasLane: true)
        let long = try await Self.play(seed, hasLane: false)
        #expect(short.answers.count == long.answers.count)
        for (number, (one, other)) in zip(short.answers, long.answers).enumerated() where one != other {
            let place = zip(one, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? -1
            Issue.record("seed \(seed), connection \(number), answer \(place): \(one)\n--- without lane: \(other)")
        }
        #expect(short.events == long.events)
        #expect(short.counts == long.counts)
        #expect(short.laneCount > 20, "hardly anything took the lane")
        #expect(long.laneCount == 0)
    }

    private static func play(_ seed: UInt64, hasLane: Bool) async throws -> Outcome {
        var settings = IAFAServer.Settings()
        settings.doors = try EventDoors(segment: .root, postHog: .root, track: DoorPath("/door"))
        let outcome = Mutex(Outcome())
        try await LaneServer.run(hasLane: hasLane, settings: settings) { lane in
            let player = try await LanePlayer(lane)
            var script = LaneScript(seed: seed)
            var answers: [[String]] = []
            for step in script.steps(40) {
                if let received = try await player.play(step) { answers.append(received) }
            }
            let counts = try await player.counts()
            outcome.withLock {
                $0.answers = answers
                $0.events = player.events()
                $0.counts = counts
                $0.laneCount = lane.limiter.laneCount
            }
        }
        return outcome.withLock { $0 }
    }
}

/// Plays a script to a server.
private struct LanePlayer {
    private let lane: LaneServer
    private let ada: Account
    private let shop: TestProject
    private let small: TestProject
    private let revoked: (id: String, secret: String)
    private let rotated: (id: String, secret: String)
    private let secrets: [(name: String, secret: String)]

    init(_ lane: LaneServer) async throws {
        self.lane = lane
        ada = try await lane.server.register()
        shop = try await lane.server.project(of: ada)
        small = try await lane.server.project(of: ada, #", "rate_limit_per_minute": 20"#)
        revoked = try await lane.server.key(of: shop, ada, scopes: #"["write"]"#)
        rotated = try await lane.server.key(of: shop, ada, scopes: #"["write"]"#)
        let reading = try await lane.server.key(of: shop, ada, scopes: #"["read"]"#)
        secrets = [
            ("{good}", shop.key), ("{small}", small.key), ("{revoked}", revoked.secret), ("{rotated}", rotated.secret),
            ("{reading}", reading.secret),
        ]
    }

    /// Returns the answers of a connection; nil for other steps.
    func play(_ step: LaneScript.Step) async throws -> [String]? {
        let keys = "/api/v1/projects/\(shop.id)/api-keys"
        switch step {
        case .connection(let texts, let endsInput): return try await play(texts, endsInput: endsInput)
        case .revoke: _ = try await lane.server.send(.delete, "\(keys)/\(revoked.id)", as: ada.caller)
        case .rotate: _ = try await lane.server.send(.post, "\(keys)/\(rotated.id)/rotate", as: ada.caller)
        case .advance(let duration): lane.server.clock.advance(by: duration)
        case .fail(let failure): lane.log.failure = failure
        }
        return nil
    }

    private func play(_ texts: [(text: String, answers: Int)], endsInput: Bool) async throws -> [String] {
        let connection = try await RawConnection.open(lane.server.port)
        var received: [String] = []
        for (text, answers) in texts {
            await connection.send(secrets.reduce(text) { $0.replacing($1.name, with: $1.secret) })
            received += await connection.receiveAnswers(answers)
        }
        if endsInput {
            connection.finishSending()
            // Whether the answer to what breaks off says so depends on what the server hears of first.
            received.append(await connection.receiveAll().replacing("Connection: close\r\n", with: ""))
        }
        return received.map(plain)
    }

    /// Without what is different each time.
    private func plain(_ answer: String) -> String {
        secrets.reduce(answer) { $0.replacing($1.secret, with: $1.name) }
            .replacing(/Date: [^\r]*/, with: "Date: …")
            .replacing(/X-Request-Id: [0-9a-f]+/, with: "X-Request-Id: …")
            .replacing(/"request_id":"[0-9a-f]+"/, with: "\"request_id\":…")
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/, with: "(uuid)")
    }

    /// What was stored, but for ids of the server's own and addresses under its salt.
    func events() -> [String] {
        lane.log.stored.map { entry in
            var event = entry.event
            event.ipHash = event.ipHash.map { _ in "…" }
            return plain("\(entry.project.text == shop.id ? "shop" : "small") \(event)")
        }
    }

    /// What the people of a project, and the metrics, are told.
    func counts() async throws -> [String] {
        var lines: [String] = []
        for project in [shop, small] {
            for what in ["ingestion", "rejections"] {
                let path = "/api/v1/projects/\(project.id)/\(what)"
                lines.append(plain(try await lane.server.send(.get, path, as: ada.caller).expect(200).body))
            }
        }
        let metrics = try await lane.server.send(.get, "/metrics").expect(200).body
        lines += metrics.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("iafa_events_total") || $0.hasPrefix("iafa_http_requests_total")
                || $0.hasPrefix("iafa_http_request_duration_seconds_count")
        }
        return lines
    }
}
