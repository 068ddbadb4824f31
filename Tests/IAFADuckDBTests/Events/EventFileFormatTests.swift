import DuckDB
import IAFACore
@testable import IAFADuckDB
import Testing

/// What any reader of Parquet finds; the interface promises it.
struct EventFileFormatTests {
    private func path(isDay: Bool) async throws -> (path: String, keep: StoreFixture) {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: 3)
        store.receive(random.next(500, days: 0...0).sequenced())
        try await store.flush()
        if isDay { try await store.compact(thorough: true) }
        let name = try #require(fixture.files().first)
        return (fixture.directory + "/events/" + name, fixture)
    }

    @Test(arguments: [true, false])
    func `the columns have the promised names and types`(isDay: Bool) async throws {
        let file = try await path(isDay: isDay)
        let columns = try ParquetContents.rows(
            "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('\(file.path)'))"
        )
        let time = "TIMESTAMP WITH TIME ZONE"
        #expect(
            columns == [
                "event_id VARCHAR", "event_type VARCHAR", "user_id VARCHAR", "anonymous_id VARCHAR",
                "session_id VARCHAR", "timestamp \(time)", "received_at \(time)", "sent_at \(time)",
                "properties VARCHAR", "ip_hash VARCHAR",
            ]
        )
        let stored = try ParquetContents.rows(
            """
            SELECT type, converted_type, logical_type FROM parquet_schema('\(file.path)')
            WHERE name IN ('timestamp', 'received_at', 'sent_at')
            """
        )
        #expect(stored.count == 3)
        for time in stored {
            #expect(time.hasPrefix("INT64 TIMESTAMP_MICROS"))
            #expect(time.contains("isAdjustedToUTC=1") && time.contains("MICROS=MicroSeconds"))
        }
        let text = try ParquetContents.rows(
            "SELECT type, converted_type FROM parquet_schema('\(file.path)') WHERE name = 'properties'"
        )
        #expect(text == ["BYTE_ARRAY UTF8"])
    }

    @Test(arguments: [true, false])
    func `pages are compressed with Snappy`(isDay: Bool) async throws {
        let file = try await path(isDay: isDay)
        let used = try ParquetContents.rows("SELECT DISTINCT compression FROM parquet_metadata('\(file.path)')")
        #expect(used == ["SNAPPY"])
    }

    @Test(arguments: [true, false])
    func `rows are in order of time, over several row groups too`(isDay: Bool) async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        let events = (0..<130_000).map { Event.test($0, second: $0 &* 7_919 % 86_400) }
        let all = events.sequenced()
        if isDay {
            store.receive(Array(all[..<60_000]))
            try await store.flush()
            store.receive(Array(all[60_000...]))
            try await store.flush()
            try await store.compact(thorough: true)
        } else {
            store.receive(all)
            try await store.flush()
        }
        let path = try #require(fixture.files().first)
        let times = try ParquetContents.rows(
            """
            SELECT count(*), count(*) FILTER (earlier > timestamp) FROM (
                SELECT timestamp, lag(timestamp) OVER (ORDER BY file_row_number) AS earlier
                FROM read_parquet('\(fixture.directory)/events/\(path)', file_row_number = true)
            )
            """
        )
        #expect(times == ["130000 0"])
        #expect(fixture.files().count == 1)
    }
}
