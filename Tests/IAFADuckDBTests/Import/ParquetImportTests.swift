import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct ParquetImportTests {
    private let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    private func run(_ columns: String, map: String? = nil) async throws -> ImportFixture.Outcome {
        let path = fixture.store.folder.path("file.parquet")
        try ParquetContents.write("SELECT \(columns)", to: path)
        return try await fixture.run(path, map: map)
    }

    @Test(
        arguments: [
            ("TIMESTAMP '2026-05-17 10:00:00.123456'", "2026-05-17T10:00:00.123456Z"),
            ("TIMESTAMPTZ '2026-05-17 10:00:00.123456+02:00'", "2026-05-17T08:00:00.123456Z"),
            ("DATE '2026-05-17'", "2026-05-17T00:00:00Z"),
            ("TIMESTAMP_NS '2026-05-17 10:00:00.123456789'", "2026-05-17T10:00:00.123456Z"),
            ("TIMESTAMP_MS '2026-05-17 10:00:00.123'", "2026-05-17T10:00:00.123Z"),
            ("TIMESTAMP_S '2026-05-17 10:00:00'", "2026-05-17T10:00:00Z"),
            ("'2026-05-17T10:00:00+05:30'", "2026-05-17T04:30:00Z"),
            ("'2026-05-17 10:00:00'", "2026-05-17T10:00:00Z"),
        ]
    )
    func `times are read from every type that holds one`(time: String, timestamp: String) async throws {
        let outcome = try await run("'view' AS event_type, 'ada' AS user_id, \(time) AS timestamp")
        #expect(outcome.texts == ["view ada \(timestamp) {}"])
    }

    @Test(
        arguments: [
            ("", "{}"),
            (", 'pro' AS plan, 5 AS n, true AS b", #"{"plan":"pro","n":5,"b":true}"#),
            (", NULL::VARCHAR AS plan, 5 AS n", #"{"n":5}"#),
            (", NULL::VARCHAR AS plan", "{}"),
            (", 9007199254740993 AS n, 0.1::DECIMAL(4,2) AS d", #"{"n":9007199254740993,"d":0.10}"#),
            (", 'nan'::DOUBLE AS n, 'inf'::FLOAT AS f, 1.5::DOUBLE AS d", #"{"d":1.5}"#),
            (", {'a': 1, 'b': {'c': ['x', 'y']}} AS properties", #"{"a":1,"b":{"c":["x","y"]}}"#),
            (", {'a': 1} AS properties, 'pro' AS plan", #"{"a":1,"plan":"pro"}"#),
            (", '{\"a\": 1.0}' AS properties, 'pro' AS plan", #"{"a": 1.0,"plan":"pro"}"#),
            (", '{\"a\": 1.0}'::JSON AS properties", #"{"a": 1.0}"#),
            (", NULL::VARCHAR AS properties", "{}"),
            (", NULL::STRUCT(a INTEGER) AS properties", "{}"),
            (", MAP {'k': 1} AS properties", #"{"k":1}"#),
            (", [1, 2] AS list, {'k': 'v'} AS nested", #"{"list":[1,2],"nested":{"k":"v"}}"#),
            (", 1 AS \"a\"\"b\", 2 AS \"ä 🦆\"", #"{"a\"b":1,"ä 🦆":2}"#),
            (
                ", DATE '2026-01-01' AS born, TIMESTAMP '2026-01-01 10:00:00' AS seen",
                #"{"born":"2026-01-01","seen":"2026-01-01 10:00:00"}"#
            ),
        ]
    )
    func `other columns become properties`(columns: String, properties: String) async throws {
        let time = "TIMESTAMP '2026-05-17 10:00:00' AS timestamp"
        let outcome = try await run("'view' AS event_type, 'ada' AS user_id, \(time)\(columns)")
        let event = try #require(outcome.events.first, "\(outcome.rejections)")
        // How the engine spaces JSON is its own affair.
        #expect(try JSONValue.parse(event.properties) == JSONValue.parse(properties), "\(event.properties)")
        #expect(try fixture.store.open().verify().findings == [])
    }

    @Test func `ids may be numbers, fields NULL and columns named otherwise`() async throws {
        let outcome = try await run(
            """
            * FROM (VALUES ('view', 9007199254740993, NULL, TIMESTAMP '2026-05-17 10:00:00', 'a'),
                ('buy', NULL, 'x', TIMESTAMP '2026-05-17 11:00:00', NULL), ('buy', NULL, NULL, now()::TIMESTAMP, NULL),
                (NULL, 1, NULL, TIMESTAMP '2026-05-17 11:00:00', NULL), ('view', 1, NULL, NULL, NULL)
            ) t(event, uid, anonymous_id, "at", session_id)
            """,
            map: "event_type=event,user_id=uid,timestamp=at"
        )
        #expect(
            outcome.texts == ["view 9007199254740993 2026-05-17T10:00:00Z {}", "buy (x) 2026-05-17T11:00:00Z {}"]
        )
        #expect(outcome.events.map(\.sessionID).contains("a"))
        #expect(outcome.rejections == ["3 user_id required", "4 event_type required", "5 timestamp required"])
    }

    @Test(
        arguments: [
            ("4711::DOUBLE", "4711"), ("4711::FLOAT", "4711"), ("-3::DOUBLE", "-3"), ("0.5::DOUBLE", "0.5"),
            ("9007199254740992::DOUBLE", "9007199254740992"), ("4711", "4711"),
            ("12345678901234567890123::DECIMAL(38,0)", "12345678901234567890123"),
            ("'nan'::DOUBLE", "(x)"), ("'inf'::DOUBLE", "(x)"), ("NULL::DOUBLE", "(x)"),
        ]
    )
    func `a number that is an id is written as a whole one`(value: String, person: String) async throws {
        let outcome = try await run(
            "'view' AS event_type, \(value) AS user_id, 'x' AS anonymous_id, TIMESTAMP '2026-05-17' AS timestamp"
        )
        #expect(outcome.texts == ["view \(person) 2026-05-17T00:00:00Z {}"])
    }

    @Test func `a column that is missing is named`() async throws {
        let error = await #expect(throws: ValidationFailure.self) { try await run("'view' AS event, 1 AS user_id") }
        #expect(error?.issues.first?.message.contains("it has event, user_id") == true)
    }

    @Test(arguments: [[], Array("PAR1".utf8), Array("event_type,user_id,timestamp\nview,ada,2026-05-17\n".utf8)])
    func `what isn't Parquet is refused with its name`(content: [UInt8]) async throws {
        let path = try fixture.write(content, "file.parquet")
        let error = await #expect(throws: ImportError.self) { try await fixture.run(path) }
        #expect(error?.description.contains(path) == true)
        #expect(error?.description.contains("\n") == false)
    }

    @Test func `a file without rows has no events`() async throws {
        let outcome = try await run(
            "'view' AS event_type, 'ada' AS user_id, TIMESTAMP '2026-05-17' AS timestamp LIMIT 0"
        )
        #expect(outcome.report.events == 0)
        #expect(fixture.store.files() == [])
    }
}
