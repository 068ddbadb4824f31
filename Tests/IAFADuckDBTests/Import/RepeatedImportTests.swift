import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct RepeatedImportTests {
    private let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    private static let rows = """
        event_type,user_id,timestamp,plan
        view,ada,2026-05-16T10:00:00Z,pro
        view,ada,2026-05-16T10:00:00Z,pro
        view,ada,2026-05-16T10:00:00Z,free
        buy,ada,2026-05-17T10:00:00Z,
        view,ada,2026-05-16T10:00:00Z,pro
        """

    private static let lines = [
        #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-16T10:00:00Z","plan":"pro"}"#,
        #"{"event_type":"view","user_id":"ada","timestamp":"2026-05-16T10:00:00Z","plan":"pro"}"#,
        #"{"event_type":"buy","user_id":"ada","timestamp":"2026-05-17T10:00:00Z","event_id":"b"}"#,
        #"{"event_type":"buy","user_id":"ada","timestamp":"2026-05-17T10:00:00Z","event_id":"b"}"#,
    ].joined(separator: "\n")

    @Test(arguments: [("file.csv", rows, 5), ("file.jsonl", lines, 3)])
    func `importing again adds nothing, and equal rows stay`(name: String, text: String, count: Int) async throws {
        let path = try fixture.write(text, name)
        let first = try await fixture.run(path)
        #expect(first.events.count == count)
        #expect(Set(first.events.map(\.id)).count == count)
        for _ in 0..<2 {
            fixture.store.clock.advance(by: .seconds(60))
            let again = try await fixture.run(path)
            // Those that were received first stay.
            #expect(again.events == first.events)
            #expect(again.report.events - again.summary.duplicates == 0)
        }
        #expect(fixture.store.files().count == 2)
        #expect(try fixture.store.open().verify().findings == [])
    }

    @Test func `an import that was cut off is completed by the next`() async throws {
        let half = Self.rows.split(separator: "\n").prefix(3).joined(separator: "\n")
        let before = try await fixture.run(try fixture.write(half, "half.csv"))
        #expect(before.events.count == 2)
        let whole = try await fixture.run(try fixture.write(Self.rows, "whole.csv"))
        #expect(whole.events.count == 5)
        #expect(whole.summary.duplicates == 2)
    }

    /// Two files that hold an id, in one import or in two, and the day on which it is kept.
    @Test(
        arguments: [
            (["16", "17"], [], "16"), (["17", "16"], [], "16"), (["17"], ["16"], "17"), (["16"], ["17"], "16"),
            (["15", "17", "16", "15"], ["14", "16"], "15"),
        ]
    )
    func `an id that stands on several days is one event`(
        first: [String],
        second: [String],
        kept: String
    ) async throws {
        func file(_ days: [String], _ name: String) throws -> String {
            let header = "event_type,user_id,timestamp,event_id\n"
            let others = "view,ada,2026-05-14,x\nview,ada,2026-05-16,y\nview,ada,2026-05-16,\nview,ada,2026-05-17,\n"
            return try fixture.write(
                header + others + days.map { "buy,ada,2026-05-\($0),twice\n" }.joined(),
                name
            )
        }
        var outcome = try await fixture.run(try file(first, "first.csv"))
        #expect(outcome.report.events - outcome.summary.duplicates == 5)
        if !second.isEmpty {
            fixture.store.clock.advance(by: .seconds(60))
            outcome = try await fixture.run(try file(second, "second.csv"))
            #expect(outcome.report.events == outcome.summary.duplicates)
        }
        #expect(outcome.events.count == 5)
        let event = try #require(outcome.events.first { $0.id == "twice" })
        #expect(event.timestamp.description == "2026-05-\(kept)T00:00:00Z")
        #expect(try fixture.store.open().verify().findings == [])
    }

    @Test func `several files are imported at once, in every format`() async throws {
        let parquet = fixture.store.folder.path("file.parquet")
        try ParquetContents.write(
            "SELECT 'view' AS event_type, 'bob' AS user_id, TIMESTAMP '2026-05-15 10:00:00' AS timestamp",
            to: parquet
        )
        let outcome = try await fixture.run(
            try fixture.write(Self.rows, "file.csv"),
            try fixture.write(Self.lines, "file.jsonl"),
            parquet
        )
        #expect(outcome.report.events == 10)
        // The rows of one file that stand in another too are the same events.
        #expect(outcome.summary.duplicates == 3)
        #expect(outcome.events.count == 7)
    }

    @Test(
        arguments: [
            (nil, 0, nil), (nil, -40_000, nil), (nil, 86_400, nil), (nil, 86_401, "timestamp_in_future"),
            (30, -30 * 86_400 - 43_200, nil), (30, -30 * 86_400 - 43_201, "timestamp_too_old"),
            (nil, -3_000 * 86_400, nil),
        ] as [(Int?, Int, String?)]
    )
    func `the time of a row is held to the rules of the interface`(
        retentionDays: Int?,
        seconds: Int,
        code: String?
    ) async throws {
        let time = fixture.store.clock.now + .seconds(seconds)
        let path = try fixture.write("event_type,user_id,timestamp\nview,ada,\(time)\n", "file.csv")
        let outcome = try await fixture.run(path, retentionDays: retentionDays)
        #expect(outcome.rejections == (code.map { ["1 timestamp \($0)"] } ?? []))
        #expect(outcome.events.map(\.timestamp) == (code == nil ? [time] : []))
    }

    @Test func `only the first rejections are named, all are counted`() async throws {
        let rows = (0..<25).map { _ in "view,ada,never" }.joined(separator: "\n")
        let outcome = try await fixture.run(try fixture.write("event_type,user_id,timestamp\n\(rows)\n", "file.csv"))
        #expect(outcome.report.rejected == 25)
        #expect(outcome.report.rejections.map(\.row) == Array(1...10))
    }

    @Test func `an import goes beside events that came over the log`() async throws {
        let store = try fixture.store.open()
        store.receive([Event.test(1, day: -1)].sequenced(from: 41))
        try await store.flush()
        let outcome = try await fixture.run(try fixture.write(Self.rows, "file.csv"))
        #expect(outcome.events.count == 6)
        let reopened = try fixture.store.open()
        #expect(reopened.lastSequence == 46)
        reopened.recover([Event.test(1, day: -1)].sequenced(from: 41)[0])
        #expect(reopened.unflushedCount == 0)
    }
}
