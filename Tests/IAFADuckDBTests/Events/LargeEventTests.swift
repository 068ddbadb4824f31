import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

/// Events of the largest size, and an engine with as little memory as may be set.
struct LargeEventTests {
    private static let memory = 64

    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func open() throws -> ParquetEventStore { try fixture.open { $0.engineMemory = Self.memory } }

    /// Events whose properties have about so many bytes.
    private static func events(_ numbers: Range<Int>, bytes: Int = 30_000) -> [Event] {
        numbers.map { number in
            let text = String(repeating: "the text of number \(number). ", count: bytes / 25)
            return .test(number, second: number * 7 % 86_400, properties: #"{"text":"\#(text)"}"#)
        }
    }

    /// Rows and bytes of the largest row group of a file, and whether rows are in order of time.
    private func shape(of file: EventFile) throws -> (rows: Int, bytes: Int, isOrdered: Bool) {
        let groups = try ParquetContents.rows(
            """
            SELECT max(row_group_num_rows), max(bytes) FROM (
                SELECT row_group_num_rows, sum(total_uncompressed_size) AS bytes FROM parquet_metadata($1)
                GROUP BY row_group_id, row_group_num_rows
            )
            """,
            [.path(file.readPath)]
        )
        let numbers = groups[0].split(separator: " ").compactMap { Int($0) }
        let disorder = try ParquetContents.rows(
            """
            SELECT count(*) FROM (
                SELECT timestamp < lag(timestamp) OVER (ORDER BY file_row_number) AS is_early
                FROM read_parquet($1, file_row_number = true)
            ) WHERE is_early
            """,
            [.path(file.readPath)]
        )
        return (numbers[0], numbers[1], disorder == ["0"])
    }

    @Test func `a flush of much more than the engine has memory writes row groups of a bounded size`() async throws {
        let store = try open()
        let events = Self.events(0..<5_000)
        store.receive(events.sequenced())
        #expect(store.unflushedByteCount > 5_000 * 29_000)
        #expect(try await store.flush() == 5_000)
        #expect(store.unflushedByteCount == 0)
        let file = try #require(try store.files().first)
        let shape = try shape(of: file)
        #expect(shape.bytes < 16_000_000)
        #expect(shape.rows < 600)
        #expect(shape.isOrdered)
        #expect(try store.verify().findings == [])
        #expect(try await store.funnel(.test()).users == [1, 0])
    }

    @Test func `small events are not torn into many groups`() async throws {
        let store = try fixture.open()
        store.receive((0..<40_000).map { Event.test($0, second: $0) }.sequenced())
        try await store.flush()
        let shape = try shape(of: try store.files()[0])
        #expect(shape.rows > 15_000)
        #expect(shape.isOrdered)
    }

    @Test(arguments: [2, 3, 9])
    func `a day of much more than the engine has memory becomes one file`(flushes: Int) async throws {
        let store = try open()
        let events = Self.events(0..<6_000)
        let size = events.count / flushes
        for flush in 0..<flushes {
            // An event in two comes again in the next flush.
            let again =
                flush == 0
                ? [] : events[(flush - 1) * size..<flush * size].filter { $0.timestamp.microseconds % 2 == 0 }
            let next = Array(events[flush * size..<(flush + 1) * size]) + again
            store.receive(next.sequenced(from: UInt64(flush) * 10_000 + 1))
            try await store.flush()
        }
        let summary = try await store.compact(thorough: true)
        #expect(summary.events == size * flushes)
        #expect(summary.days == 1)
        #expect(summary.mergedFiles == flushes)
        let file = try #require(try store.files().first)
        #expect(try shape(of: file).isOrdered)
        #expect(try shape(of: file).bytes < 16_000_000)
        #expect(file.footer.first == 1)
        #expect(fixture.files().count == 1)
        #expect(try store.storedEvents() == Array(events[..<(size * flushes)]).byID)
        #expect(try store.verify().findings == [])
    }

    @Test(arguments: [ExportFormat.parquet, .csv, .jsonl])
    func `more than the engine has memory can be taken out`(format: ExportFormat) async throws {
        let store = try open()
        let events = Self.events(0..<4_500)
        for start in [0, 1_500] {
            store.receive(Array(events[start..<start + 1_500]).sequenced(from: UInt64(start + 1)))
            try await store.flush()
        }
        store.receive(Array(events[3_000...]).sequenced(from: 3_001))
        let path = fixture.directory + "/export"
        let range = StoreFixture.today.start..<StoreFixture.today.advanced(by: 1).start
        #expect(try await store.export(StoreFixture.shop, in: range, as: format, to: path) == 4_500)
        guard format == .parquet else { return }
        let ids = try ParquetContents.rows("SELECT event_id FROM read_parquet($1)", [.path(path)])
        #expect(ids == events.sorted { $0.timestamp < $1.timestamp }.map(\.id))
    }

    @Test func `many small parts become one file, each event once`() async throws {
        let store = try open()
        var random = RandomEvents(seed: 11)
        let events = random.next(900, days: -1...0)
        for start in stride(from: 0, to: 900, by: 30) {
            store.receive(Array(events[start..<start + 30]).sequenced(from: UInt64(start + 1)))
            store.receive(Array(events[start..<start + 5]).sequenced(from: UInt64(10_000 + start)))
            try await store.flush()
        }
        let summary = try await store.compact(thorough: true)
        #expect(summary.events == 900)
        #expect(summary.duplicates == 150)
        #expect(summary.mergedFiles == 60)
        #expect(fixture.files().count == 2)
        #expect(try store.storedEvents() == events.byID)
    }

    @Test func `repetitions are found however few ids are looked at at once`() async throws {
        let store = try fixture.open()
        let events = (0..<100).map { Event.test($0, second: $0) }
        for first in [UInt64(1), 201] {
            store.receive(events.sequenced(from: first))
            try await store.flush()
        }
        let files = try store.files()
        for memory in [0, 256] {
            let found = try RepeatedEvents(connection: try store.connect(), engineMemory: memory).rows(
                of: files,
                rows: 200
            )
            #expect(found.map(\.count).reduce(0, +) == 100)
            // Of equal events, that of the first file stays.
            #expect(found.map(\.count) == [0, 100])
            #expect((0..<100).allSatisfy { found[1].contains($0) })
        }
    }

    /// A day file as an earlier version would have written it: one row group that the engine has no memory for.
    private func writeHugeGroup(day: Int) throws {
        let metadata = """
            iafa_format_version: '1', iafa_first_sequence: '1', iafa_last_sequence: '8000', iafa_events: '8000', \
            iafa_last_received_us: '1'
            """
        try FileManager.default.createDirectory(
            atPath: fixture.folder(day: day),
            withIntermediateDirectories: true
        )
        let date = StoreFixture.today.advanced(by: day)
        try ParquetContents.write(
            """
            SELECT 'h' || range AS event_id, 'view' AS event_type, 'ada' AS user_id, NULL::VARCHAR AS anonymous_id,
                NULL::VARCHAR AS session_id, TIMESTAMPTZ '\(date) 10:00:00+00' AS timestamp,
                TIMESTAMPTZ '\(date) 10:00:00+00' AS received_at, NULL::TIMESTAMPTZ AS sent_at,
                '{"a":"' || repeat(md5(range::VARCHAR), 900) || '"}' AS properties, NULL::VARCHAR AS ip_hash
            FROM range(8000)
            """,
            to: fixture.dayFile(day: day),
            options: ", ROW_GROUP_SIZE 122880, KV_METADATA {\(metadata)}"
        )
    }

    @Test func `a file that the engine has no memory for is not called damaged`() async throws {
        try writeHugeGroup(day: -1)
        let error = try #require(throws: EventStoreError.self) { try open().verify() }
        guard case .tooLarge(let message) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(message.contains(fixture.dayFile(day: -1)))
        #expect(message.contains("engine_memory_mib"))
        #expect(try fixture.open { $0.engineMemory = 2_048 }.verify().findings == [])
    }

    @Test func `what can't be merged for want of memory stays, and nothing else is kept from its turn`() async throws {
        try writeHugeGroup(day: -2)
        let store = try open()
        let late = [Event.test(1, day: -2, second: 1)]
        let other = [Event.test(2, day: -1, second: 1)]
        store.receive((late + other).sequenced(from: 9_000))
        try await store.flush()
        let error = await #expect(throws: EventStoreError.self) { try await store.compact(thorough: true) }
        guard case .tooLarge(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!message.contains("\n"))
        #expect(try store.files().map(\.name.part) == [nil, 9_000...9_000, nil])
        #expect(StoreFixture.files(below: fixture.directory).allSatisfy { !$0.hasSuffix(".parquet.tmp") })
        store.receive([Event.test(3)].sequenced(from: 9_002))
        #expect(try await store.flush() == 9_002)
        #expect(try fixture.open { $0.engineMemory = 2_048 }.storedEvents().count == 8_003)
    }
}
