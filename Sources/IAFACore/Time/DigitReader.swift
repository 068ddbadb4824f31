/// Reads the fixed fields of dates and times from bytes.
struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    /// The next byte to read, 0 … `bytes.count`.
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// The next byte, which is not consumed; nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Consumes `count` digits and gives their number, or nil where there are fewer.
    mutating func number(digits count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for index in position..<position + count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += count
        return value
    }

    /// Consumes `byte` where it comes next and tells whether it did.
    mutating func consume(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Consumes `YYYY-MM-DD` and gives its days since 1970-01-01; `malformed` is thrown for another form.
    mutating func date(malformed: TimestampError) throws(TimestampError) -> Int {
        guard let year = number(digits: 4), consume(UInt8(ascii: "-")),
            let month = number(digits: 2), consume(UInt8(ascii: "-")),
            let day = number(digits: 2)
        else { throw malformed }
        guard (1...12).contains(month), day >= 1, day <= CivilDate.daysInMonth(month, year: year) else {
            throw .noSuchTime
        }
        return CivilDate.days(year: year, month: month, day: day)
    }
}
