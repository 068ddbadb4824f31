import HTTPTypes
import IAFACore
import IAFATesting
import Testing

/// The server's clock stands at 2025-06-15T15:06:40Z.
@Suite struct EventTimeTests {
    @Test(arguments: [
        ("2025-06-15T15:06:40Z", "2025-06-15"),
        ("2025-06-15t15:06:40.123456789z", "2025-06-15"),
        ("2025-06-15 15:06:40Z", "2025-06-15"),
        ("2025-06-15T01:00:00+02:00", "2025-06-14"),
        ("2025-06-14T23:30:00-01:00", "2025-06-15"),
        ("2025-06-16T15:06:40Z", "2025-06-16"),
        ("2025-03-17T00:00:00Z", "2025-03-17"),
        ("2025-05-31T23:59:60Z", "2025-05-31"),
    ])
    func anEventHappenedWhenItSaysSo(_ timestamp: String, _ day: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            try await server.track(project, "a", "u", #", "timestamp": "\#(timestamp)""#).expect(200)
            let dates = #", "start_date": "\#(day)", "end_date": "\#(day)""#
            #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [1, 0])
            try await server.store.flush()
            #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [1, 0])
        }
    }

    @Test func withoutRetentionTenYearsAreKept() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "retention_days": null"#)
            for (timestamp, day) in [
                ("2015-06-18T00:00:00Z", "2015-06-18"), ("2016-02-29T12:00:00Z", "2016-02-29"),
                ("2024-12-31T23:59:59.999999Z", "2024-12-31"),
            ] {
                try await server.track(project, "a", "u", #", "timestamp": "\#(timestamp)""#).expect(200)
                // It is kept, though no question reaches so far back.
                guard day >= "1970-01-01" else { continue }
                let dates = #", "start_date": "\#(day)", "end_date": "\#(day)""#
                #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [1, 0], "\(day)")
                try await server.store.flush()
                #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [1, 0], "\(day) in a file")
            }
            let reply = try await server.track(project, "a", "u", #", "timestamp": "2090-01-01T00:00:00Z""#).expect(422)
            #expect(reply.details == ["timestamp timestamp_in_future"])
            for timestamp in ["2015-06-17T23:59:59.999999Z", "1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z"] {
                let reply = try await server.track(project, "a", "u", #", "timestamp": "\#(timestamp)""#).expect(422)
                #expect(reply.details == ["timestamp timestamp_too_old"])
            }
        }
    }

    @Test(arguments: [
        // A clock that is off by no more than a minute is left alone.
        ("2025-06-13T15:06:40Z", "2025-06-15T15:05:40Z", "2025-06-13"),
        ("2025-06-13T15:06:40Z", "2025-06-15T15:07:40Z", "2025-06-13"),
        // One that is two days slow, or fast, is corrected.
        ("2025-06-13T15:06:30Z", "2025-06-13T15:06:40Z", "2025-06-15"),
        ("2025-06-17T15:06:30Z", "2025-06-17T15:06:40Z", "2025-06-15"),
        // What would be in the future is not, once corrected; nor what would be too old.
        ("2090-01-01T00:00:00Z", "2090-01-01T00:00:10Z", "2025-06-15"),
        ("1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z", "2025-06-14"),
    ])
    func aDeviceWithAWrongClockIsCorrected(_ timestamp: String, _ sentAt: String, _ day: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let times = #", "timestamp": "\#(timestamp)", "sent_at": "\#(sentAt)""#
            try await server.track(project, "a", "own", times).expect(200)
            // The batch's time of sending counts for events that have none.
            let batch = """
                {"sent_at": "\(sentAt)", "events": [
                    {"event_type": "a", "user_id": "batch", "timestamp": "\(timestamp)"},
                    {"event_type": "a", "user_id": "both", "timestamp": "\(timestamp)", "sent_at": "\(sentAt)"},
                    {"event_type": "now", "user_id": "none"}]}
                """
            let reply = try await server.send(.post, "/api/v1/track/batch", batch, as: project.app).expect(200)
            #expect(reply["accepted"]?.integer == 3)
            let dates = #", "start_date": "\#(day)", "end_date": "\#(day)""#
            #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [3, 0])
            let today = #", "start_date": "2025-06-15", "end_date": "2025-06-15""#
            #expect(try await server.users(of: project, ada, ["now", "b"], today) == [1, 0])
        }
    }

    @Test func anEventsOwnTimeOfSendingComesBeforeTheBatchs() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for order in [true, false] {
                let events = """
                    "events": [{"event_type": "a", "user_id": "\(order)", "timestamp": "2025-06-10T00:00:00Z", \
                    "sent_at": "2025-06-15T15:06:40Z"}]
                    """
                let sentAt = #""sent_at": "2025-06-01T00:00:00Z""#
                let body = order ? "{\(sentAt), \(events)}" : "{\(events), \(sentAt)}"
                try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            }
            let dates = #", "start_date": "2025-06-10", "end_date": "2025-06-10""#
            #expect(try await server.users(of: project, ada, ["a", "b"], dates) == [2, 0])
        }
    }

    @Test func noCorrectionLeavesTheCalendar() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "retention_days": null"#)
            for (timestamp, sentAt, code) in [
                ("0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "timestamp_too_old"),
                ("9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "timestamp_in_future"),
            ] {
                let times = #", "timestamp": "\#(timestamp)", "sent_at": "\#(sentAt)""#
                let reply = try await server.track(project, "a", "u", times).expect(422)
                #expect(reply.details == ["timestamp \(code)"])
            }
        }
    }

    @Test func retentionCountsDaysOfTheEventsOwnDate() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "retention_days": 1"#)
            for (timestamp, status) in [("2025-06-14T00:00:00Z", 200), ("2025-06-13T23:59:59.999Z", 422)] {
                try await server.track(project, "a", "u", #", "timestamp": "\#(timestamp)""#).expect(status)
            }
            // A longer retention lets older events in from then on.
            let path = "/api/v1/projects/\(project.id)"
            try await server.send(.patch, path, #"{"retention_days": 2}"#, as: ada.caller).expect(200)
            try await server.track(project, "a", "u", #", "timestamp": "2025-06-13T23:59:59.999Z""#).expect(200)
        }
    }
}
