import HTTPTypes
import IAFACore
import Testing

/// What a builder of funnels sees of the events that there are.
@Suite struct TaxonomyTests {
    private func send(_ server: TestServer, _ project: TestProject, _ events: String...) async throws {
        let body = #"{"events": [\#(events.joined(separator: ", "))]}"#
        try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
    }

    private static func event(_ type: String, _ user: String, _ properties: String = "{}", at time: String) -> String {
        #"{"event_type": "\#(type)", "user_id": "\#(user)", "event_id": "\#(type)\#(time)", "#
            + #""timestamp": "2025-06-\#(time):00Z", "properties": \#(properties)}"#
    }

    private func shop(_ server: TestServer) async throws -> (project: TestProject, account: Account) {
        let ada = try await server.register()
        let project = try await server.project(of: ada)
        try await send(
            server,
            project,
            Self.event("view", "u1", #"{"plan": "pro", "price": 5, "cart": {"total": 7.5}}"#, at: "14T10:00"),
            Self.event("view", "u2", #"{"plan": "free", "price": 2.5}"#, at: "14T11:00"),
            Self.event("view", "u1", #"{"plan": "pro", "price": "unknown"}"#, at: "14T12:00"),
            Self.event("buy", "u1", #"{"plan": null, "ok": true}"#, at: "15T12:00"),
            Self.event("preview", "u3", at: "15T13:00")
        )
        return (project, ada)
    }

    private func get(_ server: TestServer, _ shop: (project: TestProject, account: Account), _ path: String)
        async throws
        -> Reply
    {
        try await server.send(.get, "/api/v1/projects/\(shop.project.id)/\(path)", as: shop.account.caller)
    }

    @Test func eventTypesAreListedWithCounts() async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let reply = try await get(server, shop, "event-types").expect(200)
            #expect(reply["events"]?.integer == 5 && reply["is_complete"] == .bool(true))
            #expect(reply["has_more"] == .bool(false) && reply["project_id"]?.text == shop.project.id)
            let view = try JSONValue.parse(
                #"{"count":3,"count_error":0,"first_seen":"2025-06-14T10:00:00Z","last_seen":"2025-06-14T12:00:00Z","#
                    + #""name":"view","persons":{"count":2,"is_exact":true}}"#
            )
            let types = try #require(reply["event_types"]?.elements)
            #expect(types.first == view && types.map { $0["name"]?.text } == ["view", "buy", "preview"])
        }
    }

    @Test(arguments: [
        ("?sort=name", ["buy", "preview", "view"]), ("?sort=last_seen", ["preview", "buy", "view"]),
        ("?q=VIEW", ["view", "preview"]), ("?q=none", []), ("?limit=1", ["view"]), ("?q=&limit=2", ["view", "buy"]),
    ])
    func eventTypesAreSearchedAndSorted(_ query: String, _ names: [String]) async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let reply = try await get(server, shop, "event-types\(query)").expect(200)
            #expect(reply["event_types"]?.elements?.map { $0["name"]?.text } == names)
            #expect(reply["has_more"] == .bool(query.contains("limit")))
        }
    }

