import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct CSVImportTests {
    private let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    private static let header = "event_type,user_id,timestamp,plan\n"

    /// A file and the events that come of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var events: [String] = []
        var rejections: [String] = []

        var testDescription: String { name }
    }

    @Test(
        arguments: [
            Case(
                name: "plain",
                text: header + "view,ada,2026-05-17T10:00:00Z,pro\nbuy,bob,2026-05-17T11:00:00+02:00,\n",
                events: ["buy bob 2026-05-17T09:00:00Z {}", #"view ada 2026-05-17T10:00:00Z {"plan":"pro"}"#]
            ),
            Case(
                name: "byte order mark",
                text: "\u{FEFF}" + header + "view,ada,2026-05-17T10:00:00Z,pro\n",
                events: [#"view ada 2026-05-17T10:00:00Z {"plan":"pro"}"#]
            ),
            Case(
                name: "carriage returns, no line break at the end",
                text: "event_type,user_id,timestamp\r\nview,ada,2026-05-17 10:00:00\r\nbuy,ada,2026-05-17",
                events: ["buy ada 2026-05-17T00:00:00Z {}", "view ada 2026-05-17T10:00:00Z {}"]
            ),
            Case(
                name: "quotes, commas and line breaks in fields",
                text: header
                    + "\"view, 1\",\"ada \"\"the\"\" first\",2026-05-17T10:00:00Z,\"a\nb,\"\"c\"\"\"\n"
                    + "buy,bob,2026-05-17T11:00:00Z,'x'\n",
                events: [
                    #"view, 1 ada "the" first 2026-05-17T10:00:00Z {"plan":"a\nb,\"c\""}"#,
                    #"buy bob 2026-05-17T11:00:00Z {"plan":"'x'"}"#,
                ]
            ),
            Case(
                name: "values that look like something else",
                text: header
                    + "#view,007,2026-05-17T10:00:00Z,007\n1,2,2026-05-17T11:00:00Z,-1.50\n"
                    + "true,NULL,2026-05-17T12:00:00Z,false\n",
                events: [
                    #"#view 007 2026-05-17T10:00:00Z {"plan":"007"}"#, #"1 2 2026-05-17T11:00:00Z {"plan":-1.50}"#,
                    #"true NULL 2026-05-17T12:00:00Z {"plan":false}"#,
                ]
            ),
            Case(
                name: "a first row that looks like a comment or a title",
                text: header + "# all,#,2026-05-17T10:00:00Z,#\nview,ada,2026-05-17T11:00:00Z,pro\n",
                events: [
                    ##"# all # 2026-05-17T10:00:00Z {"plan":"#"}"##, #"view ada 2026-05-17T11:00:00Z {"plan":"pro"}"#,
                ]
            ),
            Case(name: "only a header", text: header),
            Case(name: "only a header without a line break", text: "event_type,user_id,timestamp"),
            Case(
                name: "rows of the wrong length",
                text: header + "view,ada,2026-05-17T10:00:00Z,pro\nview,ada\nview,ada,2026-05-17T11:00:00Z,1,2\n"
                    + "buy,ada,2026-05-17T12:00:00Z,pro\n",
                events: [
                    #"view ada 2026-05-17T10:00:00Z {"plan":"pro"}"#, #"buy ada 2026-05-17T12:00:00Z {"plan":"pro"}"#,
                ],
                rejections: ["2  malformed_row", "3  malformed_row"]
            ),
            Case(
                name: "a first row of the wrong length",
                text: header + "view\nbuy,ada,2026-05-17T12:00:00Z,pro\nbuy,ada,2026-05-17T13:00:00Z,pro\n",
                events: [
                    #"buy ada 2026-05-17T12:00:00Z {"plan":"pro"}"#, #"buy ada 2026-05-17T13:00:00Z {"plan":"pro"}"#,
                ],
                rejections: ["1  malformed_row"]
            ),
            Case(
                name: "rows that are no events, with their numbers",
                text: header + "view,ada,yesterday,1\nview,ada\n\"vi\new\",ada,2026-05-17T10:00:00Z,1\n"
                    + ",ada,2026-05-17T10:00:00Z,1\nview,,2026-05-17T10:00:00Z,1\nview,ada,,1\n",
                rejections: [
                    "1 timestamp invalid_timestamp", "2  malformed_row", "3 event_type invalid_characters",
                    "4 event_type required", "5 user_id required", "6 timestamp required",
                ]
            ),
            Case(
                name: "a row of the wrong length after one of several lines",
                text: header + "view,ada,2026-05-17T10:00:00Z,\"a\n\nb\"\nbuy\nbuy,ada,never,pro\n",
                events: [#"view ada 2026-05-17T10:00:00Z {"plan":"a\n\nb"}"#],
                rejections: ["2  malformed_row", "3 timestamp invalid_timestamp"]
            ),
        ]
    )
    func `a file of comma-separated values is read`(file: Case) async throws {
        let outcome = try await fixture.run(try fixture.write(file.text, "file.csv"))
        #expect(outcome.texts == file.events)
        #expect(outcome.rejections == file.rejections)
        #expect(outcome.report.events == file.events.count)
        #expect(outcome.report.rejected == file.rejections.count)
        #expect(try fixture.store.open().verify().findings == [])
    }

    @Test func `gzip is recognized, whatever the file is called`() async throws {
        let text = Self.header + "view,ada,2026-05-17T10:00:00Z,pro\n"
        for name in ["file.csv.gz", "file.csv"] {
            let outcome = try await fixture.run(try fixture.write(GzipFixture.pack(Array(text.utf8)), name))
            #expect(outcome.texts == [#"view ada 2026-05-17T10:00:00Z {"plan":"pro"}"#])
        }
        let outcome = try await fixture.run(try fixture.write(text, "other.csv.gz"))
        #expect(outcome.summary.duplicates == 1)
    }

    @Test(arguments: ["cut.csv.gz", "cut.jsonl.gz"])
    func `gzip that was cut off is refused`(name: String) async throws {
        let text =
            name.contains("csv")
            ? Self.header + "view,ada,2026-05-17T10:00:00Z,pro\n"
            : #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-17"}"# + "\n"
        let packed = GzipFixture.pack(Array(text.utf8))
        for length in [packed.count - 1, packed.count - 8, packed.count - 12] {
            let path = try fixture.write(Array(packed[..<length]), name)
            let error = await #expect(throws: ImportError.self) { try await fixture.run(path) }
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test(
        arguments: [
            ("event,user_id,timestamp", nil, "event_type"), ("event_type,visitor,timestamp", nil, "user_id"),
            ("event_type,user_id,time", nil, "timestamp"), ("event_type,user_id,timestamp", "session_id=sid", "sid"),
        ] as [(String, String?, String)]
    )
    func `a column that is missing is named with those there are`(header: String, map: String?, field: String)
        async throws
    {
        let path = try fixture.write(header + "\nview,ada,2026-05-17\n", "file.csv")
        let error = await #expect(throws: ValidationFailure.self) { try await fixture.run(path, map: map) }
        let issue = try #require(error?.issues.first)
        #expect(issue.field == field)
        #expect(issue.code == "missing_column")
        #expect(issue.message.contains(header.replacing(",", with: ", ")))
        #expect(issue.message.contains("--map \(map.map { $0.prefix { $0 != "=" } } ?? field[...])="))
    }

    @Test(arguments: ["csv", "parquet"])
    func `a name like a pattern means nothing but itself`(format: String) async throws {
        for (name, id) in [("part[1].\(format)", "a"), ("part1.\(format)", "b")] {
            let path = fixture.store.folder.path(name)
            let columns = "'view' AS event_type, 'ada' AS user_id, '2026-05-17' AS timestamp, '\(id)' AS event_id"
            if format == "csv" {
                _ = try fixture.write("event_type,user_id,timestamp,event_id\nview,ada,2026-05-17,\(id)\n", name)
            } else {
                try ParquetContents.write("SELECT \(columns)", to: path)
            }
        }
        let outcome = try await fixture.run(fixture.store.folder.path("part[1].\(format)"))
        #expect(outcome.events.map(\.id) == ["a"])
    }

    /// As a folder of a partitioned data set, or of somebody who wants to be somebody else.
    @Test(arguments: ["csv", "parquet"])
    func `the name of a folder says nothing about the rows`(format: String) async throws {
        let folder = fixture.store.folder.path("user_id=hacker/platform=ios")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/x.\(format)"
        if format == "csv" {
            try Data((Self.header + "view,ada,2026-05-17T10:00:00Z,pro\n").utf8).write(to: URL(filePath: path))
        } else {
            let columns = "'view' AS event_type, 'ada' AS user_id, '2026-05-17T10:00:00Z' AS timestamp, 'pro' AS plan"
            try ParquetContents.write("SELECT \(columns)", to: path)
        }
        let outcome = try await fixture.run(path)
        #expect(outcome.texts == [#"view ada 2026-05-17T10:00:00Z {"plan":"pro"}"#])
    }

    @Test func `an empty file, or none, is refused with its name`() async throws {
        for path in [try fixture.write("", "empty.csv"), fixture.store.folder.path("none.csv")] {
            await #expect(throws: (any Error).self) { try await fixture.run(path) }
        }
    }

    @Test func `text that isn't UTF-8 is refused, its neighbours are not`() async throws {
        var bytes = Array((Self.header + "view,ada,2026-05-17T10:00:00Z,pro\nbuy,jos").utf8)
        bytes.append(0xE9)
        bytes += Array(",2026-05-17T11:00:00Z,pro\nbuy,bob,2026-05-17T12:00:00Z,pro\n".utf8)
        let outcome = try await fixture.run(try fixture.write(bytes, "latin1.csv"))
        #expect(outcome.events.compactMap(\.userID).sorted() == ["ada", "bob"])
        #expect(outcome.rejections == ["2  malformed_row"])
    }

    /// A file's rows between good ones, and what is said of them.
    @Test(
        arguments: [
            ("buy,\"ada,2026-05-17,pro\n", "line 3: a character follows a closing quote"),
            ("buy,\"ada\"x,2026-05-17,pro\n", "line 3: a character follows a closing quote"),
            ("buy,\"ada\n\n\" ,2026-05-17,pro\n", "line 3: a character follows a closing quote"),
            ("buy,ada\n", "line 3: has 2 fields where the header has 4"),
            ("buy,ada,2026-05-17,LONG\n", "line 3: a row may have at most"),
            ("buy,ada,2026-05-17,\"LONG\"\n", "line 3: a row may have at most"),
        ]
    )
    func `a row with wrong quotes, or too long, costs no other row`(row: String, message: String) async throws {
        let good = "view,p%,2026-05-17T10:00:00Z,\"a \"\"b\"\"\"\n"
        let before = good.replacing("%", with: "1")
        let after = (2...6).map { good.replacing("%", with: "\($0)") }.joined()
        let long = String(repeating: "x\n,", count: 1_000_000)
        let row = row.replacing("\"LONG\"", with: "\"\(long)\"")
            .replacing("LONG", with: String(repeating: "x", count: 3_000_000))
        let text = Self.header + before + row + after
        for (name, bytes) in [("f.csv", Array(text.utf8)), ("f.csv.gz", GzipFixture.pack(Array(text.utf8)))] {
            let project = name.hasSuffix("gz") ? StoreFixture.shop : StoreFixture.blog
            let outcome = try await fixture.run(try fixture.write(bytes, name), into: project)
            let people = Set(outcome.events.compactMap(\.userID))
            #expect(people.isSuperset(of: ["p1", "p3", "p4", "p5", "p6"]))
            let first = try #require(outcome.report.rejections.first)
            #expect(first.row == 2 && first.issues.map(\.code) == ["malformed_row"])
            #expect(first.issues[0].message.hasPrefix(message))
        }
    }

    @Test(arguments: [false, true])
    func `a quote that stays open for long costs its line`(isGzip: Bool) async throws {
        var text = Self.header + "view,\"ada,2026-05-17,pro\n"
        for row in 1...40_000 { text += "view,p\(row),2026-05-17T10:00:00Z,some plan\n" }
        let bytes = Array(text.utf8)
        #expect(bytes.count > CSVRecordReader.rowLimit)
        let outcome = try await fixture.run(try fixture.write(isGzip ? GzipFixture.pack(bytes) : bytes, "f.csv"))
        #expect(outcome.report.events == 40_000)
        #expect(outcome.rejections == ["1  malformed_row"])
    }

    @Test func `a header that can't be read is named with its line`() async throws {
        for header in ["event_type,\"user_id\n", "\nevent_type,\"user_id\"x,timestamp\n"] {
            let path = try fixture.write(header + "view,ada,2026-05-17\n", "file.csv")
            let error = await #expect(throws: ImportError.self) { try await fixture.run(path) }
            #expect(error?.message.contains("line \(header.hasPrefix("\n") ? 2 : 1)") == true)
            #expect(error?.message.contains("quote") == true)
        }
    }

    @Test func `every malformed row is counted`() async throws {
        let rows = (1...15_000).map { "view,p\($0)\n" }.joined()
        let outcome = try await fixture.run(try fixture.write(Self.header + rows, "file.csv"))
        #expect(outcome.report.rejected == 15_000)
        #expect(outcome.report.rejections.map(\.row) == Array(1...10))
    }

    @Test func `columns of the same name, or of none, stay apart`() async throws {
        let text = "event_type,user_id,timestamp,a,a,,\nview,ada,2026-05-17T10:00:00Z,1,2,3,4\n"
        let outcome = try await fixture.run(try fixture.write(text, "file.csv"))
        #expect(outcome.events.map(\.properties) == [#"{"a":1,"a_1":2,"column5":3,"column6":4}"#])
    }

    /// Rows long and short, so that the pieces in which a file is read end everywhere in them.
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `what was quoted is read as it was`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "\"", "\"\"", ",", "\n", "\r", "\r\n", "ü", "🦆", " ", "x y"]
        var wanted: [String: String] = [:]
        var text = Self.header
        for row in 0..<300 {
            let length = Int.random(in: 1...(row % 50 == 0 ? 20_000 : 30), using: &random)
            let value = (0..<length).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let quoted = "\"\(value.replacing("\"", with: "\"\""))\""
            text += "view,p\(row),2026-05-17T10:00:00Z,\(quoted)" + (Bool.random(using: &random) ? "\n" : "\r\n")
            // A property of more than that is refused.
            if value.utf8.count < 16_000 { wanted["p\(row)"] = value }
        }
        let outcome = try await fixture.run(try fixture.write(text, "file.csv"))
        #expect(outcome.report.events + outcome.report.rejected == 300, "seed \(seed)")
        for event in outcome.events {
            guard let person = event.userID, let value = wanted[person] else { continue }
            #expect(event.properties == "{\"plan\":\(JSONValue.string(value).serialized())}", "seed \(seed)")
        }
        #expect(Set(outcome.events.compactMap(\.userID)).isSuperset(of: wanted.keys), "seed \(seed)")
    }

    @Test func `a large file is read whole, with the numbers of its bad rows`() async throws {
        var text = Self.header
        for row in 1...30_000 {
            let time = StoreFixture.time(-1, row % 86_400)
            text += row == 25_000 ? "view,ada,soon,1\n" : row == 12_000 ? "view\n" : "view,p\(row),\(time),\(row)\n"
        }
        let outcome = try await fixture.run(try fixture.write(text, "large.csv"))
        #expect(outcome.report.events == 29_998)
        #expect(outcome.events.count == 29_998)
        #expect(outcome.rejections == ["12000  malformed_row", "25000 timestamp invalid_timestamp"])
    }
}
