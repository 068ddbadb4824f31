import Foundation
import IAFACore
@testable import IAFADuckDB
import Testing

struct VerifyTests {
    private let fixture: StoreFixture
    private let store: ParquetEventStore

    init() async throws {
        fixture = try StoreFixture()
        store = try fixture.open()
        var random = RandomEvents(seed: 7)
        store.receive(random.next(300, days: -1...0).sequenced())
        try await store.flush()
        try await store.compact(thorough: false)
        store.receive(random.next(200, days: -1...0).sequenced(from: 301))
        try await store.flush()
    }

    @Test func `a good tree has no findings`() throws {
        let done = try store.verify()
        #expect(done.findings == [])
        #expect(done.files == 4)
        #expect(done.events == 500)
        #expect(try fixture.open(isWritable: false).verify().findings == [])
    }

    @Test func `what is merged away or removed while it is read is no damage`() async throws {
        let reader = try fixture.open(isWritable: false)
        let fixture = self.fixture
        let removed = try fixture.open(isWritable: false)
        try await store.compact(thorough: true)
        let done = try reader.verify()
        #expect(done.findings == [])
        #expect(done.files == 2)
        #expect(done.events == 500)
        try await store.removeAll(of: StoreFixture.shop)
        #expect(try removed.verify().findings == [])
    }

    @Test func `progress is told by the day`() throws {
        var told: [[Int]] = []
        _ = try store.verify { told.append([$0, $1]) }
        #expect(told == [[1, 2], [2, 2]])
    }

    @Test func `a file that was cut off is found`() async throws {
        let path = fixture.dayFile(day: -1)
        try FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 500)
        // Since it was opened, and before.
        for store in [store, try fixture.open()] {
            let findings = try store.verify().findings
            #expect(findings.map(\.path) == [path])
        }
    }

    @Test func `an event outside of its file's day is found`() throws {
        let writer = EventFileWriter(folder: store.folder, connection: try store.connect(), compression: .snappy)
        let events = [Event.test(1_000, day: 1), .test(1_001, day: 2)].sequenced(from: 900)
        let file = try writer.write(events, of: StoreFixture.shop, on: StoreFixture.today.advanced(by: 1))
        let reader = try fixture.open()
        #expect(reader.survey().findings == [])
        let findings = try reader.verify().findings
        #expect(findings.map(\.path) == [file.path])
        #expect(findings.first?.message == "holds events of 2026-05-18 to 2026-05-19")
        withExtendedLifetime(file) {}
    }

    /// What a day's file may hold in place of two good events, and what is then found.
    @Test(
        arguments: [
            ("SELECT * FROM good", "2", nil), ("SELECT * FROM good", "3", "holds 2 events, its footer says 3"),
            ("SELECT * FROM good LIMIT 1", "2", "holds 1 events, its footer says 2"),
            ("SELECT * FROM good LIMIT 0", "2", "holds 0 events, its footer says 2"),
            ("SELECT * REPLACE (NULL::VARCHAR AS user_id) FROM good", "2", "2 events lack an id, a type or a person"),
            ("SELECT * REPLACE ('[1]' AS properties) FROM good", "2", "the properties of 2 events are no JSON object"),
            (
                "SELECT * REPLACE (NULL::VARCHAR AS properties) FROM good", "2",
                "the properties of 2 events are no JSON object"
            ),
            (
                "SELECT * REPLACE ('{\"a\"' AS properties) FROM good", "2",
                "the properties of 2 events are no JSON object"
            ),
            ("SELECT * REPLACE ('e1' AS event_id) FROM good", "2", "1 ids occur more than once"),
            ("SELECT * EXCLUDE (event_type) FROM good", "2", "can't be read: "),
        ]
    )
    func `what is wrong within a file is found`(sql: String, events: String, finding: String?) throws {
        let path = fixture.dayFile(day: -10)
        let metadata = """
            iafa_format_version: '1', iafa_first_sequence: '1', iafa_last_sequence: '2', iafa_events: '\(events)', \
            iafa_last_received_us: '1'
            """
        try FileManager.default.createDirectory(
            atPath: fixture.folder(day: -10),
            withIntermediateDirectories: true
        )
        try ParquetContents.write(
            """
            WITH good AS (
                SELECT 'e' || range AS event_id, 'view' AS event_type, 'ada' AS user_id, NULL::VARCHAR AS anonymous_id,
                    NULL::VARCHAR AS session_id, TIMESTAMPTZ '2026-05-07 10:00:00+00' AS timestamp,
                    TIMESTAMPTZ '2026-05-07 10:00:00+00' AS received_at, NULL::TIMESTAMPTZ AS sent_at,
                    '{}' AS properties, NULL::VARCHAR AS ip_hash
                FROM range(2)
            ) \(sql)
            """,
            to: path,
            options: ", KV_METADATA {\(metadata)}"
        )
        let findings = try fixture.open().verify().findings
        #expect(findings.map(\.path) == (finding == nil ? [] : [path]))
        if let finding { #expect(findings.first?.message.hasPrefix(finding) == true, "\(findings)") }
    }

    @Test func `a file in a folder that isn't its own is found`() async throws {
        let elsewhere = fixture.folder(day: -100)
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        let copy = elsewhere + "/" + EventFileName(day: StoreFixture.today.advanced(by: -1)).text
        try FileManager.default.copyItem(atPath: fixture.dayFile(day: -1), toPath: copy)
        let store = try fixture.open()
        #expect(try store.verify().findings.map(\.path) == [copy])
        #expect(try store.survey().findings == store.verify().findings)
        #expect(try store.verify().findings[0].remedy.contains(fixture.dayFile(day: -1)))
        // Neither of two files of a day may be chosen silently.
        await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: -1 ... -1)) }
        #expect(FileManager.default.fileExists(atPath: copy))
    }
}
