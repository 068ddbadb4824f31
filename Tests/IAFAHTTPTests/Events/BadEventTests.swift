import HTTPTypes
import IAFACore
import Testing

/// Every bad event is refused alone, and in a batch without harm to its neighbours.
@Suite struct BadEventTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let event: String
        let details: [String]

        init(_ event: String, _ details: String...) {
            self.event = event
            self.details = details
        }

        /// An event that is good but for some fields, each preceded by a comma.
        static func fields(_ fields: String, _ details: String...) -> Case {
            Case(event: #"{"event_type": "a", "user_id": "u"\#(fields)}"#, details: details)
        }

        private init(event: String, details: [String]) {
            self.event = event
            self.details = details
        }

        var testDescription: String { details.joined(separator: ", ") + ": " + event.prefix(100) }
    }

    private static let long = String(repeating: "x", count: 10_000)
    private static let properties = (0..<300).map { #""p\#($0)": \#($0)"# }.joined(separator: ", ")
    private static let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
    private static let nested = String(repeating: #"{"in": "#, count: 8) + "{}" + String(repeating: "}", count: 8)

    static let fieldCases: [Case] = [
        Case("[]", " invalid_type"),
        Case(#""a""#, " invalid_type"),
        Case("17", " invalid_type"),
        Case("null", " invalid_type"),
        Case("true", " invalid_type"),
        Case("{}", "event_type required", "user_id required"),
        Case(#"{"user_id": "u"}"#, "event_type required"),
        Case(#"{"event_type": null, "user_id": "u"}"#, "event_type required"),
        Case(#"{"event_type": "a"}"#, "user_id required"),
        Case(#"{"event_type": "a", "user_id": null, "anonymous_id": null}"#, "user_id required"),
        Case(#"{"event_type": "", "user_id": "u"}"#, "event_type empty"),
        Case(#"{"event_type": " \u2003\u00a0", "user_id": "u"}"#, "event_type empty"),
        Case(#"{"event_type": "\#(long)", "user_id": "u"}"#, "event_type too_long"),
        Case(#"{"event_type": "\#(String(repeating: "é", count: 201))", "user_id": "u"}"#, "event_type too_long"),
        Case(#"{"event_type": "a\u0000b", "user_id": "u"}"#, "event_type invalid_characters"),
        Case(#"{"event_type": "a\nb", "user_id": "u"}"#, "event_type invalid_characters"),
        Case(#"{"event_type": "a\ud83d", "user_id": "u"}"#, "event_type invalid_characters"),
        Case(#"{"event_type": 1, "user_id": "u"}"#, "event_type invalid_type"),
        Case(#"{"event_type": ["a"], "user_id": "u"}"#, "event_type invalid_type"),
        Case(#"{"event_type": "a", "user_id": 17}"#, "user_id invalid_type"),
        Case(#"{"event_type": "a", "user_id": 17, "anonymous_id": "x"}"#, "user_id invalid_type"),
        Case(#"{"event_type": "a", "user_id": {}}"#, "user_id invalid_type"),
        Case(#"{"event_type": "a", "user_id": true}"#, "user_id invalid_type"),
        Case(#"{"event_type": "a", "user_id": ""}"#, "user_id empty"),
        Case(#"{"event_type": "a", "user_id": "a\u0000"}"#, "user_id invalid_characters"),
        Case(#"{"event_type": "a", "user_id": "\ude00"}"#, "user_id invalid_characters"),
        Case(#"{"event_type": "a", "user_id": "\#(long)"}"#, "user_id too_long"),
        Case(#"{"event_type": "a", "anonymous_id": 1.5}"#, "anonymous_id invalid_type"),
        Case(#"{"event_type": "a", "anonymous_id": "\ud83d"}"#, "anonymous_id invalid_characters"),
        .fields(#", "event_id": 1"#, "event_id invalid_type"),
        .fields(#", "event_id": """#, "event_id empty"),
        .fields(#", "event_id": "\ud83dx""#, "event_id invalid_characters"),
        .fields(#", "session_id": 0"#, "session_id invalid_type"),
        .fields(#", "session_id": "a\u007f""#, "session_id invalid_characters"),
        .fields(#", "colour": "red""#, "colour unknown_field"),
        .fields(#", "Event_Type": "red""#, "Event_Type unknown_field"),
        .fields(#", "colour": \#(deep)"#, "colour unknown_field"),
        .fields(#", "colour": 1e999"#, "colour unknown_field"),
        .fields(#", "session_id": \#(deep)"#, "session_id invalid_type"),
        .fields(#", "timestamp": 1e999"#, "timestamp invalid_type"),
        .fields(#", "properties": {"n": 1e999}"#, "properties number_out_of_range"),
        .fields(#", "properties": {"n": \#(deep)}, "x": 1"#, "properties too_deep", "x unknown_field"),
        Case(deep, " invalid_type"),
        .fields(#", "properties": []"#, "properties invalid_type"),
        .fields(#", "properties": "{}""#, "properties invalid_type"),
        .fields(#", "properties": 5"#, "properties invalid_type"),
        .fields(#", "properties": {\#(properties)}"#, "properties too_many"),
        .fields(#", "properties": \#(nested)"#, "properties too_deep"),
        .fields(#", "properties": {"a": [[[[[[[[1]]]]]]]]}"#, "properties too_deep"),
        .fields(
            #", "event_id": 5, "session_id": "", "x": 1"#,
            "event_id invalid_type",
            "session_id empty",
            "x unknown_field"
        ),
    ]

    static let timeCases: [Case] = [
        .fields(#", "timestamp": 1700000000"#, "timestamp invalid_type"),
        .fields(#", "timestamp": "yesterday""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": """#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-06-15""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-06-15T10:00:00""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-02-30T00:00:00Z""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-06-15T25:00:00Z""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-06-15T10:00:00Z ""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "2025-06-15T10:00:00\u0000Z""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "99999-01-01T00:00:00Z""#, "timestamp invalid_timestamp"),
        .fields(#", "timestamp": "1970-01-01T00:00:00Z""#, "timestamp timestamp_too_old"),
        .fields(#", "timestamp": "0000-01-01T00:00:00Z""#, "timestamp timestamp_too_old"),
        .fields(#", "timestamp": "2025-03-16T23:59:59.999999Z""#, "timestamp timestamp_too_old"),
        .fields(#", "timestamp": "2090-01-01T00:00:00Z""#, "timestamp timestamp_in_future"),
        .fields(#", "timestamp": "9999-12-31T23:59:59Z""#, "timestamp timestamp_in_future"),
        .fields(#", "timestamp": "2025-06-16T15:06:40.000001Z""#, "timestamp timestamp_in_future"),
        .fields(#", "sent_at": 5"#, "sent_at invalid_type"),
        .fields(#", "sent_at": "now""#, "sent_at invalid_timestamp"),
    ]

    @Test(arguments: fieldCases + timeCases)
    func aBadEventIsRefused(_ bad: Case) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let alone = try await server.send(.post, "/api/v1/track", bad.event, as: project.app).expect(422)
            #expect(alone.errorCode == "validation_failed")
            #expect(alone.details == bad.details)
            let good = #"{"event_type": "a", "user_id": "g"}"#
            let body = #"{"events": [\#(good), \#(bad.event), \#(good)]}"#
            let batch = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            #expect(batch["accepted"]?.integer == 2)
            #expect(batch["duplicates"]?.integer == 0)
            let rejected = try #require(batch["rejected"]?.elements)
            #expect(rejected.count == 1)
            #expect(rejected.first?["index"]?.integer == 1)
            let told = "\(rejected.first?["field"]?.text ?? "?") \(rejected.first?["code"]?.text ?? "?")"
            #expect(told == bad.details.first)
            #expect(rejected.first?["message"]?.text?.isEmpty == false)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func anEventThatIsTooLargeIsRefused() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let text = String(repeating: "x", count: 33 * 1_024)
            let large = #"{"event_type": "a", "user_id": "u", "x": 1, "properties": {"text": "\#(text)"}}"#
            let alone = try await server.send(.post, "/api/v1/track", large, as: project.app).expect(413)
            #expect(alone.errorCode == "event_too_large" && alone.details == ["properties event_too_large"])
            let body = #"{"events": [\#(large), {"event_type": "a", "user_id": "u"}]}"#
            let batch = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            #expect(batch["accepted"]?.integer == 1)
            let rejected = batch["rejected"]?.elements?.first
            #expect(rejected?["code"]?.text == "event_too_large" && rejected?["field"]?.text == "properties")
        }
    }

    @Test func anEventOfTheLargestSizeIsAccepted() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let frame = #"{"event_type": "a", "user_id": "u", "properties": {"text": ""}}"#
            for (excess, status) in [(0, 200), (1, 413)] {
                let text = String(repeating: "x", count: 32 * 1_024 - frame.utf8.count + excess)
                let event = frame.replacing(#""text": """#, with: #""text": "\#(text)""#)
                // White space around an event is not the event's.
                let reply = try await server.send(.post, "/api/v1/track", " \n\(event)\n ", as: project.app)
                try reply.expect(status)
            }
        }
    }

    @Test func anAnswerToManyMistakesIsShort() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let fields = (0..<2_000).map { #""f\#($0)": 0"# }.joined(separator: ", ")
            let alone = try await server.send(.post, "/api/v1/track", "{\(fields)}", as: project.app).expect(422)
            #expect(alone.details.count <= ValidationIssue.maximumCount)
            let event = "{" + String(repeating: #""":0,"#, count: 800_000) + #""":0}"#
            let body = #"{"events": [\#(event)]}"#
            let batch = try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            #expect(batch["rejected"]?.elements?.first?["code"]?.text == "event_too_large")
            #expect(batch.body.utf8.count < 10_000)
            let envelope = try await server.send(.post, "/api/v1/track/batch", event, as: project.app).expect(422)
            #expect(envelope.details.count <= ValidationIssue.maximumCount)
        }
    }
}
