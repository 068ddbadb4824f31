import HTTPTypes
import IAFACore
import IAFATesting
import Testing

@Suite struct FunnelTests {
    private static let definition = """
        "name": "Buy", "conversion_window_seconds": 3600, "stages": [
            {"name": "Look", "event_type": "view",
             "filters": [{"property": "plan", "operator": "eq", "value": "pro"}]},
            {"event_types": ["buy", "subscribe"],
             "filters": [{"property": "price", "operator": "gte", "value": 5},
                         {"property": "tags", "operator": "in", "value": ["a", 1, true]},
                         {"property": "coupon", "operator": "is_not_set"}]}]
        """

    @Test func aFunnelIsReadAsItWasSaved() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"project_id": "\#(project.id)", \#(Self.definition)}"#
            let made = try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            let names = [
                "conversion_window_seconds", "count_by", "created_at", "entry", "exclude", "exclusions",
                "hold_constant", "id", "name", "order", "project_id", "range_applies_to", "stages",
                "tie_window_seconds", "updated_at",
            ]
            #expect(made.json.names == names)
            #expect(made["conversion_window_seconds"]?.integer == 3_600)
            let stages = try #require(made["stages"]?.elements)
            #expect(stages.count == 2)
            #expect(stages[0]["name"]?.text == "Look")
            #expect(stages[0]["event_types"]?.serialized() == #"["view"]"#)
            #expect(stages[1]["event_types"]?.serialized() == #"["buy","subscribe"]"#)
            let filters = try #require(stages[1]["filters"]?.elements)
            #expect(filters.map { $0["operator"]?.text } == ["gte", "in", "is_not_set"])
            #expect(filters[1]["value"]?.serialized() == #"["a",1,true]"#)
            let path = "/api/v1/funnels/\(try made.text("id"))"
            #expect(try await server.send(.get, path, as: ada.caller).expect(200).json == made.json)
            for query in ["", "?project_id=\(project.id)"] {
                let list = try await server.send(.get, "/api/v1/funnels\(query)", as: ada.caller).expect(200)
                #expect(list["funnels"] == .array([made.json]))
            }
            #expect(try await server.send(.delete, path, as: ada.caller).expect(204).body.isEmpty)
            try await server.send(.get, path, as: ada.caller).expect(404)
            try await server.send(.delete, path, as: ada.caller).expect(404)
        }
    }

    @Test func aPutReplacesAndAPatchChanges() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"project_id": "\#(project.id)", \#(Self.definition)}"#
            let made = try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            let path = "/api/v1/funnels/\(try made.text("id"))"
            func change(_ method: HTTPRequest.Method, _ body: String) async throws -> Reply {
                try await server.send(method, path, body, as: ada.caller)
            }
            server.clock.advance(by: .seconds(1))

            let renamed = try await change(.patch, #"{"name": "Purchase"}"#).expect(200)
            #expect(renamed["name"]?.text == "Purchase")
            #expect(renamed["stages"] == made["stages"])
            #expect(renamed["updated_at"]?.text == "2025-06-15T15:06:41Z")
            #expect(renamed["created_at"] == made["created_at"])
            let window = try await change(.patch, #"{"conversion_window_seconds": 60}"#).expect(200)
            #expect(window["conversion_window_seconds"]?.integer == 60)
            #expect(window["stages"] == made["stages"])
            let stages = try await change(.patch, #"{"stages": \#(TestServer.stages(["x", "y", "z"]))}"#).expect(200)
            #expect(stages["stages"]?.elements?.count == 3)
            #expect(stages["conversion_window_seconds"]?.integer == 60)
            #expect(try await change(.patch, "{}").expect(200)["stages"] == stages["stages"])

            #expect(try await change(.put, #"{"name": "x"}"#).expect(422).details == ["stages required"])
            let nameless = #"{"stages": \#(TestServer.stages(["a", "b"]))}"#
            #expect(try await change(.put, nameless).expect(422).details == ["name required"])
            let whole = try await change(
                .put,
                #"{"project_id": "\#(project.id)", "name": "New", "stages": \#(TestServer.stages(["a", "b"]))}"#
            ).expect(200)
            #expect(whole["conversion_window_seconds"]?.integer == 604_800)
            #expect(whole["stages"]?.elements?.count == 2)

            // What was read can be sent back.
            let asRead = try await server.send(.get, path, as: ada.caller).expect(200)
            let again = try await change(.put, asRead.json.serialized()).expect(200)
            #expect(again["stages"] == asRead["stages"] && again["created_at"] == asRead["created_at"])

            for method in [HTTPRequest.Method.put, .patch] {
                let moved = #"{"project_id": "other", "name": "n", "stages": \#(TestServer.stages(["a", "b"]))}"#
                #expect(try await change(method, moved).expect(422).details == ["project_id not_allowed"])
                let unknown = #"{"name": "n", "stages": \#(TestServer.stages(["a", "b"])), "order": "loose"}"#
                #expect(try await change(method, unknown).expect(422).details == ["order invalid_value"])
            }
            #expect(try await server.send(.get, path, as: ada.caller).json == whole.json)
        }
    }

    @Test func defaultsOfOptionsMayBeSpelledOut() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let options = """
                "order": "ordered", "entry": "best", "count_by": "users", "range_applies_to": "events",
                "tie_window_seconds": 0, "hold_constant": [], "exclusions": [], "exclude": "attempt", "preset": null,
                "conversion_window_seconds": null
                """
            let stages = """
                [{"event_type": "a", "event_types": null, "optional": false, "within_seconds": null},
                {"event_type": null, "event_types": ["b"]}]
                """
            let body = #"{"project_id": "\#(project.id)", "name": "f", "stages": \#(stages), \#(options)}"#
            try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(201)
            try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(200)
        }
    }

    @Test(arguments: ["nosuchproject", "../../etc", "", " ", String(repeating: "x", count: 300), "pr😀ject"])
    func aFunnelOfNoProjectIsRefused(_ project: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let body = #"{"project_id": "\#(project)", "name": "f", "stages": \#(TestServer.stages(["a", "b"]))}"#
            let status = project == "nosuchproject" ? 404 : 422
            for path in ["/api/v1/funnels", "/api/v1/analytics/funnel"] {
                let reply = try await server.send(.post, path, body, as: ada.caller).expect(status)
                if status == 422 { #expect(reply.details.allSatisfy { $0.hasPrefix("project_id ") }) }
            }
        }
    }
}
