import HTTPTypes
import IAFACore
import IAFADisk
import IAFATesting
import Testing

/// What a project's people see of how much came.
@Suite struct IngestionSummaryTests {
    private func summary(_ server: TestServer, _ project: TestProject, _ query: String = "") async throws -> Reply {
        let reader = Caller.key(project.key)
        return try await server.send(.get, "/api/v1/projects/\(project.id)/ingestion\(query)", as: reader)
    }

    /// A project whose key may do both.
    private func project(_ server: TestServer) async throws -> TestProject {
        let ada = try await server.register()
        let project = try await server.project(of: ada)
        let key = try await server.key(of: project, ada, scopes: #"["read", "write"]"#)
        return TestProject(id: project.id, key: key.secret)
    }

    private static func numbers(_ counts: JSONValue?) -> [Int?] {
        ["accepted", "duplicates", "rejected", "rejected_requests", "bytes"].map { counts?[$0]?.integer }
    }

    @Test func everyVerdictIsCountedOnce() async throws {
        try await TestServer.run { server in
            let project = try await project(server)
            let event = #"{"event_type": "a", "user_id": "u", "event_id": "1"}"#
            let bad = #"{"event_type": "a"}"#
            try await server.send(.post, "/api/v1/track", event, as: project.app).expect(200)
            try await server.send(.post, "/api/v1/track", event, as: project.app).expect(200)
            let batch = #"{"events": [\#(event), \#(bad), \#(event.replacing(#""1""#, with: #""2""#))]}"#
            try await server.send(.post, "/api/v1/track/batch", batch, as: project.app).expect(200)
            try await server.send(.post, "/api/v1/track", "{", as: project.app).expect(400)
            let reply = try await summary(server, project).expect(200)
            let bytes = 4 * event.utf8.count + bad.utf8.count
            #expect(Self.numbers(reply["totals"]) == [2, 2, 1, 1, bytes])
            #expect(
                reply["totals"]?["rejected_by_code"] == (try JSONValue.parse(#"{"malformed_json":1,"required":1}"#))
            )
            let hours = try #require(reply["hours"]?.elements)
            #expect(hours.map { $0["hour"]?.text } == ["2025-06-15T15:00:00Z"])
            #expect(Self.numbers(hours[0]) == [2, 2, 1, 1, bytes])
            #expect(reply["start"]?.text == "2025-06-08T16:00:00Z" && reply["end"]?.text == "2025-06-15T16:00:00Z")
        }
    }

    @Test func hoursAreThoseOfReception() async throws {
        try await TestServer.run { server in
            let project = try await project(server)
            try await server.track(project, "a", "u", #", "timestamp": "2025-06-01T00:00:00Z""#)
            server.clock.advance(by: .seconds(3_600))
            try await server.track(project, "a", "u")
            try await server.track(project, "a", "u")
            let all = try await summary(server, project).expect(200)
            #expect(all["hours"]?.elements?.map { $0["accepted"]?.integer } == [1, 2])
            let first = try await summary(server, project, "?start=2025-06-15&end=2025-06-15T16:00:00Z").expect(200)
            #expect(first["totals"]?["accepted"]?.integer == 1)
            let before = try await summary(server, project, "?end=2025-06-14").expect(200)
            #expect(before["hours"]?.elements == [] && Self.numbers(before["totals"]) == [0, 0, 0, 0, 0])
        }
    }

    @Test func eventsThatCouldNotBeWrittenAreNotCounted() async throws {
        try await TestServer.run { server in
            let project = try await project(server)
            await server.journal.close()
            try await server.send(
                .post,
                "/api/v1/track/batch",
                #"{"events": [{"event_type": "a", "user_id": "u"}, {"event_type": "a"}]}"#,
                as: project.app
            ).expect(503)
            let reply = try await summary(server, project).expect(200)
            #expect(Self.numbers(reply["totals"]) == [0, 0, 0, 0, 0])
        }
    }

    @Test func concurrentRequestsAreAllCounted() async throws {
        try await TestServer.run { server in
            let project = try await project(server)
            try await withThrowingTaskGroup { group in
                for number in 0..<24 {
                    group.addTask {
                        // Each id is sent by two of them; one in three events is bad.
                        let body = #"""
                            {"events": [{"event_type": "a", "user_id": "u", "event_id": "\#(number / 2)"},
                            {"event_type": "a", "user_id": "u"}, {"user_id": "u"}]}
                            """#
                        try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
                    }
                }
                try await group.waitForAll()
            }
            let reply = try await summary(server, project).expect(200)
            #expect(Self.numbers(reply["totals"]).prefix(4) == [36, 12, 24, 0])
        }
    }

    @Test(arguments: [
        ("?start=then", "start invalid_date"), ("?end=2025-02-30", "end invalid_date"),
        ("?start=2025-06-15&end=2025-06-14", "end before_start"), ("?start=2024-06-01", "start range_too_long"),
        ("?start_date=2025-06-15", "start_date unknown_field"),
        ("?start=9999-12-31T23:00:00Z&end=9999-12-31T23:59:59Z", "start invalid_date"),
        ("?end=0000-01-01T00:00:00Z", "end invalid_date"),
    ])
    func badParametersAreRefused(_ query: String, _ detail: String) async throws {
        try await TestServer.run { server in
            let project = try await project(server)
            #expect(try await summary(server, project, query).expect(422).details == [detail])
        }
    }
}
