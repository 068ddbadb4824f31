import HTTPTypes
import IAFACore
import Synchronization
import Testing

@testable import IAFAHTTP

/// What a request on the lane may not do: come out of order, outlive its key, or be lost with its connection.
@Suite struct TrackLaneTests {
    private static func run(
        _ settings: IAFAServer.Settings = IAFAServer.Settings(),
        _ body: @escaping @Sendable (LaneServer, Account, TestProject) async throws -> Void
    ) async throws {
        try await LaneServer.run(settings: settings) { lane in
            let ada = try await lane.server.register()
            let shop = try await lane.server.project(of: ada)
            try await lane.learn(shop.key)
            #expect(lane.limiter.laneCount == 0)
            try await body(lane, ada, shop)
        }
    }

    private static func ids(_ answers: [String]) -> [String] {
        answers.map { answer in answer.firstMatch(of: /"event_id":"(\w+)"/).map { String($0.1) } ?? answer }
    }

    @Test(arguments: [("", 1), ("User-Agent: app\r\nAccept: */*\r\n", 1), ("X-Odd: 1\r\n", 0), ("Origin: x\r\n", 0)])
    func onlyPlainRequestsTakeIt(headers: String, count: Int) async throws {
        try await Self.run { lane, _, shop in
            let connection = try await RawConnection.open(lane.server.port)
            await connection.send(LaneServer.request(shop.key, LaneServer.event("e"), headers: headers))
            #expect(Self.ids(await connection.receiveAnswers(1)) == ["e"])
            #expect(lane.limiter.laneCount == count)
            #expect(lane.log.stored.map(\.event.id).last == "e")
        }
    }

    @Test func pipelinedRequestsOfBothWaysAreAnsweredInOrder() async throws {
        try await Self.run { lane, _, shop in
            let connection = try await RawConnection.open(lane.server.port)
            let ids = (0..<300).map { "e\($0)" }
            let requests = ids.enumerated().map { number, id in
                let odd = number % 7 == 3 || number % 11 == 5
                return LaneServer.request(shop.key, LaneServer.event(id), headers: odd ? "X-Odd: 1\r\n" : "")
            }
            async let answers = connection.receiveAnswers(ids.count)
            await connection.send(requests.joined())
            #expect(Self.ids(await answers) == ids)
            #expect(lane.log.stored.map(\.event.id).suffix(ids.count) == ids[...])
            #expect(lane.limiter.laneCount > 0)
        }
    }

    @Test func aKeyIsRefusedAsSoonAsItIsRevoked() async throws {
        try await Self.run { lane, ada, shop in
            let key = try await lane.server.key(of: shop, ada, scopes: #"["write"]"#)
            try await lane.learn(key.secret)
            let connection = try await RawConnection.open(lane.server.port)
            for id in ["a", "b"] {
                await connection.send(LaneServer.request(key.secret, LaneServer.event(id)))
                #expect(Self.ids(await connection.receiveAnswers(1)) == [id])
            }
            #expect(lane.limiter.laneCount == 2)
            try await lane.server.send(.delete, "/api/v1/projects/\(shop.id)/api-keys/\(key.id)", as: ada.caller)
                .expect(204)
            await connection.send(LaneServer.request(key.secret, LaneServer.event("c")))
            #expect(await connection.receiveAnswers(1).first?.hasPrefix("HTTP/1.1 401") == true)
            #expect(lane.log.stored.map(\.event.id) == ["a", "b"])
        }
    }

    @Test(arguments: [EventLogError.overloaded, .unavailable(message: "no space left on device")])
    func whatTheLogRefusesIsAnsweredByTheLongWayAndCountsOnce(failure: EventLogError) async throws {
        try await Self.run { lane, _, shop in
            let connection = try await RawConnection.open(lane.server.port)
            lane.log.failure = failure
            // The second is held back behind the first.
            let requests = ["a", "b"].map { LaneServer.request(shop.key, LaneServer.event($0)) }
            await connection.send(requests.joined())
            let answers = await connection.receiveAnswers(2)
            for answer in answers {
                #expect(answer.hasPrefix("HTTP/1.1 503") && answer.contains("Retry-After: "))
            }
            // Two were sent before, from which the long way learned the key.
            #expect(answers.last?.contains("X-RateLimit-Remaining: 59999996") == true)
            #expect(lane.limiter.laneCount > 0)
            lane.log.failure = nil
            await connection.send(LaneServer.request(shop.key, LaneServer.event("a")))
            let answer = try #require(await connection.receiveAnswers(1).first)
            #expect(answer.contains("\"accepted\"") && answer.contains("X-RateLimit-Remaining: 59999995"))
        }
    }

    @Test func whoEndsHisSideIsStillAnswered() async throws {
        try await Self.run { lane, _, shop in
            let connection = try await RawConnection.open(lane.server.port)
            await connection.send((0..<50).map { LaneServer.request(shop.key, LaneServer.event("e\($0)")) }.joined())
            connection.finishSending()
            let answers = await connection.receiveAll()
            #expect(answers.matches(of: /"status":"accepted"/).count == 50)
        }
    }
}
