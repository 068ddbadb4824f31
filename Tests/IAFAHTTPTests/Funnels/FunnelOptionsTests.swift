import HTTPTypes
import IAFACore
import Testing

/// The server's clock stands at 2025-06-15T15:06:40Z.
@Suite struct FunnelOptionsTests {
    /// Members in the order of the answer.
    private static let stages = """
        [{"event_types": ["a"]}, {"event_types": ["b", "c"], "optional": true, "within_seconds": 60},
        {"after_seconds": 1, "event_types": ["d"], "filters": [{"operator": "is_set", "property": "p"}]}]
        """
    private static let exclusions = """
        [{"event_types": ["x"], "filters": [{"operator": "eq", "property": "p", "value": 1}], "from_step": 1,
        "to_step": 3}]
        """
    private static let options = """
        "order": "ordered", "entry": "first", "count_by": "sessions", "range_applies_to": "entry",
        "tie_window_seconds": 0, "hold_constant": ["plan", "cart.id"], "exclusions": \(exclusions),
        "exclude": "person", "conversion_window_seconds": 86400
        """
    private static let names = [
        "order", "entry", "count_by", "range_applies_to", "tie_window_seconds", "hold_constant", "exclusions",
        "exclude",
        "conversion_window_seconds", "stages", "preset",
    ]

    @Test func everyOptionIsKept() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"project_id": "\#(project.id)", "name": "f", "stages": \#(Self.stages), \#(Self.options)}"#
            let sent = try JSONValue.parse(bytes: Array(body.utf8))
            let made = try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            let path = "/api/v1/funnels/\(try #require(made["id"]?.text))"
            let read = try await server.send(.get, path, as: ada.caller).expect(200)
            for name in Self.names { #expect(read[name] == sent[name], "\(name)") }
            let again = try await server.send(.put, path, read.body, as: ada.caller).expect(200)
            for name in Self.names { #expect(again[name] == sent[name], "\(name)") }

            let patched = try await server.send(.patch, path, #"{"entry": "best"}"#, as: ada.caller).expect(200)
            #expect(patched["entry"]?.text == "best")
            for name in Self.names where name != "entry" { #expect(patched[name] == sent[name], "\(name)") }
            // What is left out of the whole goes back to its default.
            let bare = #"{"name": "f", "stages": \#(TestServer.stages(["a", "b"]))}"#
            let reset = try await server.send(.put, path, bare, as: ada.caller).expect(200)
            #expect(reset["exclusions"]?.elements == [])
            #expect(reset["entry"]?.text == "best" && reset["count_by"]?.text == "users")
        }
    }

    @Test func aChangeMayNotContradictWhatIsThere() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"project_id": "\#(project.id)", "name": "f", "stages": \#(Self.stages), \#(Self.options)}"#
            let made = try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            let path = "/api/v1/funnels/\(try #require(made["id"]?.text))"
            for (change, details) in [
                (#"{"order": "strict"}"#, ["stages[1].optional conflict"]),
                (#"{"stages": \#(TestServer.stages(["a", "b"]))}"#, ["exclusions[0].to_step out_of_range"]),
                (
                    #"{"tie_window_seconds": 2}"#,
                    ["stages[1].within_seconds conflict", "stages[2].after_seconds conflict"]
                ),
            ] {
                let reply = try await server.send(.patch, path, change, as: ada.caller).expect(422)
                #expect(reply.details == details)
                #expect(reply.body.contains("can't be") || reply.body.contains("there are only 2 stages"))
            }
            #expect(try await server.send(.get, path, as: ada.caller).json == made.json)
        }
    }

    @Test func aPresetStandsForValuesThatMayBeChanged() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            func make(_ options: String) async throws -> Reply {
                let stages = TestServer.stages(["a", "b"])
                let body = #"{"project_id": "\#(project.id)", "name": "f", "stages": \#(stages), \#(options)}"#
                return try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            }
            for (preset, entry, range, window, ties) in [
                ("posthog", "best", "events", 1_209_600, 0), ("mixpanel", "first", "entry", 604_800, 2),
                ("amplitude", "best", "entry", 86_400, 0), ("clickhouse", "best", "events", 604_800, 0),
            ] {
                let made = try await make(#""preset": "\#(preset)""#)
                #expect(made["preset"]?.text == preset)
                #expect(made["entry"]?.text == entry)
                #expect(made["range_applies_to"]?.text == range)
                #expect(made["conversion_window_seconds"]?.integer == window)
                #expect(made["tie_window_seconds"]?.integer == ties)
            }
            let mixed = try await make(
                #""preset": "mixpanel", "entry": "best", "conversion_window_seconds": 60, "hold_constant": ["p"]"#
            )
            #expect(mixed["entry"]?.text == "best" && mixed["range_applies_to"]?.text == "entry")
            #expect(mixed["conversion_window_seconds"]?.integer == 60)
            let path = "/api/v1/funnels/\(try #require(mixed["id"]?.text))"
            let other = try await server.send(.patch, path, #"{"preset": "posthog"}"#, as: ada.caller).expect(200)
            #expect(other["tie_window_seconds"]?.integer == 0 && other["range_applies_to"]?.text == "events")
            #expect(other["conversion_window_seconds"]?.integer == 1_209_600)
            #expect(other["hold_constant"]?.elements?.count == 1)
            let none = try await server.send(.patch, path, #"{"preset": null}"#, as: ada.caller).expect(200)
            #expect(none["preset"] == nil && none["conversion_window_seconds"]?.integer == 1_209_600)
        }
    }

    @Test func theAnswerTellsWhatTheOptionsAdd() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for (user, types) in [("u", ["a", "c", "d"]), ("v", ["a", "x", "d"]), ("w", ["a", "d"])] {
                for (index, type) in types.enumerated() {
                    let time = #", "timestamp": "2025-06-10T10:0\#(index):00Z""#
                    try await server.track(project, type, user, time).expect(200)
                }
            }
            let stages = #"[{"event_type": "a"}, {"event_type": "c", "optional": true}, {"event_type": "d"}]"#
            func ask(_ options: String) async throws -> Reply {
                let body = #"{"project_id": "\#(project.id)", \#(options)}"#
                return try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(200)
            }
            let optional = try await ask(#""stages": \#(stages), "exclusions": [{"event_type": "x"}]"#)
            #expect(optional["excluded"]?.integer == 1)
            let steps = try #require(optional["stages"]?.elements)
            #expect(steps.map { $0["users"]?.integer } == [2, 1, 2])
            #expect(steps.map { $0["optional"] } == [.bool(false), .bool(true), .bool(false)])
            #expect(steps.map { $0["drop_off"]?.integer } == [0, 0, 0])
            #expect(steps.map { $0["step_conversion_rate"]?.integer } == [100, 50, 100])
            #expect(steps.allSatisfy { $0["performed"] == nil })

            let unordered = try await ask(
                #""order": "unordered", "stages": \#(TestServer.stages(["d", "a", "x"]))"#
            )
            #expect(unordered["stages"]?.elements?.map { $0["users"]?.integer } == [3, 3, 1])
            #expect(unordered["stages"]?.elements?.map { $0["performed"]?.integer } == [3, 3, 1])
            let sessions = try await ask(#""count_by": "sessions", "stages": \#(TestServer.stages(["a", "d"]))"#)
            #expect(sessions["excluded"]?.integer == 6)
            #expect(sessions["stages"]?.elements?.map { $0["users"]?.integer } == [0, 0])
        }
    }
}
