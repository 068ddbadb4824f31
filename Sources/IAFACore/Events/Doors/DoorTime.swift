/// Reads times as the clients of other products write them.
package enum DoorTime {
    /// Seconds since 1970 from which on a number is taken for milliseconds; the year 5138 in the one, 1973 in the
    /// other.
    private static let firstMilliseconds = 1e11

    /// A time without an offset is in UTC, and the offset may lack its colon; a number is seconds or ms since 1970.
    static func timestamp(_ value: RawValue) -> Timestamp? {
        switch value.kind {
        case .string: value.text.flatMap { timestamp($0) }
        case .number: value.number.flatMap { timestamp(number: $0) }
        default: nil
        }
    }

    /// ms since 1970, as in the query of posthog-js.
    package static func timestamp(millisecondsText text: String) -> Timestamp? {
        Double(text).flatMap { $0 >= firstMilliseconds ? timestamp(number: $0) : nil }
    }

    static func timestamp(_ text: String) -> Timestamp? {
        if let time = try? Timestamp(rfc3339: text, assumeUTC: true) { return time }
        // +0100, as many formatters write it.
        let offset = text.utf8.suffix(5)
        guard let sign = offset.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            offset.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return try? Timestamp(rfc3339: text.dropLast(2) + ":" + text.suffix(2))
    }

    private static func timestamp(number: Double) -> Timestamp? {
        let microseconds = number * (abs(number) < firstMilliseconds ? 1_000_000 : 1_000)
        guard let whole = Int64(exactly: microseconds.rounded()), Timestamp.fourDigitYears.contains(whole) else {
            return nil
        }
        return Timestamp(microseconds: whole)
    }
}
