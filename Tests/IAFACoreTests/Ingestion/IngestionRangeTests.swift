import IAFACore
import Testing

@Suite struct IngestionRangeTests {
    private static let now = "2026-05-17T09:30:00Z"

    @Test(
        arguments: [
            (nil, nil, "2026-05-10T10:00:00Z", "2026-05-17T09:00:00Z"),
            ("2026-05-16", nil, "2026-05-16T00:00:00Z", "2026-05-17T09:00:00Z"),
            ("2026-05-16", "2026-05-16", "2026-05-16T00:00:00Z", "2026-05-16T23:00:00Z"),
            (nil, "2026-05-16", "2026-05-10T00:00:00Z", "2026-05-16T23:00:00Z"),
            ("2026-05-17T07:59:59Z", "2026-05-17T09:00:00Z", "2026-05-17T07:00:00Z", "2026-05-17T08:00:00Z"),
            ("2026-05-17T07:00:00Z", "2026-05-17T09:00:01Z", "2026-05-17T07:00:00Z", "2026-05-17T09:00:00Z"),
            ("2026-05-17T07:00:00+02:00", nil, "2026-05-17T05:00:00Z", "2026-05-17T09:00:00Z"),
            ("2026-06-01", nil, "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        ] as [(String?, String?, String, String)]
    )
    func coversWholeHours(_ start: String?, _ end: String?, _ first: String, _ last: String) throws {
        let range = try IngestionRange(start: start, end: end, now: Timestamp(rfc3339: Self.now))
        #expect(range.hours.lowerBound.start.description == first)
        #expect(range.hours.upperBound.start.description == last)
    }

    @Test(
        arguments: [
            ("yesterday", nil, "start", "invalid_date"), (nil, "2026-13-01", "end", "invalid_date"),
            ("", nil, "start", "invalid_date"), ("2026-05-17T09:00:00", nil, "start", "invalid_date"),
            ("2026-05-18", "2026-05-17", "end", "before_start"),
            ("2026-05-17T09:00:00Z", "2026-05-17T09:00:00Z", "end", "before_start"),
            ("2025-05-17", "2026-05-18", "start", "range_too_long"), ("0000-01-01", nil, "start", "invalid_date"),
        ] as [(String?, String?, String, String)]
    )
    func refuses(_ start: String?, _ end: String?, _ field: String, _ code: String) throws {
        let now = try Timestamp(rfc3339: Self.now)
        let failure = #expect(throws: ValidationFailure.self) { try IngestionRange(start: start, end: end, now: now) }
        #expect(failure?.issues.map { [$0.field, $0.code] } == [[field, code]])
    }

    @Test(arguments: [-3_600_000_001, -1, 0, 3_599_999_999, 3_600_000_000, 1_750_000_000_000_000])
    func anHourIsKnownByDayAndPlace(_ microseconds: Int64) {
        let time = Timestamp(microseconds: microseconds)
        let hour = IngestionHour(time)
        #expect(hour.start <= time && time - hour.start < .seconds(3_600))
        #expect(IngestionHour(day: hour.day, hour: hour.hourOfDay) == hour)
    }
}
