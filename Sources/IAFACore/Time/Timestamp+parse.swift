extension Timestamp {
    /// Parses an RFC 3339 timestamp from UTF-8.
    ///
    /// Accepted are `T`, `t` or one space between date and time, a fraction of any length (cut off below a
    /// microsecond), `Z`, `z` or an offset `±hh:mm` up to 23:59. A leap second `:60` becomes `:59.999999`.
    /// - Parameters:
    ///   - bytes: The whole text, without surrounding white space.
    ///   - assumeUTC: Whether a text without an offset, or a date alone (its first instant), is taken as UTC.
    /// - Throws: ``TimestampError``; `missingOffset` only where `assumeUTC` is false.
    package init(rfc3339 bytes: UnsafeRawBufferPointer, assumeUTC: Bool = false) throws(TimestampError) {
        var reader = DigitReader(bytes)
        let days = try reader.date(malformed: .malformedTimestamp)
        if reader.isAtEnd {
            guard assumeUTC else { throw .missingOffset }
            self.init(microseconds: Int64(days) * CalendarDay.microsecondsPerDay)
            return
        }
        guard
            reader.consume(UInt8(ascii: "T")) || reader.consume(UInt8(ascii: "t")) || reader.consume(UInt8(ascii: " "))
        else { throw .malformedTimestamp }
        let timeOfDay = try Self.timeOfDay(&reader)
        let offset = try Self.offsetMinutes(&reader, assumeUTC: assumeUTC)
        guard reader.isAtEnd else { throw .malformedTimestamp }
        let instant = Int64(days) * CalendarDay.microsecondsPerDay + timeOfDay - Int64(offset) * 60_000_000
        guard Self.fourDigitYears.contains(instant) else { throw .outOfRange }
        self.init(microseconds: instant)
    }

    /// Parses an RFC 3339 timestamp, as ``init(rfc3339:assumeUTC:)-bytes`` does.
    package init(rfc3339 text: String, assumeUTC: Bool = false) throws(TimestampError) {
        var text = text
        // `withUTF8` has no typed throws.
        let parsed = text.withUTF8 { utf8 in
            Result { () throws(TimestampError) in
                try Timestamp(rfc3339: UnsafeRawBufferPointer(utf8), assumeUTC: assumeUTC)
            }
        }
        self = try parsed.get()
    }

    /// The instants whose UTC year has four digits, in microseconds.
    static let fourDigitYears: ClosedRange<Int64> = {
        let first = Int64(CivilDate.days(year: 0, month: 1, day: 1))
        let end = Int64(CivilDate.days(year: 10_000, month: 1, day: 1))
        return first * CalendarDay.microsecondsPerDay...end * CalendarDay.microsecondsPerDay - 1
    }()

    /// Consumes `hh:mm:ss` and a fraction and gives microseconds since midnight.
    private static func timeOfDay(_ reader: inout DigitReader) throws(TimestampError) -> Int64 {
        guard let hour = reader.number(digits: 2), reader.consume(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2), reader.consume(UInt8(ascii: ":")),
            let second = reader.number(digits: 2)
        else { throw .malformedTimestamp }
        guard hour <= 23, minute <= 59, second <= 60 else { throw .noSuchTime }
        var fraction: Int64 = 0
        if reader.consume(UInt8(ascii: ".")) {
            var scale: Int64 = 100_000
            let start = reader.position
            while let digit = reader.number(digits: 1) {
                fraction += Int64(digit) * scale
                scale /= 10
            }
            guard reader.position > start else { throw .malformedTimestamp }
        }
        let minutes = Int64(hour) * 60 + Int64(minute)
        if second == 60 { return minutes * 60_000_000 + 59_999_999 }
        return (minutes * 60 + Int64(second)) * 1_000_000 + fraction
    }

    /// Consumes `Z` or `±hh:mm` and gives the minutes east of UTC.
    private static func offsetMinutes(_ reader: inout DigitReader, assumeUTC: Bool) throws(TimestampError) -> Int {
        guard let sign = reader.next else {
            guard assumeUTC else { throw .missingOffset }
            return 0
        }
        reader.position += 1
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = reader.number(digits: 2), reader.consume(UInt8(ascii: ":")),
            let minutes = reader.number(digits: 2)
        else { throw .malformedTimestamp }
        guard hours <= 23, minutes <= 59 else { throw .noSuchTime }
        let offset = hours * 60 + minutes
        return sign == UInt8(ascii: "-") ? -offset : offset
    }
}