    @Test func propertiesAreListedWithTypesAndValues() async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let reply = try await get(server, shop, "properties?event_type=view&values=1").expect(200)
            #expect(reply["event_type"]?.text == "view" && reply["events"]?.integer == 3)
            let properties = try #require(reply["properties"]?.elements)
            #expect(properties.map { $0["name"]?.text } == ["plan", "price", "cart", "cart.total"])
            let price = #"""
                {"count":3,"count_error":0,"distinct_values":{"count":3,"is_exact":true},"maximum":5,"minimum":2.5,
                "name":"price","other_values":2,"top_values":[{"count":1,"count_error":0,"value":2.5}],
                "types":{"number":2,"string":1}}
                """#
            let listed = properties[1]
            #expect(listed["types"] == (try JSONValue.parse(price))["types"])
            #expect(listed.names == (try JSONValue.parse(price)).names && listed["other_values"]?.integer == 2)
            #expect(listed["minimum"] == .number(2.5) && listed["maximum"] == .number(5))
            #expect(properties[0]["top_values"]?.elements?.first?["value"]?.text == "pro")
            let all = try await get(server, shop, "properties").expect(200)
            #expect(all["properties"]?.elements?.first?["count"]?.integer == 4 && all["events"]?.integer == 5)
            let none = try await get(server, shop, "properties?event_type=none").expect(200)
            #expect(none["properties"]?.elements == [] && none["events"]?.integer == 0)
            #expect(none["is_complete"] == .bool(true))
        }
    }

    @Test func eventsAreListedNewestFirstAndPaged() async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let page = try await get(server, shop, "events?limit=2").expect(200)
            let events = try #require(page["events"]?.elements)
            #expect(events.map { $0["event_type"]?.text } == ["preview", "buy"])
            #expect(
                events[1].names == [
                    "anonymous_id", "event_id", "event_type", "properties", "received_at", "sent_at", "session_id",
                    "timestamp", "user_id",
                ]
            )
            #expect(events[1]["properties"]?.serialized() == #"{"plan":null,"ok":true}"#)
            try await send(server, shop.project, Self.event("late", "u9", at: "15T14:00"))
            let next = try await get(server, shop, "events?cursor=\(try page.text("next_cursor"))").expect(200)
            #expect(next["events"]?.elements?.map { $0["event_type"]?.text } == ["view", "view", "view"])
            #expect(next["next_cursor"] == .null)
        }
    }

    @Test(arguments: [
        ("event_type=view", 3), ("person=u1", 3), ("person=u1&event_type=view", 2), ("start_date=2025-06-15", 2),
        ("end_date=2025-06-14", 3), ("start_date=2025-06-14&end_date=2025-06-14", 3),
        ("filters=%5B%7B%22property%22:%22cart.total%22,%22operator%22:%22gt%22,%22value%22:7%7D%5D", 1),
        ("filters=%5B%5D", 5),
    ])
    func eventsAreFiltered(_ query: String, _ count: Int) async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let reply = try await get(server, shop, "events?\(query)").expect(200)
            #expect(reply["events"]?.elements?.count == count)
        }
    }

    @Test(arguments: [
        ("event-types?limit=0", "limit out_of_range"), ("event-types?sort=size", "sort invalid_value"),
        ("event-types?event_type=a", "event_type unknown_field"), ("properties?sort=last_seen", "sort invalid_value"),
        ("properties?values=21", "values out_of_range"), ("properties?event_type=", "event_type invalid_length"),
        ("events?cursor=x", "cursor invalid_cursor"), ("events?limit=201", "limit out_of_range"),
        ("events?start_date=2025-02-30", "start_date invalid_date"),
        ("events?start_date=2025-06-15&end_date=2025-06-14", "end_date before_start"),
        ("events?filters=%5B", "filters malformed_json"), ("events?filters=1", "filters invalid_type"),
        (
            "events?filters=%5B%7B%22property%22:%22a%22,%22operator%22:%22x%22%7D%5D",
            "filters[0].operator unknown_operator"
        ),
    ])
    func badParametersAreRefused(_ path: String, _ detail: String) async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            #expect(try await get(server, shop, path).expect(422).details == [detail])
        }
    }

    @Test(arguments: ["event-types", "properties", "events"])
    func anAnswerIsNotSentAgainAsLongAsItIsRight(_ path: String) async throws {
        try await TestServer.run { server in
            let shop = try await shop(server)
            let url = "/api/v1/projects/\(shop.project.id)/\(path)"
            let first = try await get(server, shop, path).expect(200)
            let tag = try #require(first.header("ETag"))
            #expect(first.header("Cache-Control") == "private, no-cache")
            for known in [tag, "\"other\", W/\(tag)", "*"] {
                let again = try await server.send(
                    .get,
                    url,
                    as: shop.account.caller,
                    headers: [.ifNoneMatch: known]
                ).expect(304)
                #expect(again.body.isEmpty && again.header("ETag") == tag)
            }
            try await server.send(.get, url, headers: [.ifNoneMatch: tag]).expect(401)
            try await send(server, shop.project, Self.event("view", "u1", #"{"plan": "x"}"#, at: "15T15:00"))
            let changed = try await server.send(
                .get,
                url,
                as: shop.account.caller,
                headers: [.ifNoneMatch: tag]
            ).expect(200)
            #expect(changed.header("ETag") != tag)
        }
    }
}
