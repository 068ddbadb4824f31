import IAFACore
@testable import IAFADuckDB
import Testing

struct ImportMappingTests {
    @Test(
        arguments: [
            (nil, "event_type", "event_type"), ("", "user_id", "user_id"),
            ("event_type=event", "event_type", "event"), ("event_type=event,user_id=u", "user_id", "u"),
            ("event_type=a=b", "event_type", "a=b"), ("event_type=a b", "event_type", "a b"),
            ("event_type=a,", "event_type", "a"),
        ] as [(String?, String, String)]
    )
    func `a field is read from the column that is named for it`(text: String?, field: String, column: String) throws {
        #expect(try ImportMapping(text).column(of: field) == column)
    }

    @Test func `a column that is named for a field is read as that alone`() throws {
        let mapping = try ImportMapping("session_id=user_id,user_id=session_id,sent_at=timestamp")
        #expect(mapping.column(of: "session_id") == "user_id")
        #expect(mapping.column(of: "user_id") == "session_id")
        #expect(mapping.column(of: "timestamp") == nil)
        #expect(throws: ValidationFailure.self) { try mapping.check(["event_type", "session_id", "timestamp"]) }
    }

    @Test(
        arguments: [
            "event", "event=event_type", "event_type=", "=x", "event_type", "id=x", "event_type=a,b",
            "user_id=visitor,anonymous_id=visitor", "event_type=a,event_type=b",
        ]
    )
    func `a mapping that is none is refused`(text: String) {
        let error = #expect(throws: ValidationFailure.self) { try ImportMapping(text) }
        #expect(error?.issues.map(\.field) == ["--map"])
    }

    @Test(
        arguments: [
            ("file.csv", .csv), ("file.CSV.GZ", .csv), ("a/b.jsonl", .jsonl), ("x.ndjson.gz", .jsonl),
            ("x.parquet", .parquet), ("x.txt", nil), ("x.json", nil), ("", nil), (".gz", nil),
        ] as [(String, ImportFormat?)]
    )
    func `a file's name tells its format`(name: String, format: ImportFormat?) {
        #expect(ImportFormat(fileName: name) == format)
    }

    /// The same text through every way in which it can be written.
    @Test(
        arguments: [
            ("1", "1"), ("-0.5e3", "-0.5e3"), ("1.0", "1.0"), ("12345678901234567890", "12345678901234567890"),
            ("true", "true"), ("false", "false"), ("True", #""True""#), ("null", #""null""#), ("007", #""007""#),
            ("+1", #""+1""#), (".5", #"".5""#), ("1.", #""1.""#), (" 1", #"" 1""#), ("1 ", #""1 ""#),
            ("1,5", #""1,5""#),
            ("0x10", #""0x10""#), ("NaN", #""NaN""#), ("-", #""-""#), ("{}", #""{}""#), ("[1]", #""[1]""#),
            ("\"", #""\"""#), ("a\\b", #""a\\b""#),
        ]
    )
    func `text that is a number or a truth value becomes one`(text: String, json: String) async throws {
        #expect(PropertyText.json(of: text) == json)
        let fixture = try ImportFixture()
        let quoted = "\"\(text.replacing("\"", with: "\"\""))\""
        let csv = "event_type,user_id,timestamp,p\nview,ada,2026-05-17,\(quoted)\n"
        let outcome = try await fixture.run(try fixture.write(csv, "file.csv"))
        #expect(outcome.events.map(\.properties) == ["{\"p\":\(json)}"])
    }
}
