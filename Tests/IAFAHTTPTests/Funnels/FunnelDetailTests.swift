import HTTPTypes
import IAFACore
import IAFATesting
import Testing

/// The server's clock stands at 2025-06-15T15:06:40Z.
@Suite struct FunnelDetailTests {
    /// Sends events for some people: each of them sees, and buys an hour later where that is said.
    private static func sell(
        _ server: TestServer,
        _ project: TestProject,
        _ people: [(name: String, day: String, plan: String?, buys: Bool)]
    ) async throws {
        for (name, day, plan, buys) in people {
            let properties = plan.map { #", "properties": {"plan": \#($0)}"# } ?? ""
            let time = #", "timestamp": "\#(day)T10:00:00Z"\#(properties)"#
            try await server.track(project, "see", name, time).expect(200)
            guard buys else { continue }
            try await server.track(project, "buy", name, #", "timestamp": "\#(day)T11:00:00Z""#).expect(200)
        }
    }

    private static let people: [(name: String, day: String, plan: String?, buys: Bool)] = [
        ("u1", "2025-06-02", "\"pro\"", true), ("u2", "2025-06-02", "\"pro\"", false),
        ("u3", "2025-06-03", "\"free\"", false), ("u4", "2025-06-09", "null", true), ("u5", "2025-06-09", nil, false),
        ("u6", "2025-06-10", "7", true), ("u7", "2025-06-14", "\"pro\"", false),
    ]

    @Test func oneQuestionTellsOfPeriodsValuesAndOtherDays() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project, Self.people)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let query = """
                start_date=2025-06-08&end_date=2025-06-15&interval=week&compare=previous&breakdown=plan&breakdown_limit=1
                """
            let saved = try await server.send(.get, "/api/v1/analytics/funnel/\(id)?\(query)", as: ada.caller)
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])),
                 "start_date": "2025-06-08", "end_date": "2025-06-15", "interval": "week",
                 "compare": {"start_date": "2025-05-31", "end_date": "2025-06-07"},
                 "breakdown": {"property": "plan", "at": "first", "limit": 1}}
                """
            let unsaved = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(200)
            for reply in [try saved.expect(200), unsaved] {
                let periods = try #require(reply["series"]?["periods"]?.elements)
                #expect(periods.map { $0["period"]?.text } == ["2025-W23", "2025-W24"])
                #expect(periods.map { $0["start_date"]?.text } == ["2025-06-08", "2025-06-09"])
                #expect(periods.map { $0["users"]?.integer } == [0, 4])
                #expect(periods.map { $0["conversions"]?.integer } == [0, 2])
                #expect(periods.map { $0["in_progress"]?.integer } == [0, 2])
                #expect(periods.map { $0["immature"] } == [.bool(true), .bool(true)])
                let rows = try #require(reply["breakdown"]?["rows"]?.elements)
                #expect(rows.map { $0["kind"]?.text } == ["value", "missing", "other"])
                #expect(rows.map { $0["value"] } == [.number(7), .null, nil])
                #expect(rows.map { $0["users"]?.integer } == [1, 2, 1])
                #expect(rows.map { $0["stages"]?.elements?.last?["users"]?.integer } == [1, 1, 0])
                #expect(rows.allSatisfy { $0["contrast"]?["method"]?.text == "fisher_exact" })
                #expect(reply["breakdown"]?["distinct_values"]?.integer == 2)
                #expect(reply["breakdown"]?["test"] == nil)
                let other = try #require(reply["comparison"])
                let range = #"{"end_date":"2025-06-07","start_date":"2025-05-31"}"#
                #expect(other["date_range"]?.serialized() == range)
                let stages = try #require(other["stages"]?.elements)
                #expect(stages.map { $0["users"]?.integer } == [3, 1])
                let points = 100.0 / 2 - 100.0 / 3
                #expect(stages[1]["conversion_rate_difference"] == .number(points))
                #expect(other["difference"] == .number(points) && other["differs"] == .bool(false))
            }
        }
    }

    @Test func theHistogramCountsEverybodyOnce() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await Self.sell(server, project, Self.people)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let reply = try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: ada.caller).expect(200)
            for times in [reply["time_to_convert"], reply["stages"]?.elements?[1]["time_from_previous"]] {
                let buckets = try #require(times?["histogram"]?.elements)
                #expect(
                    buckets.filter { $0["count"]?.integer != 0 }.map { $0.serialized() } == [
                        #"{"count":3,"from_seconds":3600,"to_seconds":7200}"#
                    ]
                )
                #expect(buckets.last?["to_seconds"]?.integer == 604_800)
            }
        }
    }

    @Test(
        arguments: [
            ("interval=year", #""interval": "year""#, ["interval invalid_value"], nil),
            ("interval=", #""interval": """#, ["interval empty"], nil),
            (
                "breakdown_at=first", #""breakdown": {"at": "first"}"#, ["breakdown required"],
                ["breakdown.property required"]
            ),
            (
                "breakdown=a&breakdown_at=end", #""breakdown": {"property": "a", "at": "end"}"#,
                ["breakdown_at invalid_value"],
                ["breakdown.at invalid_value"]
            ),
            (
                "breakdown=a&breakdown_at=step", #""breakdown": {"property": "a", "at": "step"}"#,
                ["breakdown_step required"],
                ["breakdown.step required"]
            ),
            (
                "breakdown=a&breakdown_step=1", #""breakdown": {"property": "a", "step": 1}"#,
                ["breakdown_step not_allowed"],
                ["breakdown.step not_allowed"]
            ),
            (
                "breakdown=a&breakdown_at=step&breakdown_step=3",
                #""breakdown": {"property": "a", "at": "step", "step": 3}"#,
                ["breakdown_step out_of_range"], ["breakdown.step out_of_range"]
            ),
            (
                "breakdown=a&breakdown_limit=101", #""breakdown": {"property": "a", "limit": 101}"#,
                ["breakdown_limit out_of_range"], ["breakdown.limit out_of_range"]
            ),
            (
                "breakdown=a&breakdown_limit=x", #""breakdown": {"property": "a", "limit": "x"}"#,
                ["breakdown_limit invalid_type"], ["breakdown.limit invalid_type"]
            ),
            ("compare=next", #""compare": "next""#, ["compare invalid_value"], nil),
            (
                "compare_start_date=2025-01-01", #""compare": {"start_date": "2025-01-01"}"#,
                ["compare_end_date required"],
                ["compare.end_date required"]
            ),
            (
                "compare_start_date=2025-01-02&compare_end_date=2025-01-01",
                #""compare": {"start_date": "2025-01-02", "end_date": "2025-01-01"}"#,
                ["compare_end_date before_start"],
                ["compare.end_date before_start"]
            ),
            (
                "start_date=1970-01-01&end_date=1970-01-02&compare=previous",
                #""start_date": "1970-01-01", "end_date": "1970-01-02", "compare": "previous""#,
                ["compare out_of_range"], nil
            ),
        ] as [(String, String, [String], [String]?)]
    )
    func whatCanNotBeAnsweredIsRefused(query: String, fields: String, details: [String], inBody: [String]?) async throws
    {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let saved = try await server.send(.get, "/api/v1/analytics/funnel/\(id)?\(query)", as: ada.caller)
            #expect(try saved.expect(422).details == details)
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])), \(fields)}
                """
            let unsaved = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller)
            #expect(try unsaved.expect(422).details == inBody ?? details)
        }
    }

    @Test func unknownFieldsWithinAreRefused() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for (fields, detail) in [
                (#""breakdown": {"property": "a", "by": "b"}"#, "breakdown.by unknown_field"),
                (
                    #""compare": {"start_date": "2025-01-01", "end_date": "2025-01-01", "x": 1}"#,
                    "compare.x unknown_field"
                ),
                (#""breakdown": "plan""#, "breakdown invalid_type"), (#""compare": 7"#, "compare invalid_type"),
            ] {
                let body = """
                    {"project_id": "\(project.id)", "stages": \(TestServer.stages(["see", "buy"])), \(fields)}
                    """
                let reply = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller)
                #expect(try reply.expect(422).details == [detail])
            }
            let id = try await server.funnel(of: project, ada, "see", "buy")
            let both = "compare=previous&compare_start_date=2025-01-01&compare_end_date=2025-01-01"
            let reply = try await server.send(.get, "/api/v1/analytics/funnel/\(id)?\(both)", as: ada.caller)
            #expect(try reply.expect(422).details == ["compare not_allowed"])
        }
    }
}
