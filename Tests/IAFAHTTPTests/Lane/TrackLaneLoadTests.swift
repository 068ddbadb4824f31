import HTTPTypes
import IAFACore
import Testing

@testable import IAFAHTTP

/// Requests on the lane are part of the load like any other, and what they hold is let go.
@Suite struct TrackLaneLoadTests {
    @Test func whatWaitsOnTheLaneCountsAndIsForgottenWithItsConnection() async throws {
        var settings = IAFAServer.Settings()
        settings.limits.requests = 3
        try await LaneServer.run(holds: true, settings: settings) { lane in
            let shop = try await lane.server.project(of: try await lane.server.register())
            try await lane.learn(shop.key)
            var connections: [RawConnection] = []
            for number in 0..<3 {
                let connection = try await RawConnection.open(lane.server.port)
                await connection.send(LaneServer.request(shop.key, LaneServer.event("e\(number)")))
                connections.append(connection)
                await lane.held.waitUntilHeld(number + 1)
            }
            #expect(lane.limiter.laneCount == 3)
            #expect(try await lane.server.track(shop, "a", "more").expect(503).errorCode == "overloaded")
            // Two clients go without an answer, which the third one gets.
            connections.removeFirst(2)
            lane.held.open()
            #expect(await connections[0].receiveAnswers(1).first?.contains("\"e2\"") == true)
            // All that was taken on was stored, and is let go.
            for number in 0..<3 {
                let event = LaneServer.event("e\(number)")
                let reply = try await lane.server.send(.post, "/api/v1/track", event, as: shop.app)
                #expect(try reply.expect(200).text("status") == "duplicate")
            }
        }
    }

    @Test func aStopWaitsForWhatIsOnTheLane() async throws {
        let answer = Answer()
        try await LaneServer.run(holds: true) { lane in
            let shop = try await lane.server.project(of: try await lane.server.register())
            try await lane.learn(shop.key)
            let connection = try await RawConnection.open(lane.server.port)
            await connection.send(LaneServer.request(shop.key, LaneServer.event("last")))
            await lane.held.waitUntilHeld(1)
            #expect(lane.limiter.laneCount == 1)
            // The server stops when this returns, and closes the connection only with its answer.
            Task { await answer.set(await connection.receiveAll()) }
            Task {
                // Only a server that stops takes no more connections.
                while (try? await RawConnection.open(lane.server.port)) != nil { await Task.yield() }
                lane.held.open()
            }
        }
        #expect(await answer.text.contains(#"{"status":"accepted","event_id":"last"}"#))
    }
}

/// What a client has received, once it has all.
private actor Answer {
    private var received: String?
    private var waiting: [CheckedContinuation<Void, Never>] = []

    var text: String {
        get async {
            if received == nil { await withCheckedContinuation { waiting.append($0) } }
            return received ?? ""
        }
    }

    func set(_ text: String) {
        received = text
        for continuation in waiting { continuation.resume() }
    }
}
