import HTTPTypes
import IAFACore
import IAFADisk
import IAFADuckDB
import IAFAHTTP
import Testing

@Suite struct MetricsTests {
    /// The value of each sample, by its name and labels.
    private func scrape(_ server: TestServer, as caller: Caller = .nobody) async throws -> [String: Double] {
        let reply = try await server.send(.get, "/metrics", as: caller).expect(200)
        #expect(reply.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        var values: [String: Double] = [:]
        for line in reply.body.split(separator: "\n") where !line.hasPrefix("#") {
            let space = try #require(line.lastIndex(of: " "))
            let name = String(line[..<space])
            #expect(values[name] == nil, "\(name) occurs twice")
            let value = try #require(Double(line[line.index(after: space)...]) as Double?, "\(line)")
            values[name] = value
        }
        return values
    }

    @Test func requestsAreCountedByRouteAndNotByPath() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for id in [project.id, project.id, "nobodys", "%2e%2e"] {
                _ = try await server.send(.get, "/api/v1/projects/\(id)", as: ada.caller)
            }
            for path in ["/wp-login.php", "/a%22b%0Ac", "/api/v1/projects/x/y/z"] {
                try await server.send(.get, path).expect(404)
            }
            let odd = try #require(HTTPRequest.Method("PROPFIND"))
            for method in [odd, .delete] { _ = try await server.send(method, "/api/v1/track") }
            try await server.send(.head, "/health/live").expect(200)
            let values = try await scrape(server)
            let name = "iafa_http_requests_total"
            let route = #"method="GET",route="/api/v1/projects/{project}""#
            #expect(values["\(name){\(route),status=\"200\"}"] == 2)
            #expect(values["\(name){\(route),status=\"404\"}"] == 2)
            #expect(values[#"\#(name){method="GET",route="unmatched",status="404"}"#] == 3)
            #expect(values[#"\#(name){method="DELETE",route="unmatched",status="405"}"#] == 1)
            #expect(values[#"\#(name){method="other",route="unmatched",status="405"}"#] == 1)
            #expect(values[#"\#(name){method="HEAD",route="/health/live",status="200"}"#] == 1)
            let duration = "iafa_http_request_duration_seconds"
            #expect(values["\(duration)_count{\(route)}"] == 4)
            #expect(values["\(duration)_bucket{\(route),le=\"+Inf\"}"] == 4)
            #expect(try #require(values["\(duration)_sum{\(route)}"]) > 0)
        }
    }

    @Test func aPreflightBelongsToTheRouteThatItAsksFor() async throws {
        try await TestServer.run { server in
            let asked: HTTPFields = [.origin: "https://shop.example", .accessControlRequestMethod: "POST"]
            for path in ["/api/v1/track", "/v1/page", "/batch/", "/nothing"] {
                try await server.send(.options, path, headers: asked).expect(204)
            }
            try await server.send(.options, "/api/v1/track").expect(405)
            let values = try await scrape(server)
            let name = "iafa_http_requests_total"
            for route in ["/api/v1/track", "/v1/{call}", "/batch", "unmatched"] {
                #expect(values["\(name){method=\"OPTIONS\",route=\"\(route)\",status=\"204\"}"] == 1, "\(route)")
            }
            #expect(values["\(name){method=\"OPTIONS\",route=\"unmatched\",status=\"405\"}"] == 1)
        }
    }

    @Test func eventsAreCountedByVerdictAndDoor() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await server.track(project, "a", "u", #", "event_id": "1""#)
            let body = #"""
                {"events": [{"event_type": "a", "user_id": "u", "event_id": "1"}, {"event_type": "a"},
                {"event_type": "a", "user_id": "u", "event_id": "2"}]}
                """#
            try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            let values = try await scrape(server)
            func count(_ route: String, _ verdict: String) -> Double? {
                values[#"iafa_events_total{route="\#(route)",verdict="\#(verdict)"}"#]
            }
            #expect(count("/api/v1/track", "accepted") == 1 && count("/api/v1/track", "rejected") == 0)
            for verdict in ["accepted", "duplicate", "rejected"] {
                #expect(count("/api/v1/track/batch", verdict) == 1)
            }
        }
    }

    @Test func theJournalAndTheStoreTellOfThemselves() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let store = try #require(server.store as? ParquetEventStore)
            func values() async -> [String: Double] {
                var values: [String: Double] = [:]
                for family in server.journal.status.metrics + (await store.metrics()) {
                    for sample in family.samples {
                        values[family.name + sample.labels.map { ".\($0.value)" }.joined()] = sample.value
                    }
                }
                return values
            }
            try await server.track(project, "a", "u")
            var now = await values()
            #expect(now["iafa_buffer_events"] == 1 && now["iafa_event_ids"] == 1)
            #expect(now["iafa_journal_events_total"] == 1 && now["iafa_journal_syncs_total"] == 1)
            #expect(now["iafa_journal_failing"] == 0 && now["iafa_journal_segments"] == 1)
            for name in ["iafa_journal_bytes", "iafa_journal_sync_seconds_total", "iafa_event_ids_bytes"] {
                #expect(try #require(now[name]) > 0, "\(name)")
            }
            #expect(now["iafa_duckdb_memory_bytes.questions"] != nil && now["iafa_duckdb_memory_bytes.files"] != nil)
            #expect(try #require(now["iafa_buffer_bytes"]) > 0 && now["iafa_questions_waiting"] == 0)
            try await store.flush()
            now = await values()
            #expect(now["iafa_buffer_events"] == 0 && now["iafa_flushes_total"] == 1)
            #expect(now["iafa_event_files.part"] == 1 && now["iafa_event_file_events.part"] == 1)
            try await store.compact(thorough: true)
            now = await values()
            #expect(now["iafa_event_files.day"] == 1 && now["iafa_event_files.part"] == 0)
            #expect(now["iafa_compactions_total"] == 1 && now["iafa_compaction_failures_total"] == 0)
            #expect(try #require(now["iafa_compaction_seconds_total"]) > 0)
        }
    }

    @Test func whatTheProgramTellsIsShown() async throws {
        let metrics: @Sendable () async -> [MetricFamily] = { [MetricFamily("extra", .gauge, "Extra.", 7)] }
        try await TestServer.run(edit: { $0.metrics = metrics }) { server in
            let values = try await scrape(server)
            #expect(values["extra"] == 7)
        }
    }

    @Test(arguments: ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
    func withoutATokenAProxyGetsNothing(_ header: String) async throws {
        try await TestServer.run { server in
            let name = try #require(HTTPField.Name(header))
            let reply = try await server.send(.get, "/metrics", headers: [name: "203.0.113.7"]).expect(403)
            #expect(reply.errorCode == "forbidden")
        }
    }

    @Test func aTokenIsAskedOfEverybody() async throws {
        var settings = IAFAServer.Settings()
        settings.metricsToken = "a-token-of-some-length"
        try await TestServer.run(settings: settings) { server in
            try await server.send(.get, "/metrics").expect(401)
            for wrong in ["a-token-of-some-lengtH", "a", ""] {
                try await server.send(.get, "/metrics", as: .token(wrong)).expect(401)
            }
            let forwarded: HTTPFields = [try #require(HTTPField.Name("X-Forwarded-For")): "203.0.113.7"]
            let right = Caller.token("a-token-of-some-length")
            try await server.send(.get, "/metrics", as: right, headers: forwarded).expect(200)
            _ = try await scrape(server, as: right)
        }
    }
}
