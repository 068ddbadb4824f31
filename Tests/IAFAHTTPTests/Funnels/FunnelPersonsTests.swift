import HTTPTypes
import IAFACore
import IAFATesting
import Testing

/// The server's clock stands at 2025-06-15T15:06:40Z.
@Suite struct FunnelPersonsTests {
    /// Nine people who see; the first five buy; the last two only yesterday.
    private static func sell(_ server: TestServer, _ project: TestProject) async throws {
        for number in 1...9 {
            let day = number < 8 ? "2025-06-0\(number)" : "2025-06-14"
            let plan = #", "properties": {"plan": "\#(number % 2 == 0 ? "pro" : "free")"}"#
            let time = #", "timestamp": "\#(day)T10:00:00Z"\#(plan)"#
            if number == 3 {
                let body = #"{"event_type": "see", "anonymous_id": "device"\#(time)}"#
                try await server.send(.post, "/api/v1/track", body, as: project.app).expect(200)
                let buy = #"{"event_type": "buy", "anonymous_id": "device", "timestamp": "\#(day)T11:00:00Z"}"#
                try await server.send(.post, "/api/v1/track", buy, as: project.app).expect(200)
                continue
            }
            try await server.track(project, "see", "=u\(number)", time).expect(200)
            guard number <= 5 else { continue }
            try await server.track(project, "buy", "=u\(number)", #", "timestamp": "\#(day)T11:00:00Z""#).expect(200)
        }
        try await server.store.flush()
        let last = #", "timestamp": "2025-06-06T23:00:00Z""#
        try await server.track(project, "help", "=u6", last).expect(200)
        try await server.track(project, "help", "=u6", #", "timestamp": "2025-06-07T23:00:00Z""#).expect(200)
        try await server.track(project, "leave", "=u6", #", "timestamp": "2025-06-08T23:00:00Z""#).expect(200)
    }

    private static let dates = "start_date=2025-06-01&end_date=2025-06-15"

    @Test(arguments: [
        ("", ["device", "=u1", "=u2", "=u4", "=u5", "=u6", "=u7", "=u8", "=u9"]),
        ("&step=2&outcome=converted", ["device", "=u1", "=u2", "=u4", "=u5"]),
        ("&step=2&outcome=dropped", ["=u6", "=u7"]),
        ("&outcome=in_progress", ["=u8", "=u9"]), ("&step=2&outcome=in_progress", []), ("&outcome=excluded", []),
        ("&step=2&outcome=dropped&breakdown=plan&breakdown_value=pro", ["=u6"]),
        ("&breakdown=plan&breakdown_value=%22pro%22", ["=u2", "=u4", "=u6", "=u8"]),
        ("&breakdown=plan&breakdown_missing=true", []),
    ])
    func thePersonsBehindANumber(query: String, names: [String]) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let reader = try await server.readKey(of: project, ada)
            try await Self.sell(server, project)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let path = "/api/v1/analytics/funnel/\(id)/persons?\(Self.dates)\(query)"
            let reply = try await server.send(.get, path, as: reader).expect(200)
            let persons = try #require(reply["persons"]?.elements)
            #expect(persons.compactMap { ($0["user_id"] ?? $0["anonymous_id"])?.text }.sorted() == names.sorted())
            #expect(reply["next_cursor"] == nil)
            // Page by page it is the same, in the same order.
            var paged: [JSONValue] = []
            var cursor: String?
            repeat {
                let more = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await server.send(.get, "\(path)&limit=2\(more)", as: reader).expect(200)
                paged += page["persons"]?.elements ?? []
                cursor = page["next_cursor"]?.text
            } while cursor != nil
            #expect(paged == persons)
        }
    }

    @Test func aRowSaysWhoWhenHowFarAndWhy() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project)
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])),
                 "start_date": "2025-06-01", "end_date": "2025-06-15", "step": 2, "outcome": "dropped",
                 "breakdown": {"property": "plan"}, "breakdown_value": "pro"}
                """
            let reply = try await server.send(.post, "/api/v1/analytics/funnel/persons", body, as: ada.caller)
            let row = try #require(try reply.expect(200)["persons"]?.elements?.first)
            #expect(
                row.serialized() == #"{"breakdown_value":"pro","entered_at":"2025-06-06T10:00:00Z","last_step":1,"#
                    + #""last_step_at":"2025-06-06T10:00:00Z","last_step_name":"see","outcome":"dropped","#
                    + #""reason":"never_came","user_id":"=u6"}"#
            )
            let device = try await server.send(
                .post,
                "/api/v1/analytics/funnel/persons",
                body.replacing(#""breakdown_value": "pro""#, with: #""breakdown_value": "free""#)
                    .replacing("dropped", with: "converted"),
                as: ada.caller
            ).expect(200)
            let anonymous = device["persons"]?.elements?.first { $0["anonymous_id"] != nil }
            #expect(anonymous?["anonymous_id"]?.text == "device" && anonymous?["last_step"]?.integer == 2)
            #expect(anonymous?["last_step_at"]?.text == "2025-06-03T11:00:00Z" && anonymous?["reason"] == nil)
        }
    }

    @Test(arguments: [("&format=csv", nil), ("", "text/csv")] as [(String, String?)])
    func aTableHasAllOfThem(query: String, accept: String?) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let path = "/api/v1/analytics/funnel/\(id)/persons?\(Self.dates)&step=2&outcome=dropped\(query)"
            var headers = HTTPFields()
            headers[.accept] = accept
            let reply = try await server.send(.get, path, as: ada.caller, headers: headers).expect(200)
            #expect(reply.header("Content-Type") == "text/csv; charset=utf-8")
            let header = "user_id,anonymous_id,session_id,entered_at,last_step,last_step_name,last_step_at,outcome,"
            #expect(
                reply.body == header + "reason,breakdown_value\r\n"
                    + "'=u6,,,2025-06-06T10:00:00Z,1,see,2025-06-06T10:00:00Z,dropped,never_came,\r\n"
                    + "'=u7,,,2025-06-07T10:00:00Z,1,see,2025-06-07T10:00:00Z,dropped,never_came,\r\n"
            )
        }
    }

    @Test func whatIsNoQuestionAboutPersonsIsRefused() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let path = "/api/v1/analytics/funnel/\(id)/persons"
            let page = try await server.send(.get, "\(path)?limit=1", as: ada.caller).expect(200)
            let cursor = try page.text("next_cursor")
            for (query, detail) in [
                ("step=3", "step out_of_range"), ("step=0", "step out_of_range"),
                ("outcome=lost", "outcome invalid_value"),
                ("limit=1001", "limit out_of_range"), ("limit=0", "limit out_of_range"),
                ("cursor=abc", "cursor invalid_cursor"),
                ("cursor=\(cursor)&step=2", "cursor invalid_cursor"), ("format=xml", "format invalid_value"),
                ("format=csv&cursor=\(cursor)", "cursor not_allowed"), ("breakdown_value=a", "breakdown required"),
                ("breakdown=p&breakdown_value=a&breakdown_missing=true", "breakdown_value not_allowed"),
                ("breakdown=p&breakdown_missing=7", "breakdown_missing invalid_type"),
                ("interval=day", "interval unknown_field"),
                ("breakdown=p&breakdown_limit=3", "breakdown_limit unknown_field"),
            ] {
                let reply = try await server.send(.get, "\(path)?\(query)", as: ada.caller)
                #expect(try reply.expect(422).details == [detail], "\(query)")
            }
            let other = try await server.register("eve@example.com")
            for path in [
                path, "/api/v1/analytics/funnel/\(id)/next-events", "/api/v1/analytics/funnel/\(id)/correlations",
            ] {
                try await server.send(.get, path, as: other.caller).expect(404)
                try await server.send(.get, path).expect(401)
                try await server.send(.get, path, as: project.app).expect(403)
            }
        }
    }

    @Test func whatTheDroppedDidNext() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let path = "/api/v1/analytics/funnel/\(id)/next-events"
            let reply = try await server.send(.get, "\(path)?\(Self.dates)", as: ada.caller).expect(200)
            #expect(
                reply["users"]?.integer == 2 && reply["users_examined"]?.integer == 2 && reply["step"]?.integer == 1
            )
            #expect(
                reply["event_types"]?.serialized() == #"[{"event_type":"help","events":2,"share":50,"users":1},"#
                    + #"{"event_type":"leave","events":1,"share":50,"users":1}]"#
            )
            #expect(reply["nothing"]?.serialized() == #"{"share":50,"users":1}"#)
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])),
                 "start_date": "2025-06-01", "end_date": "2025-06-15", "step": 1, "limit": 1}
                """
            let unsaved = try await server.send(.post, "/api/v1/analytics/funnel/next-events", body, as: ada.caller)
            #expect(try unsaved.expect(200)["event_types"]?.elements?.count == 1)
            for (query, detail) in [("step=2", "step out_of_range"), ("limit=0", "limit out_of_range")] {
                let reply = try await server.send(.get, "\(path)?\(query)", as: ada.caller)
                #expect(try reply.expect(422).details == [detail])
            }
        }
    }

    @Test func whatGoesWithConversion() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for number in 0..<24 {
                let hour = number < 10 ? "0\(number)" : "\(number)"
                func time(_ minute: Int) -> String { #""timestamp": "2025-06-02T\#(hour):\#(10 + minute):00Z""# }
                let plan = #", "properties": {"plan": "\#(number < 12 ? "pro" : "free")", "order": "o\#(number)"}"#
                try await server.track(project, "see", "u\(number)", ", \(time(0))\(plan)").expect(200)
                if number < 11 { try await server.track(project, "chat", "u\(number)", ", \(time(1))").expect(200) }
                if number < 12 { try await server.track(project, "buy", "u\(number)", ", \(time(2))").expect(200) }
                if number > 15 {
                    try await server.track(project, "chat", "u\(number - 16)", ", \(time(3))").expect(200)
                }
            }
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])),
                 "start_date": "2025-06-01", "end_date": "2025-06-10"}
                """
            let reply = try await server.send(.post, "/api/v1/analytics/funnel/correlations", body, as: ada.caller)
            #expect(try reply.expect(200)["users"]?.integer == 24)
            #expect(reply["conversions"]?.integer == 12 && reply["compared"]?.integer == 3)
            let positive = try #require(reply["positive"]?.elements)
            #expect(positive.map { ($0["event_type"] ?? $0["value"])?.text } == ["pro", "chat"])
            #expect(positive[1]["users"]?.integer == 11 && positive[1]["conversions_without"]?.integer == 1)
            #expect(positive.allSatisfy { $0["differs"] == .bool(true) })
            let negative = try #require(reply["negative"]?.elements)
            #expect(negative.map { $0["value"]?.text } == ["free"])
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let path = "/api/v1/analytics/funnel/\(id)/correlations?start_date=2025-06-01&end_date=2025-06-10&limit=1"
            let saved = try await server.send(.get, path, as: ada.caller).expect(200)
            #expect(saved["positive"]?.elements == [positive[0]])
        }
    }
}
