import HTTPTypes
import IAFACore
import NIOCore
import Testing

@Suite struct BatchTests {
    private static func batch(_ events: [String], _ fields: String = "") -> String {
        #"{"events": [\#(events.joined(separator: ", "))]\#(fields)}"#
    }

    private static func event(_ user: String, _ fields: String = "") -> String {
        #"{"event_type": "a", "user_id": "\#(user)"\#(fields)}"#
    }

    @Test func everyThirdEventIsBadAndTheOthersCount() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let bad = BadEventTests.fieldCases + BadEventTests.timeCases
            let events = (0..<600).map { index in
                index.isMultiple(of: 3) ? bad[index / 3 % bad.count].event : Self.event("u\(index)")
            }
            let reply = try await server.send(.post, "/api/v1/track/batch", Self.batch(events), as: project.app)
            try reply.expect(200)
            #expect(reply["accepted"]?.integer == 400)
            #expect(reply["duplicates"]?.integer == 0)
            let rejected = try #require(reply["rejected"]?.elements)
            #expect(rejected.map { $0["index"]?.integer } == Array(stride(from: 0, to: 600, by: 3)))
            for rejection in rejected {
                let index = try #require(rejection["index"]?.integer)
                let first = bad[index / 3 % bad.count].details.first
                #expect("\(rejection["field"]?.text ?? "?") \(rejection["code"]?.text ?? "?")" == first)
            }
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [400, 0])
        }
    }

    @Test func aRejectionNamesItsEvent() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = Self.batch([Self.event("u", #", "event_id": "mine", "x": 1, "y": 2"#), "{}"])
            let reply = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            let rejected = try #require(reply["rejected"]?.elements)
            #expect(rejected[0].names == ["code", "event_id", "field", "index", "message"])
            #expect(rejected[0]["event_id"]?.text == "mine")
            let message = try #require(rejected[0]["message"]?.text)
            #expect(message.contains("x:") && message.contains("y:"))
            #expect(rejected[1].names == ["code", "field", "index", "message"])
        }
    }

    @Test(arguments: [0, 1, 2_500])
    func aBatchHoldsUpTo2500Events(_ count: Int) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = Self.batch((0..<count).map { Self.event("u\($0)") })
            let reply = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            #expect(reply.body == #"{"accepted":\#(count),"duplicates":0,"rejected":[]}"#)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [count, 0])
        }
    }

    @Test func aBatchThatIsBadAsAWholeIsRefusedAsAWhole() async throws {
        let good = Self.event("u")
        let cases = [
            (Self.batch(Array(repeating: good, count: 2_501)), "events too_many"),
            ("[\(good)]", " invalid_type"), ("null", " invalid_type"), (#""x""#, " invalid_type"),
            ("{}", "events required"), (#"{"events": null}"#, "events required"),
            (#"{"events": {}}"#, "events invalid_type"), (#"{"events": "x"}"#, "events invalid_type"),
            (Self.batch([good], #", "event": 1"#), "event unknown_field"),
            (Self.batch([good], #", "sent_at": "now""#), "sent_at invalid_timestamp"),
            (Self.batch([good], #", "sent_at": 5"#), "sent_at invalid_type"),
            (good, "event_type unknown_field"),
        ]
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for (body, detail) in cases {
                let reply = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(422)
                #expect(reply.errorCode == "validation_failed")
                #expect(reply.details.first == detail)
            }
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [0, 0])
        }
    }

    @Test func aBatchMayHaveFourMebibytes() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let text = String(repeating: "x", count: 31 * 1_024)
            let events = (0..<130).map { Self.event("u\($0)", #", "properties": {"text": "\#(text)"}"#) }
            let body = Self.batch(events)
            let limit = 4 * 1_024 * 1_024
            let padded = body + String(repeating: " ", count: limit - body.utf8.count)
            let reply = try await server.send(.post, "/api/v1/track/batch", padded, as: project.app).expect(200)
            #expect(reply["accepted"]?.integer == 130)
            let large = try await server.send(.post, "/api/v1/track/batch", padded + " ", as: project.app).expect(413)
            #expect(large.errorCode == "payload_too_large")
        }
    }

    /// JSON that nobody reads that far, in one event: it alone is refused.
    @Test(
        arguments: [
            (#"{"n": 1e400}"#, "number_out_of_range"), (#"{"n": -1e999999999}"#, "number_out_of_range"),
            (#"{"a": [\#(String(repeating: "[", count: 70) + String(repeating: "]", count: 70))]}"#, "too_deep"),
            (String(repeating: #"{"x":"#, count: 3_000) + "1e999" + String(repeating: "}", count: 3_000), "too_deep"),
        ]
    )
    func whatIsTooMuchInOneEventFailsNoOther(_ properties: String, _ code: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let good = #"{"event_type": "a", "user_id": "u"}"#
            let bad = #"{"event_type": "a", "properties": \#(properties), "user_id": "u"}"#
            let body = #"{"events": [\#(good), \#(bad), \#(good)], "sent_at": null}"#
            let reply = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            #expect(reply["accepted"]?.integer == 2)
            let rejected = try #require(reply["rejected"]?.elements)
            #expect(rejected.map { $0["index"]?.integer } == [1])
            #expect(rejected.map { $0["code"]?.text } == [code])
            let single = try await server.send(.post, "/api/v1/track", bad, as: project.app).expect(422)
            #expect(single.errorCode == "validation_failed")
            // What isn't JSON is still no JSON.
            let broken = #"{"events": [\#(good), {"a": [\#(properties)}, \#(good)]}"#
            try await server.send(.post, "/api/v1/track/batch", broken, as: project.app).expect(400)
        }
    }
}
