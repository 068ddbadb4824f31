import HTTPTypes
import IAFACore
import IAFADisk
import IAFATesting
import NIOCore
import Testing

/// What a project's people see of what was refused.
@Suite struct RejectionTests {
    private func list(
        _ server: TestServer,
        _ project: TestProject,
        _ caller: Caller,
        _ query: String = ""
    ) async throws -> Reply {
        try await server.send(.get, "/api/v1/projects/\(project.id)/rejections\(query)", as: caller)
    }

    private static func texts(_ reply: Reply, _ name: String) -> [String?] {
        (reply["rejections"]?.elements ?? []).map { $0[name]?.text }
    }

    @Test func aRefusedEventIsShownWithWhatWasWrong() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"{"event_type": "buy", "user_id": 17, "event_id": "e-1", "size": "XL"}"#
            try await server.send(.post, "/api/v1/track", body, as: project.app).expect(422)
            let reply = try await list(server, project, ada.caller).expect(200)
            let entry = try #require(reply["rejections"]?.elements?.first)
            #expect(entry["rejected_at"]?.text == server.clock.now.description)
            #expect(entry["subject"]?.text == "event")
            #expect(entry["code"]?.text == "invalid_type" && entry["field"]?.text == "user_id")
            #expect(entry["message"]?.text?.hasPrefix("user_id: must be a string") == true)
            #expect(entry["message"]?.text?.contains("size: there is no such field") == true)
            #expect(entry["event_id"]?.text == "e-1" && entry["event_type"]?.text == "buy")
            #expect(entry["value"]?.text == "17")
            #expect(reply["counts"]?["invalid_type"]?.integer == 1)
            #expect(reply["next_cursor"] == nil)
        }
    }

    @Test func eachBadEventOfABatchIsShownAndNoGoodOne() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let body = #"""
                {"events": [{"event_type": "a", "user_id": "u"}, {"event_type": "b"}, 5,
                {"event_type": "c", "user_id": "u", "timestamp": "2001-02-03T04:05:06+01:00"}]}
                """#
            try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            let reply = try await list(server, project, ada.caller).expect(200)
            #expect(Self.texts(reply, "code") == ["timestamp_too_old", "invalid_type", "required"])
            #expect(Self.texts(reply, "value") == [#""2001-02-03T03:05:06Z""#, "5", nil])
            #expect(Self.texts(reply, "event_type") == ["c", nil, "b"])
        }
    }

    @Test func whatADoorRefusedIsShownToo() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let messages = #"{"type": "page", "userId": "u"}, {"type": "page", "userId": [17]}"#
            let batch = #"{"writeKey": "\#(project.key)", "batch": [\#(messages)]}"#
            try await server.send(.post, "/v1/batch", batch, as: .nobody).expect(200)
            let event = #"{"event": "a", "distinct_id": "d", "uuid": "e-1", "timestamp": "noon"}"#
            let capture = #"{"token": "\#(project.key)", "batch": [\#(event)]}"#
            try await server.send(.post, "/batch/", capture, as: .nobody).expect(400)
            let reply = try await list(server, project, ada.caller).expect(200)
            #expect(Self.texts(reply, "code") == ["invalid_timestamp", "invalid_type"])
            #expect(Self.texts(reply, "field") == ["timestamp", "userId"])
            #expect(Self.texts(reply, "value") == [#""noon""#, "[17]"])
            #expect(Self.texts(reply, "event_id") == ["e-1", nil])
            let path = "/api/v1/projects/\(project.id)/ingestion"
            let totals = try await server.send(.get, path, as: ada.caller).expect(200)["totals"]
            // What stands between two messages belongs to none.
            #expect(totals?["bytes"]?.integer == messages.utf8.count - 2 + event.utf8.count)
        }
    }

    struct Whole: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        var type = "application/json"
        let status: Int
        let code: String
        var field = ""

        var testDescription: String { "\(code) on \(path)" }
    }

    private static let event = #"{"event_type": "a", "user_id": "u"}"#

    @Test(arguments: [
        Whole(path: "/track", body: #"{"event_type": "#, status: 400, code: "malformed_json"),
        Whole(path: "/track", body: "", status: 400, code: "malformed_json"),
        Whole(path: "/track/batch", body: event, type: "text/csv", status: 415, code: "unsupported_media_type"),
        Whole(path: "/track", body: String(repeating: " ", count: 70_000), status: 413, code: "payload_too_large"),
        Whole(
            path: "/track/batch",
            body: #"{"events": [\#(Array(repeating: event, count: 2_501).joined(separator: ","))]}"#,
            status: 422,
            code: "too_many",
            field: "events"
        ),
        Whole(path: "/track/batch", body: "{}", status: 422, code: "required", field: "events"),
        Whole(path: "/track/batch", body: #"{"events": [], "x": 1}"#, status: 422, code: "unknown_field", field: "x"),
    ])
    func aRequestRefusedAsAWholeIsShown(_ whole: Whole) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let headers: HTTPFields = [.contentType: whole.type]
            let path = "/api/v1\(whole.path)"
            try await server.send(.post, path, whole.body, as: project.app, headers: headers).expect(whole.status)
            let reply = try await list(server, project, ada.caller).expect(200)
            #expect(Self.texts(reply, "subject") == ["request"])
            #expect(Self.texts(reply, "code") == [whole.code] && Self.texts(reply, "field") == [whole.field])
            #expect(Self.texts(reply, "event_id") == [nil] && Self.texts(reply, "value") == [nil])
            #expect(reply["counts"]?[whole.code]?.integer == 1)
        }
    }

    @Test func withoutAKnownKeyARequestIsNobodys() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let reader = try await server.readKey(of: project, ada)
            try await server.send(.post, "/api/v1/track", "{}", as: .key("iafa_wrong")).expect(401)
            try await server.send(.post, "/api/v1/track", "{}", as: reader).expect(403)
            let reply = try await list(server, project, ada.caller).expect(200)
            #expect(reply["rejections"]?.elements == [] && reply["counts"]?.names == [])
        }
    }

    @Test func pagesFollowEachOtherAndCodesArePicked() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let good = #"{"event_type": "a", "user_id": "u"}"#
            let bad = (0..<5).map { #"{"event_type": "t\#($0)"}"# } + ["7", "8"]
            let body = #"{"events": [\#((bad + [good]).joined(separator: ","))]}"#
            try await server.send(.post, "/api/v1/track/batch", body, as: project.app).expect(200)
            var types: [String?] = []
            var query = "?limit=2&code=required"
            for _ in 0..<3 {
                let page = try await list(server, project, ada.caller, query).expect(200)
                types += Self.texts(page, "event_type")
                #expect(page["counts"]?["required"]?.integer == 5 && page["counts"]?["invalid_type"]?.integer == 2)
                guard let cursor = page["next_cursor"]?.text else { break }
                query = "?limit=2&code=required&cursor=\(cursor)"
            }
            #expect(types == ["t4", "t3", "t2", "t1", "t0"])
        }
    }

    @Test(arguments: [
        ("?limit=0", "limit out_of_range"), ("?limit=1001", "limit out_of_range"), ("?limit=x", "limit out_of_range"),
        ("?cursor=-1", "cursor invalid_cursor"), ("?cursor=", "cursor invalid_cursor"),
        ("?page=2", "page unknown_field"),
    ])
    func badParametersAreRefused(_ query: String, _ detail: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            #expect(try await list(server, project, ada.caller, query).expect(422).details == [detail])
        }
    }

    @Test func aProjectsListIsItsOwnAndGoesWithIt() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let shop = try await server.project(of: ada)
            let game = try await server.project(of: ada)
            try await server.send(.post, "/api/v1/track", "[]", as: shop.app).expect(422)
            #expect(try await list(server, game, ada.caller).expect(200)["rejections"]?.elements == [])
            // A key that reads one project says nothing of another of the same organization.
            try await list(server, shop, server.readKey(of: game, ada)).expect(404)
            try await server.ledger.save()
            try await server.send(.delete, "/api/v1/projects/\(shop.id)", as: ada.caller).expect(204)
            try await list(server, shop, ada.caller).expect(404)
            let id = try #require(Identifier<Project>(shop.id))
            #expect(try await server.ledger.rejections(of: id, RejectionQuery()) == RejectionPage())
        }
    }
}
