import Foundation
import IAFACore
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "reads RFC 3339 in all its forms",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1970-01-01 00:00:00Z", 0),
            ("1970-01-01T00:00:00+00:00", 0), ("1970-01-01T00:00:00-00:00", 0), ("1970-01-01T02:00:00+02:00", 0),
            ("1969-12-31T18:30:00-05:30", 0), ("1970-01-01T00:00:00.1Z", 100_000), ("1970-01-01T00:00:00.000001Z", 1),
            ("1970-01-01T00:00:00.0000019Z", 1), ("1970-01-01T00:00:00.123456789123456789123Z", 123_456),
            ("1969-12-31T23:59:59.999999Z", -1), ("2016-12-31T23:59:60Z", 1_483_228_799_999_999),
            ("2016-12-31T23:59:60.5Z", 1_483_228_799_999_999), ("2000-02-29T12:34:56Z", 951_827_696_000_000),
            ("2024-02-29T23:59:59+23:59", 1_709_164_859_000_000), ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)]
    )
    func reads(text: String, microseconds: Int64) throws {
        #expect(try Timestamp(rfc3339: text).microseconds == microseconds)
        #expect(try Timestamp(rfc3339: text, assumeUTC: true).microseconds == microseconds)
        let bytes = Array(text.utf8)
        let parsed = bytes.withUnsafeBytes { buffer in Result { try Timestamp(rfc3339: buffer) } }
        #expect(try parsed.get().microseconds == microseconds)
    }

    @Test(
        "refuses everything else with its reason",
        arguments: [
            ("", .malformed), ("2026", .malformed), ("2026-1-1T00:00:00Z", .malformed),
            ("20260101T000000Z", .malformed),
            ("2026-01-01T00:00Z", .malformed), ("2026-01-01T00:00:00.Z", .malformed),
            ("2026-01-01T00:00:00,5Z", .malformed),
            ("2026-01-01  00:00:00Z", .malformed), ("2026-01-01T00:00:00 Z", .malformed),
            (" 2026-01-01T00:00:00Z", .malformed),
            ("2026-01-01T00:00:00Zx", .malformed), ("2026-01-01T00:00:00+0200", .malformed),
            ("2026-01-01T00:00:00+02", .malformed),
            ("+2026-01-01T00:00:00Z", .malformed), ("-001-01-01T00:00:00Z", .malformed),
            ("12026-01-01T00:00:00Z", .malformed),
            ("2026-01-01T00:00:00＋02:00", .malformed), ("2026/01/01T00:00:00Z", .malformed), ("1716000000", .malformed),
            ("2026-00-01T00:00:00Z", .noSuchTime), ("2026-13-01T00:00:00Z", .noSuchTime),
            ("2026-01-00T00:00:00Z", .noSuchTime),
            ("2026-02-29T00:00:00Z", .noSuchTime), ("2100-02-29T00:00:00Z", .noSuchTime),
            ("2026-04-31T00:00:00Z", .noSuchTime),
            ("2026-01-01T24:00:00Z", .noSuchTime), ("2026-01-01T00:60:00Z", .noSuchTime),
            ("2026-01-01T00:00:61Z", .noSuchTime),
            ("2026-01-01T00:00:00+24:00", .noSuchTime), ("2026-01-01T00:00:00+00:60", .noSuchTime),
            ("2026-01-01T00:00:00", .missingOffset), ("2026-01-01", .missingOffset),
            ("2026-01-01 00:00:00.5", .missingOffset),
            ("0000-01-01T00:00:00+00:01", .outOfRange), ("9999-12-31T23:59:59-00:01", .outOfRange),
        ] as [(String, TimestampError.Reason)]
    )
    func refuses(text: String, reason: TimestampError.Reason) {
        let error = #expect(throws: TimestampError.self) { try Timestamp(rfc3339: text) }
        #expect(error?.reason == reason)
    }

    @Test(
        "takes a missing offset as UTC only when told to",
        arguments: [
            ("1970-01-02", 86_400_000_000), ("1970-01-01 00:00:01", 1_000_000), ("1970-01-01T00:00:00.25", 250_000),
        ] as [(String, Int64)]
    )
    func assumesUTC(text: String, microseconds: Int64) throws {
        #expect(try Timestamp(rfc3339: text, assumeUTC: true).microseconds == microseconds)
        let error = #expect(throws: TimestampError.self) { try Timestamp(rfc3339: text) }
        #expect(error?.message.contains("add Z or an offset") == true)
    }

    @Test(
        "writes no more of the fraction than it has",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000001Z"), (1000, "1970-01-01T00:00:00.001Z"),
            (120_000, "1970-01-01T00:00:00.120Z"), (120_001, "1970-01-01T00:00:00.120001Z"),
            (-1, "1969-12-31T23:59:59.999999Z"), (-62_167_219_200_000_000, "0000-01-01T00:00:00Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            (253_402_300_800_000_000, "+10000-01-01T00:00:00Z"),
            (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999999Z"), (.max, "+294247-01-10T04:00:54.775807Z"),
            (.min, "-290308-12-21T19:59:05.224192Z"),
        ] as [(Int64, String)]
    )
    func writes(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test("reads back what it writes, and as Foundation does")
    func roundTrip() throws {
        var random = SplitMix64(seed: 3)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<5000 {
            let timestamp = Timestamp(
                microseconds: Int64.random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &random)
            )
            #expect(try Timestamp(rfc3339: timestamp.description) == timestamp)
            // Foundation changes to the Julian calendar before 1582.
            let seconds = Int64.random(in: -10_000_000_000...253_402_300_799, using: &random)
            let date = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(Timestamp(microseconds: seconds * 1_000_000).description == date)
        }
    }

    @Test("is RFC 3339 text in JSON")
    func codable() throws {
        let timestamp = Timestamp(microseconds: 1_500_000)
        let data = try JSONEncoder().encode([timestamp])
        #expect(String(decoding: data, as: UTF8.self) == #"["1970-01-01T00:00:01.500Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [timestamp])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["1970-01-01"]"#.utf8))
        }
        #expect(throws: EncodingError.self) { try JSONEncoder().encode([Timestamp.distantFuture]) }
    }

    @Test(
        "adds durations exactly and stops at its ends",
        arguments: [
            (0, .microseconds(1), 1), (0, .nanoseconds(1999), 1), (0, .nanoseconds(-1), -1),
            (5, .nanoseconds(-1000), 4),
            (0, .seconds(86_400), 86_400_000_000), (10, .seconds(-1), -999_990), (.max, .nanoseconds(999), .max),
            (.max, .microseconds(1), .max), (.min, .microseconds(-1), .min), (0, .seconds(Int64.max), .max),
            (0, .seconds(Int64.min), .min), (.min, .seconds(18_446_744_073_709), .max - 551_615),
        ] as [(Int64, Duration, Int64)]
    )
    func adds(microseconds: Int64, duration: Duration, expected: Int64) {
        #expect((Timestamp(microseconds: microseconds) + duration).microseconds == expected)
    }

    @Test("subtracts exactly, over its whole range")
    func subtracts() {
        let span = Timestamp.distantFuture - Timestamp.distantPast
        #expect(span == .microseconds(Int64.max) + .microseconds(Int64.max) + .microseconds(1))
        #expect(Timestamp.distantPast + span == .distantFuture)
        #expect(Timestamp.distantFuture - span == .distantPast)
        #expect(Timestamp(microseconds: 3) - Timestamp(microseconds: 5) == .microseconds(-2))
        #expect(Timestamp(microseconds: 3) - .microseconds(5) == Timestamp(microseconds: -2))
        #expect(Timestamp(microseconds: 3) < Timestamp(microseconds: 5))
    }
}
