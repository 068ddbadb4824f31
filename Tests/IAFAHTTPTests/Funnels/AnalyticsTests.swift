import HTTPTypes
import IAFACore
import IAFATesting
import Testing

/// The server's clock stands at 2025-06-15T15:06:40Z.
@Suite struct AnalyticsTests {
    private static let fields = [
        "conversion_window_seconds", "count_by", "date_range", "excluded", "order", "overall_conversion_interval",
        "overall_conversion_rate", "project_id", "stages", "timezone",
    ]

    @Test func theAnswerHasEveryNumberOfTheFunnel() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for (user, steps) in [("u", 3), ("v", 2), ("w", 1), ("x", 1)] {
                for (index, type) in ["a", "b", "c"].prefix(steps).enumerated() {
                    let time = #", "timestamp": "2025-06-01T10:0\#(index):00Z""#
                    try await server.track(project, type, user, time).expect(200)
                }
            }
            let funnel = try await server.funnel(of: project, ada, "a", "b", "c")
            let path = "/api/v1/analytics/funnel/\(funnel)?start_date=2025-06-01&end_date=2025-06-02"
            let reply = try await server.send(.get, path, as: ada.caller).expect(200)
            #expect(reply.json.names == (Self.fields + ["funnel_id", "time_to_convert"]).sorted())
            #expect(reply["funnel_id"]?.text == funnel)
            #expect(reply["date_range"]?.serialized() == #"{"end_date":"2025-06-02","start_date":"2025-06-01"}"#)
            #expect(reply["overall_conversion_rate"]?.integer == 25)
            #expect(reply["time_to_convert"]?["median_seconds"]?.integer == 120)
            let stages = try #require(reply["stages"]?.elements)
            #expect(stages.map { $0["stage_name"]?.text } == ["a", "b", "c"])
            #expect(stages.map { $0["event_type"]?.text } == ["a", "b", "c"])
            #expect(stages.map { $0["users"]?.integer } == [4, 2, 1])
            #expect(stages.map { $0["conversion_rate"]?.integer } == [100, 50, 25])
            #expect(stages.map { $0["step_conversion_rate"]?.integer } == [100, 50, 50])
            #expect(stages.map { $0["drop_off"]?.integer } == [0, 2, 1])
            #expect(stages.map { $0["drop_off_rate"]?.integer } == [0, 50, 50])
            #expect(stages[1]["time_from_previous"]?["mean_seconds"]?.integer == 60)
        }
    }

    @Test func whoAsksIsToldHowTheAnswerCameAbout() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await server.track(project, "a", "u").expect(200)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let path = "/api/v1/analytics/funnel/\(funnel)"
            let told = try await server.send(.get, path + "?explain=true", as: ada.caller).expect(200)
            #expect(told["explain"]?["memory_rows"]?.integer == 1)
            #expect(told["explain"]?["days"]?.integer == 1)
            #expect(told["explain"]?["times"]?["total_ms"] != nil)
            let quiet = try await server.send(.get, path + "?explain=false", as: ada.caller).expect(200)
            #expect(quiet["explain"] == nil)
            let wrong = try await server.send(.get, path + "?explain=yes", as: ada.caller).expect(422)
            #expect(wrong.details == ["explain invalid_type"])
            for (value, details) in [("true", [String]()), ("null", []), ("1", ["explain invalid_type"])] {
                let body =
                    #"{"project_id": "\#(project.id)", "explain": \#(value), "stages": "#
                    + TestServer.stages(["a", "b"]) + "}"
                let reply = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller)
                #expect(reply.status == (details.isEmpty ? 200 : 422))
                if details.isEmpty {
                    #expect((reply["explain"] != nil) == (value == "true"))
                } else {
                    #expect(reply.details == details)
                }
            }
        }
    }

    @Test func aSavedFunnelAndOneThatIsNotSavedGiveTheSameNumbers() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let reader = try await server.readKey(of: project, ada)
            try await server.track(project, "a", "u").expect(200)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let saved = try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: ada.caller).expect(200)
            let definition = try await server.send(.get, "/api/v1/funnels/\(id)", as: ada.caller).expect(200)
            // As it was read, and with what a person would write.
            let stages = TestServer.stages(["a", "b"])
            for body in [definition.body, #"{"project_id": "\#(project.id)", "stages": \#(stages), "end_date": null}"#]
            {
                for caller in [ada.caller, reader] {
                    let asked = try await server.send(.post, "/api/v1/analytics/funnel", body, as: caller).expect(200)
                    #expect(asked.json.names == Self.fields)
                    #expect(Self.fields.allSatisfy { asked[$0] == saved[$0] })
                }
            }
            #expect(try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: reader).json == saved.json)
        }
    }

    @Test func aQuestionCoversTheLastThirtyDaysUnlessItSaysOtherwise() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "a", "b")
            for (query, start, end) in [
                ("", "2025-05-17", "2025-06-15"),
                ("?start_date=2025-06-10", "2025-06-10", "2025-06-15"),
                ("?end_date=2025-06-10", "2025-05-12", "2025-06-10"),
                ("?start_date=2025-07-01", "2025-07-01", "2025-07-01"),
                ("?start_date=2025-06-10&end_date=2025-06-10", "2025-06-10", "2025-06-10"),
                ("?start_date=2022-06-12&end_date=2025-06-15", "2022-06-12", "2025-06-15"),
                ("?start_date=1970-01-01&end_date=1970-01-01", "1970-01-01", "1970-01-01"),
                ("?end_date=1970-01-05", "1970-01-01", "1970-01-05"),
                ("?start_date=9998-12-31&end_date=9998-12-31", "9998-12-31", "9998-12-31"),
            ] {
                let path = "/api/v1/analytics/funnel/\(id)\(query)"
                let reply = try await server.send(.get, path, as: ada.caller).expect(200)
                #expect(reply["date_range"]?["start_date"]?.text == start)
                #expect(reply["date_range"]?["end_date"]?.text == end)
            }
        }
    }

    @Test func daysAreThoseOfTheProjectsTimeZone() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            for (zone, day, otherDay) in [
                ("UTC", "2025-06-14", "2025-06-15"), ("Europe/Berlin", "2025-06-15", "2025-06-14"),
                ("America/New_York", "2025-06-14", "2025-06-15"), ("Asia/Tokyo", "2025-06-15", "2025-06-14"),
            ] {
                let project = try await server.project(of: ada, #", "timezone": "\#(zone)""#)
                try await server.track(project, "a", "u", #", "timestamp": "2025-06-14T22:30:00Z""#).expect(200)
                for (day, users) in [(day, 1), (otherDay, 0)] {
                    let dates = #", "start_date": "\#(day)", "end_date": "\#(day)""#
                    #expect(
                        try await server.users(of: project, ada, ["a", "b"], dates) == [users, 0],
                        "\(zone) \(day)"
                    )
                }
            }
            // At 15:06 UTC it is tomorrow on Kiritimati.
            let project = try await server.project(of: ada, #", "timezone": "Pacific/Kiritimati""#)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let reply = try await server.send(.get, "/api/v1/analytics/funnel/\(id)", as: ada.caller).expect(200)
            #expect(reply["date_range"]?["end_date"]?.text == "2025-06-16")
            #expect(reply["timezone"]?.text == "Pacific/Kiritimati")
        }
    }

    @Test(arguments: [
        ("2025-02-30", "2025-03-01", ["start_date invalid_date"]),
        ("1.3.2025", "2025-03-02", ["start_date invalid_date"]),
        ("2025-3-1", "2025-03-02", ["start_date invalid_date"]),
        ("2025-03-01T00:00:00Z", "2025-03-02", ["start_date invalid_date"]),
        ("today", "tomorrow", ["start_date invalid_date", "end_date invalid_date"]),
        ("10000-01-01", "10000-01-02", ["start_date invalid_date", "end_date invalid_date"]),
        ("2025-03-02", "2025-03-01", ["end_date before_start"]),
        ("2015-06-15", "2025-06-15", ["start_date range_too_long"]),
        ("2022-06-11", "2025-06-15", ["start_date range_too_long"]),
        ("1970-01-01", "9998-12-31", ["start_date range_too_long"]),
        ("0000-01-01", "0000-01-01", ["start_date out_of_range", "end_date out_of_range"]),
        ("1969-12-31", "1970-01-01", ["start_date out_of_range"]),
        ("9998-12-31", "9999-01-01", ["end_date out_of_range"]),
    ])
    func badDatesAreRefused(_ start: String, _ end: String, _ details: [String]) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let path = "/api/v1/analytics/funnel/\(id)?start_date=\(start)&end_date=\(end)"
            #expect(try await server.send(.get, path, as: ada.caller).expect(422).details == details)
            let body = """
                {"project_id": "\(project.id)", "stages": \(TestServer.stages(["a", "b"])),
                 "start_date": "\(start)", "end_date": "\(end)"}
                """
            let reply = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(422)
            #expect(reply.details == details)
        }
    }

    @Test func whatIsNoParameterIsRefused() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let id = try await server.funnel(of: project, ada, "a", "b")
            for (query, detail) in [
                ("start_date=2025-06-01&start_date=2025-06-02", "start_date repeated"),
                ("start=2025-06-01", "start unknown_field"), ("start_date=", "start_date invalid_date"),
                ("start_date=2025-06-01&format=csv", "format unknown_field"),
                ("project_id=\(project.id)", "project_id unknown_field"),
            ] {
                let path = "/api/v1/analytics/funnel/\(id)?\(query)"
                let reply = try await server.send(.get, path, as: ada.caller).expect(422)
                #expect(reply.details == [detail])
            }
            let body = #"{"project_id": "\#(project.id)", "stages": \#(TestServer.stages(["a", "b"]))"#
            for (field, detail) in [
                (#""start_date": 20250601"#, "start_date invalid_type"),
                (#""start": "2025-06-01""#, "start unknown_field"),
            ] {
                let question = "\(body), \(field)}"
                let reply = try await server.send(.post, "/api/v1/analytics/funnel", question, as: ada.caller)
                #expect(try reply.expect(422).details == [detail])
            }
        }
    }

    @Test func someAreStillOnTheirWay() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            // A key, since the person's token doesn't last as long.
            let reader = try await server.readKey(of: project, ada)
            try await server.track(project, "a", "u").expect(200)
            let id = try await server.funnel(of: project, ada, "a", "b")
            let path = "/api/v1/analytics/funnel/\(id)?start_date=2025-06-15&end_date=2025-06-22"
            for (seconds, inProgress, dropOff) in [(604_800, 1, 0), (1, 0, 1)] {
                server.clock.advance(by: .seconds(seconds))
                let stages = try await server.send(.get, path, as: reader).expect(200)["stages"]?.elements
                #expect(stages?.first?["in_progress"]?.integer == inProgress)
                #expect(stages?.last?["drop_off"]?.integer == dropOff)
            }
        }
    }
}
