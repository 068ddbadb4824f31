import HTTPTypes
import IAFACore
import Logging
import Testing

@testable import IAFAHTTP

/// Who gets which answer from which route; a route without a row fails.
@Suite struct IsolationTests {
    /// A route, a good request to it, and what comes of it.
    struct Row: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        /// As the router writes it.
        let route: String
        /// Placeholders are replaced by ids of somebody's project.
        var body: String?
        let expected: Statuses

        init(_ method: HTTPRequest.Method, _ route: String, _ body: String? = nil, _ expected: Statuses) {
            self.method = method
            self.route = route
            self.body = body
            self.expected = expected
        }

        var testDescription: String { "\(method) \(route)" }
    }

    /// The status for each caller; the keys are those of the project that is asked for.
    struct Statuses: Sendable {
        let nobody, wrongToken, stranger, writeKey, readKey, strangersKey, owner: Int

        /// Open to all.
        static func all(_ status: Int) -> Statuses {
            Statuses(
                nobody: status,
                wrongToken: status,
                stranger: status,
                writeKey: status,
                readKey: status,
                strangersKey: status,
                owner: status
            )
        }

        /// For persons only; of others' things nothing is said.
        static func person(_ owner: Int, stranger: Int = 404) -> Statuses {
            Statuses(
                nobody: 401,
                wrongToken: 401,
                stranger: stranger,
                writeKey: 401,
                readKey: 401,
                strangersKey: 401,
                owner: owner
            )
        }

        /// For persons and keys that may read.
        static func reader(stranger: Int = 404, strangersKey: Int = 404) -> Statuses {
            Statuses(
                nobody: 401,
                wrongToken: 401,
                stranger: stranger,
                writeKey: 403,
                readKey: 200,
                strangersKey: strangersKey,
                owner: 200
            )
        }

        /// For keys that may write; a person's token says nothing here.
        static let sender = Statuses(
            nobody: 401,
            wrongToken: 401,
            stranger: 401,
            writeKey: 200,
            readKey: 403,
            strangersKey: 403,
            owner: 401
        )
    }

    private static let stages = TestServer.stages(["a", "b"])
    private static let asked = #"{"project_id": "{project}", "stages": \#(stages)}"#
    private static let event = #"{"event_type": "a", "user_id": "u"}"#

    static let rows: [Row] =
        [
            Row(.get, "/", nil, .all(200)),
            Row(.get, "/home.css", nil, .all(200)),
            Row(.get, "/health/live", nil, .all(200)),
            Row(.get, "/health/ready", nil, .all(200)),
            Row(.get, "/metrics", nil, .all(200)),
            Row(.get, "/api/v1/openapi.json", nil, .all(200)),
            Row(
                .post,
                "/api/v1/auth/register",
                #"{"email": "{new}@example.com", "password": "long enough"}"#,
                .all(201)
            ),
            Row(
                .post,
                "/api/v1/auth/login",
                #"{"email": "{email}", "password": "\#(TestServer.password)"}"#,
                .all(200)
            ),
            Row(.post, "/api/v1/auth/refresh", #"{"refresh_token": "x"}"#, .all(401)),
            Row(.post, "/api/v1/auth/logout", #"{"refresh_token": "x"}"#, .all(204)),
            Row(.get, "/api/v1/auth/me", nil, .person(200, stranger: 200)),
            Row(.get, "/api/v1/projects", nil, .person(200, stranger: 200)),
            Row(.post, "/api/v1/projects", #"{"name": "p"}"#, .person(201, stranger: 201)),
            Row(.get, "/api/v1/projects/{project}", nil, .person(200)),
            Row(.patch, "/api/v1/projects/{project}", #"{"name": "p"}"#, .person(200)),
            Row(.delete, "/api/v1/projects/{project}", nil, .person(204)),
            Row(.get, "/api/v1/projects/{project}/rejections", nil, .reader()),
            Row(.get, "/api/v1/projects/{project}/ingestion", nil, .reader()),
            Row(.get, "/api/v1/projects/{project}/api-keys", nil, .person(200)),
            Row(.post, "/api/v1/projects/{project}/api-keys", #"{"name": "k"}"#, .person(201)),
            Row(.delete, "/api/v1/projects/{project}/api-keys/{key}", nil, .person(204)),
            Row(.post, "/api/v1/projects/{project}/api-keys/{key}/rotate", nil, .person(200)),
            Row(.get, "/api/v1/funnels", nil, .reader(stranger: 200, strangersKey: 200)),
            Row(
                .post,
                "/api/v1/funnels",
                #"{"project_id": "{project}", "name": "f", "stages": \#(stages)}"#,
                .person(201)
            ),
            Row(.get, "/api/v1/funnels/{funnel}", nil, .reader()),
            Row(.put, "/api/v1/funnels/{funnel}", #"{"name": "f", "stages": \#(stages)}"#, .person(200)),
            Row(.patch, "/api/v1/funnels/{funnel}", #"{"name": "f"}"#, .person(200)),
            Row(.delete, "/api/v1/funnels/{funnel}", nil, .person(204)),
            Row(.get, "/api/v1/analytics/funnel/{funnel}", nil, .reader()),
            Row(.post, "/api/v1/analytics/funnel", asked, .reader()),
            Row(.get, "/api/v1/analytics/funnel/{funnel}/persons", nil, .reader()),
            Row(.post, "/api/v1/analytics/funnel/persons", asked, .reader()),
            Row(.get, "/api/v1/analytics/funnel/{funnel}/next-events", nil, .reader()),
            Row(.post, "/api/v1/analytics/funnel/next-events", asked, .reader()),
            Row(.get, "/api/v1/analytics/funnel/{funnel}/correlations", nil, .reader()),
            Row(.post, "/api/v1/analytics/funnel/correlations", asked, .reader()),
            Row(.post, "/api/v1/track", event, .sender),
            Row(.post, "/api/v1/track/batch", #"{"events": [\#(event)]}"#, .sender),
            Row(.post, "/v1/{call}", #"{"event": "a", "userId": "u", "writeKey": "{secret}"}"#, .sender),
            Row(.get, "/v1/projects/{write_key}/settings", nil, .sender),
            Row(.get, "/array/{token}/config", nil, .sender), Row(.get, "/array/{token}/config.js", nil, .sender),
            Row(.post, "/flags", #"{"token": "{secret}"}"#, .sender), Row(.options, "/flags", nil, .all(204)),
            Row(.post, "/decide", #"{"token": "{secret}"}"#, .sender), Row(.options, "/decide", nil, .all(204)),
        ]
        + PostHogTests.paths.flatMap { path in
            [
                Row(.post, path, #"{"event": "a", "distinct_id": "u", "api_key": "{secret}"}"#, .sender),
                // Without events in the query.
                Row(.get, path, nil, .all(400)), Row(.options, path, nil, .all(204)),
            ]
        }

    @Test func everyRouteHasARow() async throws {
        let routes = try await RouteList.current()
        #expect(Self.rows.map { "\($0.method.rawValue) \($0.route)" }.sorted() == routes)
    }

    @Test(arguments: rows)
    func everyCallerGetsTheExpectedAnswer(_ row: Row) async throws {
        try await TestServer.run { server in
            let ada = try await server.register("ada@example.com")
            let eve = try await server.register("eve@example.com")
            let project = try await server.project(of: ada)
            let evesProject = try await server.project(of: eve)
            let key = try await server.key(of: project, ada, scopes: #"["write"]"#)
            let values = [
                "project": project.id, "key": key.id, "email": ada.email,
                "funnel": try await server.funnel(of: project, ada, "a", "b"),
            ]
            // The owner comes last: some requests take away what they are about.
            let callers: [(String, Caller, Int)] = [
                ("nobody", .nobody, row.expected.nobody),
                ("wrong token", .token(ada.token + "x"), row.expected.wrongToken),
                ("stranger", eve.caller, row.expected.stranger),
                ("write key", project.app, row.expected.writeKey),
                ("read key", try await server.readKey(of: project, ada), row.expected.readKey),
                ("stranger's key", try await server.readKey(of: evesProject, eve), row.expected.strangersKey),
                ("owner", ada.caller, row.expected.owner),
            ]
            for (index, (name, caller, status)) in callers.enumerated() {
                let secret = caller.secret ?? "nobody"
                let own = [
                    "new": "new\(index)", "secret": secret, "write_key": secret, "token": secret, "call": "track",
                ]
                let filled = values.merging(own) { $1 }
                let reply = try await Self.send(row, filled, to: server, as: caller)
                #expect(reply.status == status, "\(name): \(reply.body.prefix(300))")
            }
        }
    }

    @Test(arguments: rows.filter { $0.expected.stranger == 404 })
    func whatIsSomebodyElsesLooksAsIfItWereNotThere(_ row: Row) async throws {
        try await TestServer.run { server in
            let ada = try await server.register("ada@example.com")
            let eve = try await server.register("eve@example.com")
            let project = try await server.project(of: ada)
            let key = try await server.key(of: project, ada, scopes: #"["write"]"#)
            let values = [
                "project": project.id, "key": key.id, "funnel": try await server.funnel(of: project, ada, "a", "b"),
            ]
            let unknown = values.mapValues { String($0.reversed()) }
            let foreign = try await Self.send(row, values, to: server, as: eve.caller).expect(404)
            let missing = try await Self.send(row, unknown, to: server, as: eve.caller).expect(404)
            #expect(foreign.error == missing.error)
            #expect(
                foreign.headers.map(\.name).sorted { "\($0)" < "\($1)" }
                    == missing.headers.map(\.name).sorted { "\($0)" < "\($1)" }
            )
            // A key of one's own project is no way to another's either.
            let own = try await server.project(of: eve)
            if row.route.contains("{key}") {
                let mixed = values.merging(["project": own.id]) { $1 }
                try await Self.send(row, mixed, to: server, as: eve.caller).expect(404)
            }
            // Nothing was changed.
            try await server.send(.get, "/api/v1/projects/\(project.id)", as: ada.caller).expect(200)
            try await server.send(.post, "/api/v1/track", Self.event, as: .key(key.secret)).expect(200)
        }
    }

    private static func send(
        _ row: Row,
        _ values: [String: String],
        to server: TestServer,
        as caller: Caller
    ) async throws -> Reply {
        var path = row.route
        var body = row.body
        for (name, value) in values {
            path = path.replacing("{\(name)}", with: value)
            body = body?.replacing("{\(name)}", with: value)
        }
        guard let body else { return try await server.send(row.method, path, as: caller) }
        return try await server.send(row.method, path, body, as: caller)
    }
}
