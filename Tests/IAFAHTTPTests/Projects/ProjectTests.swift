import HTTPTypes
import IAFACore
import IAFAHTTP
import IAFATesting
import Synchronization
import Testing

@Suite struct ProjectTests {
    @Test func aProjectHasDefaultsAndShowsItsKeyOnce() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let made = try await server.send(.post, "/api/v1/projects", #"{"name": "Shop"}"#, as: ada.caller)
            try made.expect(201)
            let fields = [
                "address_rate_limit_per_minute", "created_at", "id", "name", "organization_id", "rate_limit_per_minute",
                "retention_days", "timezone", "updated_at",
            ]
            #expect(made.json.names == (fields + ["api_key"]).sorted())
            #expect(made["timezone"]?.text == "UTC")
            #expect(made["retention_days"]?.integer == 90)
            #expect(made["organization_id"]?.text == ada.organizationID)
            #expect(made["created_at"]?.text == "2025-06-15T15:06:40Z")
            let id = try made.text("id")
            let read = try await server.send(.get, "/api/v1/projects/\(id)", as: ada.caller).expect(200)
            #expect(read.json.names == fields)
            let list = try await server.send(.get, "/api/v1/projects", as: ada.caller).expect(200)
            #expect(list["projects"] == .array([read.json]))
            let keys = try await server.send(.get, "/api/v1/projects/\(id)/api-keys", as: ada.caller).expect(200)
            let key = try #require(keys["api_keys"]?.elements?.first)
            #expect(key["name"]?.text == "Default")
            #expect(key["scopes"] == .array([.string("write")]))
        }
    }

    @Test(arguments: [
        (#", "timezone": "Europe/Berlin""#, "Europe/Berlin", JSONValue.number(90)),
        (#", "timezone": "UTC", "retention_days": null"#, "UTC", .null),
        (#", "timezone": null, "retention_days": 1"#, "UTC", .number(1)),
        (#", "retention_days": 3650"#, "UTC", .number(3_650)),
        (#", "timezone": "America/Argentina/Buenos_Aires""#, "America/Argentina/Buenos_Aires", .number(90)),
    ])
    func aProjectIsMadeAsAsked(_ fields: String, _ zone: String, _ retention: JSONValue) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, fields)
            let reply = try await server.send(.get, "/api/v1/projects/\(project.id)", as: ada.caller).expect(200)
            #expect(reply["timezone"]?.text == zone)
            #expect(reply["retention_days"] == retention)
        }
    }

    @Test(arguments: [
        ("{}", ["name required"]),
        (#"{"name": null}"#, ["name required"]),
        (#"{"name": ""}"#, ["name empty"]),
        (#"{"name": " \u2003 "}"#, ["name empty"]),
        (#"{"name": "a\nb"}"#, ["name invalid_characters"]),
        (#"{"name": 5}"#, ["name invalid_type"]),
        (#"{"name": "\#(String(repeating: "é", count: 101))"}"#, ["name too_long"]),
        (#"{"name": "x", "timezone": "Mars/Olympus"}"#, ["timezone unknown_timezone"]),
        (#"{"name": "x", "timezone": "CET"}"#, ["timezone unknown_timezone"]),
        (#"{"name": "x", "timezone": "../../etc/passwd"}"#, ["timezone unknown_timezone"]),
        (#"{"name": "x", "timezone": "europe/berlin"}"#, ["timezone unknown_timezone"]),
        (#"{"name": "x", "timezone": 1}"#, ["timezone invalid_type"]),
        (#"{"name": "x", "retention_days": 0}"#, ["retention_days out_of_range"]),
        (#"{"name": "x", "retention_days": 3651}"#, ["retention_days out_of_range"]),
        (#"{"name": "x", "retention_days": 0.5}"#, ["retention_days invalid_type"]),
        (#"{"name": "x", "retention_days": "90"}"#, ["retention_days invalid_type"]),
        (#"{"name": "x", "organization_id": "y"}"#, ["organization_id unknown_field"]),
        (
            #"{"name": "", "timezone": "x", "retention_days": -1}"#,
            ["name empty", "timezone unknown_timezone", "retention_days out_of_range"]
        ),
    ])
    func aBadProjectIsRefused(_ body: String, _ details: [String]) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let reply = try await server.send(.post, "/api/v1/projects", body, as: ada.caller).expect(422)
            #expect(reply.details == details)
            let list = try await server.send(.get, "/api/v1/projects", as: ada.caller).expect(200)
            #expect(list["projects"]?.elements == [])
        }
    }

    @Test func aChangeLeavesEverythingElse() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada, #", "timezone": "Asia/Tokyo""#)
            let path = "/api/v1/projects/\(project.id)"
            server.clock.advance(by: .seconds(5))
            for (body, name, zone, retention) in [
                (#"{"name": "Store"}"#, "Store", "Asia/Tokyo", JSONValue.number(90)),
                (#"{"retention_days": null}"#, "Store", "Asia/Tokyo", .null),
                (#"{"name": null, "timezone": "UTC"}"#, "Store", "UTC", .null),
                ("{}", "Store", "UTC", .null),
                (#"{"retention_days": 7}"#, "Store", "UTC", .number(7)),
            ] {
                let changed = try await server.send(.patch, path, body, as: ada.caller).expect(200)
                #expect(changed["name"]?.text == name)
                #expect(changed["timezone"]?.text == zone)
                #expect(changed["retention_days"] == retention)
                #expect(changed["updated_at"]?.text == "2025-06-15T15:06:45Z")
                #expect(try await server.send(.get, path, as: ada.caller).json == changed.json)
            }
            let bad = try await server.send(.patch, path, #"{"name": "x", "id": "y"}"#, as: ada.caller).expect(422)
            #expect(bad.details == ["id unknown_field"])
            #expect(try await server.send(.get, path, as: ada.caller).text("name") == "Store")
        }
    }

    @Test func deletingAProjectTakesItsKeysFunnelsAndEventsWithIt() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let other = try await server.project(of: ada)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let reader = try await server.readKey(of: project, ada)
            try await server.track(project, "a", "u1").expect(200)
            try await server.store.flush()
            try await server.track(project, "a", "u2").expect(200)
            try await server.track(other, "a", "u1").expect(200)
            let path = "/api/v1/projects/\(project.id)"

            #expect(try await server.send(.delete, path, as: ada.caller).expect(204).body.isEmpty)

            try await server.send(.get, path, as: ada.caller).expect(404)
            try await server.send(.delete, path, as: ada.caller).expect(404)
            try await server.send(.get, "\(path)/api-keys", as: ada.caller).expect(404)
            try await server.send(.get, "/api/v1/funnels/\(funnel)", as: ada.caller).expect(404)
            try await server.send(.get, "/api/v1/analytics/funnel/\(funnel)", as: reader).expect(401)
            try await server.track(project, "a", "u3").expect(401)
            let id = try #require(Identifier<Project>(project.id))
            #expect(try await server.metadata.find(APIKey.self, by: "project", project.id).isEmpty)
            #expect(try await server.metadata.find(SavedFunnel.self, by: "project", project.id).isEmpty)
            let step = FunnelStep(eventTypes: ["a"])
            let question = FunnelQuery(
                project: id,
                definition: FunnelDefinition(steps: [step, step]),
                range: .epoch ..< .distantFuture,
                now: server.clock.now
            )
            #expect(try await server.store.funnel(question).steps[0].users == 0)
            #expect(try await server.users(of: other, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func aProjectWhoseEventsCanNotBeRemovedStaysAndTakesNothingIn() async throws {
        let disk = Disk()
        try await TestServer.run(edit: { $0.store = KeepingStore(base: $0.store, disk: disk) }) { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let path = "/api/v1/projects/\(project.id)"

            try await server.send(.delete, path, as: ada.caller).expect(503)

            try await server.track(project, "a", "u1").expect(401)
            try await server.send(.get, path, as: ada.caller).expect(200)
            try await server.send(.get, "/api/v1/funnels/\(funnel)", as: ada.caller).expect(200)
            disk.isReadOnly.withLock { $0 = false }
            try await server.send(.delete, path, as: ada.caller).expect(204)
            #expect(try await server.metadata.all(SavedFunnel.self).isEmpty)
        }
    }
}

private final class Disk: Sendable {
    let isReadOnly = Mutex(true)
}

/// A store that may refuse to remove a project.
private struct KeepingStore: EventStore {
    let base: any EventStore
    let disk: Disk

    var unflushedCount: Int { base.unflushedCount }
    var unflushedByteCount: Int { base.unflushedByteCount }

    func receive(_ events: [SequencedEvent]) { base.receive(events) }

    func flush() async throws(EventStoreError) -> UInt64 { try await base.flush() }

    func compact(thorough: Bool) async throws(EventStoreError) -> CompactionSummary {
        try await base.compact(thorough: thorough)
    }

    func buildIndexes() async throws(EventStoreError) -> IndexSummary { try await base.buildIndexes() }

    func removeDays(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) async throws(EventStoreError) -> RemovalSummary {
        try await base.removeDays(of: project, before: day)
    }

    func removeAll(of project: Identifier<Project>) async throws(EventStoreError) {
        if disk.isReadOnly.withLock(\.self) { throw .unwritable(message: "the disk is read-only") }
        try await base.removeAll(of: project)
    }

    func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult { try await base.funnel(query) }

    func funnelAttempts(
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        try await base.funnelAttempts(query)
    }
}
