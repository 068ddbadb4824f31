extension Timestamp: CustomStringConvertible, Codable {
    /// The instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; three digits of the fraction where they suffice, none for 0.
    ///
    /// Years outside of 0000…9999, for which RFC 3339 has no form, get a sign and as many digits as they need.
    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(27)
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``description`` in UTF-8.
    package func write(into bytes: inout [UInt8]) {
        let day = CalendarDay(self)
        // The remainder of the floored division, so that it is not negative before 1970.
        let remainder = microseconds % CalendarDay.microsecondsPerDay
        let timeOfDay = Int(remainder < 0 ? remainder + CalendarDay.microsecondsPerDay : remainder)
        let (seconds, fraction) = timeOfDay.quotientAndRemainder(dividingBy: 1_000_000)
        day.write(into: &bytes)
        bytes.append(UInt8(ascii: "T"))
        Self.write(seconds / 3600, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.write(seconds / 60 % 60, digits: 2, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.write(seconds % 60, digits: 2, into: &bytes)
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            if fraction.isMultiple(of: 1000) {
                Self.write(fraction / 1000, digits: 3, into: &bytes)
            } else {
                Self.write(fraction, digits: 6, into: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Appends a number that is not negative and has at most `digits` digits, filled up with zeros.
    static func write(_ number: Int, digits: Int, into bytes: inout [UInt8]) {
        var power = 1
        for _ in 1..<digits { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / power % 10))
            power /= 10
        }
    }

    /// Decodes an RFC 3339 text with an offset.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(TimestampError) {
            try self.init(rfc3339: text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Encodes ``description``.
    /// - Throws: `EncodingError` outside of the years 0000…9999, which could not be read back.
    package func encode(to encoder: any Encoder) throws {
        guard Self.fourDigitYears.contains(microseconds) else {
            let context = EncodingError.Context(
                codingPath: encoder.codingPath,
                debugDescription: TimestampError.outOfRange.message
            )
            throw EncodingError.invalidValue(self, context)
        }
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
