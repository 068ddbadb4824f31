import HTTPTypes
import IAFACore
import IAFADisk
import IAFAHTTP
import IAFATesting
import Testing

@Suite struct TrackTests {
    @Test func anEventIsAcceptedAndCountedByTheVeryNextQuestion() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for user in 1...3 {
                let reply = try await server.track(project, "a", "u\(user)").expect(200)
                #expect(reply.json.names == ["event_id", "status"])
                #expect(reply["status"]?.text == "accepted")
                // A UUID of version 7.
                #expect(try reply.text("event_id").contains(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/))
                #expect(try await server.users(of: project, ada, ["a", "b"]) == [user, 0])
            }
            let body = #"{"event_type": "b", "anonymous_id": "somebody"}"#
            try await server.send(.post, "/api/v1/track", body, as: project.app).expect(200)
            // Somebody else.
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 0])
            server.clock.advance(by: .seconds(1))
            try await server.track(project, "b", "u1").expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 1])
            try await server.store.flush()
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 1])
        }
    }

    @Test func anEventIsStoredOnceHoweverOftenItIsSent() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let other = try await server.project(of: ada)
            let fields = #", "event_id": "e\"1 ☕""#
            for (target, status) in [
                (project, "accepted"), (project, "duplicate"), (project, "duplicate"), (other, "accepted"),
            ] {
                let reply = try await server.track(target, "a", "u", fields).expect(200)
                #expect(reply["status"]?.text == status)
                #expect(reply["event_id"]?.text == "e\"1 ☕")
            }
            let batch = """
                {"events": [
                    {"event_id": "e1", "event_type": "a", "user_id": "v"},
                    {"event_id": "e2", "event_type": "a", "user_id": "w"},
                    {"event_id": "e1", "event_type": "a", "user_id": "x"},
                    {"event_id": "e\\"1 ☕", "event_type": "a", "user_id": "y"}]}
                """
            let reply = try await server.send(.post, "/api/v1/track/batch", batch, as: project.app).expect(200)
            #expect(reply.body == #"{"accepted":2,"duplicates":2,"rejected":[]}"#)
            try await server.store.flush()
            let again = try await server.send(.post, "/api/v1/track/batch", batch, as: project.app).expect(200)
            #expect(again.body == #"{"accepted":0,"duplicates":4,"rejected":[]}"#)
            // The first one counts: u, v and w.
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 0])
        }
    }

    @Test func ofEventsThatAreSentAtOnceOneIsAccepted() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let statuses = try await withThrowingTaskGroup(of: String?.self) { group in
                for sender in 0..<12 {
                    group.addTask {
                        try await server.track(project, "a", "u\(sender)", #", "event_id": "e""#)["status"]?.text
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == "accepted" }.count == 1)
            #expect(statuses.filter { $0 == "duplicate" }.count == 11)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func whatIsUnusualIsAccepted() async throws {
        let properties = (0..<255).map { #""p\#($0)": \#($0)"# }.joined(separator: ", ")
        let nested = String(repeating: #"{"in": "#, count: 7) + "{}" + String(repeating: "}", count: 7)
        let long = String(repeating: "💡", count: 200)
        let text = String(repeating: "x", count: 31 * 1_024)
        let fields = [
            #""event_type": "pay 💳", "user_id": "👩‍👧", "properties": {"🎉": "🎉"}"#,
            #""event_type": "\#(long)", "user_id": "\#(long)", "session_id": "\#(long)", "event_id": "\#(long)""#,
            #""event_type": "a", "user_id": "u", "properties": {\#(properties)}"#,
            #""event_type": "a", "user_id": "u", "properties": \#(nested)"#,
            #""event_type": "a", "user_id": "u", "properties": {"n": [0, -1, 1e300, 0.1, 9223372036854775808]}"#,
            #""event_type": "a", "user_id": "u", "properties": {"text": "a\u0000b"}"#,
            #""event_type": "a", "user_id": "u", "properties": {"cut \ud83d": "\ude00 cut \ud83d", "ok": "\ud83d\ude00"}"#,
            #""event_type": "a", "user_id": "u", "properties": {"text": "\#(text)"}"#,
            #""event_type": "a", "user_id": null, "anonymous_id": "x", "session_id": null, "timestamp": null"#,
            #""event_type": "a", "user_id": "u", "event_id": null, "sent_at": null, "properties": null"#,
            #""event_type": "a", "user_id": "u", "properties": {"a": 1, "a": 2}"#,
            #""\u0065vent_type": "\u0061", "user_id": "../../etc/passwd""#,
            #""event_type": "<script>alert(1)</script>", "user_id": "'; DROP TABLE events; --""#,
        ]
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for event in fields {
                let reply = try await server.send(.post, "/api/v1/track", "{\(event)}", as: project.app)
                #expect(reply.status == 200, "\(event.prefix(200)): \(reply.body)")
            }
            try await server.store.flush()
            let types = [#"pay 💳"#, long, "a", "<script>alert(1)</script>"]
            for (type, users) in zip(types, [1, 1, 3, 1]) {
                let counted = try await server.users(of: project, ada, [type, "nothing"])
                #expect(counted == [users, 0], "\(type.prefix(50))")
            }
            // What was mended can be asked for.
            let filter = #"{"property": "cut �", "operator": "eq", "value": "� cut �"}"#
            let body = """
                {"project_id": "\(project.id)", "stages": [{"event_type": "a", "filters": [\(filter)]}, \
                {"event_type": "b"}]}
                """
            let reply = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(200)
            #expect(reply["stages"]?.elements?.first?["users"]?.integer == 1)
        }
    }

    @Test func aServerThatCanNotKeepUpSaysSo() async throws {
        try await TestServer.run(edit: { $0.unflushedLimit = 2 }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for user in ["u", "v"] { try await server.track(project, "a", user).expect(200) }
            let reply = try await server.track(project, "a", "w").expect(503)
            #expect(reply.errorCode == "overloaded")
            try await server.store.flush()
            try await server.track(project, "a", "w").expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 0])
        }
    }

    @Test func eventsThatTakeTooMuchMemoryAreRefusedUntilTheyAreInFiles() async throws {
        try await TestServer.run(edit: { $0.unflushedByteLimit = 50_000 }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let large = #", "properties": {"text": "\#(String(repeating: "x", count: 30_000))"}"#
            for user in ["u", "v"] { try await server.track(project, "a", user, large).expect(200) }
            let reply = try await server.track(project, "a", "w", large).expect(503)
            #expect(reply.errorCode == "overloaded")
            #expect(reply.header("Retry-After") == "1")
            try await server.store.flush()
            try await server.track(project, "a", "w", large).expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [3, 0])
        }
    }

    @Test func whatCanNotBeWrittenIsNotAcknowledged() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            await server.journal.close()
            let reply = try await server.track(project, "a", "u").expect(503)
            #expect(reply.errorCode == "storage_unavailable")
            let batch = #"{"events": [{"event_type": "a", "user_id": "u"}]}"#
            try await server.send(.post, "/api/v1/track/batch", batch, as: project.app).expect(503)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [0, 0])
        }
    }
}
