import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct JSONLinesImportTests {
    private let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    /// A line without its type, person and time, and the event's person and properties.
    @Test(
        arguments: [
            (#""user_id":"ada""#, "ada", "{}"),
            (#""anonymous_id":"x""#, "(x)", "{}"),
            (#""user_id":4711"#, "4711", "{}"),
            (#""user_id":9007199254740993"#, "9007199254740993", "{}"),
            (#""user_id":12345678901234567890"#, "12345678901234567890", "{}"),
            (#""user_id":"ada","properties":{"a":{"b":[1,2]}}"#, "ada", #"{"a":{"b":[1,2]}}"#),
            (#""user_id":"ada","properties":null"#, "ada", "{}"),
            (#""user_id":"ada","properties":{}"#, "ada", "{}"),
            (#""user_id":"ada","price":1.50,"id":9007199254740993"#, "ada", #"{"price":1.50,"id":9007199254740993}"#),
            (#""user_id":"ada","a":{"b":null},"c":null"#, "ada", #"{"a":{"b":null}}"#),
            (
                #""user_id":"ada","properties":{"n":12345678901234567890},"plan":"pro""#, "ada",
                #"{"n":12345678901234567890,"plan":"pro"}"#
            ),
            (#""user_id":"ada","properties":{"plan":"x"},"plan":"pro""#, "ada", #"{"plan":"x","plan":"pro"}"#),
            (#""user_id":"ada","properties":"{\"a\":1.0}""#, "ada", #"{"a":1.0}"#),
            (
                #""user_id":"ada","cut":"\ud83e","whole":"\ud83e\udd86""#, "ada",
                #"{"cut":"\ufffd","whole":"\ud83e\udd86"}"#
            ),
            (#""user_id":"ada","properties":{"cut":"\ud83e"}"#, "ada", #"{"cut":"\ufffd"}"#),
            (#""user_id":"ada","a\"b":1,"ä🦆":"ü""#, "ada", #"{"a\"b":1,"ä🦆":"ü"}"#),
            (#""user_id":"ada","received_at":"x","ip_hash":"y""#, "ada", "{}"),
        ]
    )
    func `a line becomes an event`(members: String, person: String, properties: String) async throws {
        let line = "{\"event_type\":\"view\",\(members),\"timestamp\":\"2026-05-17T10:00:00.123456Z\"}"
        let outcome = try await fixture.run(try fixture.write(line, "file.jsonl"))
        #expect(outcome.texts == ["view \(person) 2026-05-17T10:00:00.123456Z \(properties)"])
        #expect(try fixture.store.open().verify().findings == [])
    }

    @Test(
        arguments: [
            ("not json", " malformed_json"), ("{\"event_type\":", " malformed_json"), ("[1]", " invalid_type"),
            ("7", " invalid_type"), ("{}{}", " malformed_json"),
            (#"{"user_id":"ada","timestamp":"2026-05-17"}"#, "event_type required"),
            (#"{"event_type":"view","timestamp":"2026-05-17"}"#, "user_id required"),
            (#"{"event_type":"view","user_id":"ada"}"#, "timestamp required"),
            (#"{"event_type":"view","user_id":"ada","timestamp":1747476000}"#, "timestamp invalid_timestamp"),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17","properties":[1]}"#,
                "properties invalid_type"
            ),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17","properties":"{"}"#,
                "properties invalid_type"
            ),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17","p":[[[[[[[[[1]]]]]]]]]}"#,
                "properties too_deep"
            ),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17","p":""#
                    + String(repeating: "x", count: 33_000) + "\"}",
                " event_too_large"
            ),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17","p":""#
                    + String(repeating: "x", count: 3_000_000) + "\"}",
                " line_too_long"
            ),
            (
                #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17""#
                    + (0..<256).map { ",\"p\($0)\":1" }.joined() + "}",
                "properties too_many"
            ),
        ]
    )
    func `a bad line is named and its neighbours are read`(line: String, rejection: String) async throws {
        let good = #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17T10:00:00Z"}"#
        let text = "\u{FEFF}\(good)\r\n\n\(line)\n  \n\(good.replacing("view", with: "buy"))"
        let outcome = try await fixture.run(try fixture.write(text, "file.jsonl"))
        #expect(outcome.events.map(\.type).sorted() == ["buy", "view"])
        // Blank lines are counted, so that an editor shows the line of that number.
        #expect(outcome.rejections == ["3 \(rejection)"])
    }

    @Test func `bytes that are no UTF-8 make a line bad`() async throws {
        let bytes =
            Array(#"{"event_type":"vi"#.utf8) + [0xE9] + Array(#"w","user_id":"ada","timestamp":"2026-05-17"}"#.utf8)
        let outcome = try await fixture.run(try fixture.write(bytes, "file.jsonl"))
        #expect(outcome.rejections == ["1  malformed_json"])
    }

    @Test func `gzip is recognized, whatever the file is called`() async throws {
        let line = #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17T10:00:00Z"}"#
        for name in ["file.jsonl.gz", "file.ndjson"] {
            let outcome = try await fixture.run(try fixture.write(GzipFixture.pack(Array(line.utf8)), name))
            #expect(outcome.events.count == 1)
        }
    }

    @Test func `lines are found across the pieces in which a file is read`() async throws {
        let lines = (0..<3_000).map { number in
            let filler = String(repeating: "x", count: number % 300)
            return #"{"event_type":"view","user_id":"p\#(number)","timestamp":"2026-05-17T10:00:00Z","f":"\#(filler)"}"#
        }
        let outcome = try await fixture.run(try fixture.write(lines.joined(separator: "\n"), "file.jsonl"))
        #expect(outcome.report.rejected == 0)
        #expect(Set(outcome.events.map(\.userID)).count == 3_000)
    }

    @Test func `an empty file has no events, one that isn't there is an error`() async throws {
        #expect(try await fixture.run(try fixture.write("", "empty.jsonl")).report.events == 0)
        let path = fixture.store.folder.path("none.jsonl")
        let error = await #expect(throws: ImportError.self) { try await fixture.run(path) }
        #expect(error?.description.contains(path) == true)
    }
}
