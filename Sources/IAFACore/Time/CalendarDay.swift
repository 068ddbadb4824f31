/// A day of the Gregorian calendar without a time zone, as days since 1970-01-01.
///
/// Every `Int32` is a valid day; text is read for the years 0000…9999.
package struct CalendarDay: Sendable, Hashable, Comparable, Strideable {
    /// The length of a UTC day.
    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Days since 1970-01-01, negative before it.
    package let daysSinceEpoch: Int32

    /// The day `daysSinceEpoch` days after 1970-01-01.
    package init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// The UTC day an instant lies in.
    package init(_ timestamp: Timestamp) {
        let (days, remainder) = timestamp.microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        // ±2^63 µs are about ±107 million days.
        daysSinceEpoch = Int32(days - (remainder < 0 ? 1 : 0))
    }

    /// The day of a date, or nil where it doesn't exist or its year is not 0…9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.daysInMonth(month, year: year)
        else { return nil }
        daysSinceEpoch = Int32(CivilDate.days(year: year, month: month, day: day))
    }

    /// Parses `YYYY-MM-DD` exactly.
    /// - Throws: ``TimestampError``, `malformed` for another form, `noSuchTime` for a day that doesn't exist.
    package init(_ text: String) throws(TimestampError) {
        var text = text
        // `withUTF8` has no typed throws.
        let parsed = text.withUTF8 { utf8 in
            Result { () throws(TimestampError) in
                var reader = DigitReader(UnsafeRawBufferPointer(utf8))
                let days = try reader.date(malformed: .malformedDay)
                guard reader.isAtEnd else { throw TimestampError.malformedDay }
                return Int32(days)
            }
        }
        daysSinceEpoch = try parsed.get()
    }

    /// The year; 0 is the year before 1.
    package var year: Int { CivilDate.date(days: Int(daysSinceEpoch)).year }
    /// The month, 1…12.
    package var month: Int { CivilDate.date(days: Int(daysSinceEpoch)).month }
    /// The day of the month, 1…31.
    package var day: Int { CivilDate.date(days: Int(daysSinceEpoch)).day }
    /// The day of the week by ISO 8601, 1 (Monday) … 7.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        let remainder = (Int(daysSinceEpoch) + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }

    /// The day's first instant in UTC, limited to the range of ``Timestamp``.
    package var start: Timestamp {
        let (microseconds, overflow) = Int64(daysSinceEpoch).multipliedReportingOverflow(by: Self.microsecondsPerDay)
        if overflow { return daysSinceEpoch < 0 ? .distantPast : .distantFuture }
        return Timestamp(microseconds: microseconds)
    }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    /// The day `days` days later, stopping at the first and last day instead of overflowing.
    package func advanced(by days: Int) -> CalendarDay {
        let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
        let clamped = overflow ? (days < 0 ? Int32.min : Int32.max) : Int32(clamping: sum)
        return CalendarDay(daysSinceEpoch: clamped)
    }

    /// The days from this one to `other`, negative where that is earlier.
    package func distance(to other: CalendarDay) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }
}

extension CalendarDay: CustomStringConvertible, Codable {
    /// The day as `YYYY-MM-DD`; years outside of 0000…9999 with a sign and as many digits as they need.
    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``description`` in UTF-8.
    package func write(into bytes: inout [UInt8]) {
        let (year, month, day) = CivilDate.date(days: Int(daysSinceEpoch))
        if (0...9999).contains(year) {
            Timestamp.write(year, digits: 4, into: &bytes)
        } else {
            bytes.append(year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            let digits = String(year.magnitude).utf8
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, 4 - digits.count)))
            bytes.append(contentsOf: digits)
        }
        bytes.append(UInt8(ascii: "-"))
        Timestamp.write(month, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Timestamp.write(day, digits: 2, into: &bytes)
    }

    /// Decodes `YYYY-MM-DD`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(TimestampError) {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Encodes ``description``.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
