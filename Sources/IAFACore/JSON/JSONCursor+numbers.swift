extension JSONCursor {
    /// A number as scanned: `mantissa × 10^exponent`, exact unless `isTruncated`.
    struct ScannedNumber {
        /// The first 19 significant digits.
        var mantissa: UInt64 = 0
        /// The power of ten, within ±10^9 (clamped far beyond what a `Double` tells from 0 or infinity).
        var exponent = 0
        var isNegative = false
        /// Whether digits other than 0 follow the 19 kept.
        var isTruncated = false

        /// The exact value where it is whole and fits.
        var integer: Int64? {
            if mantissa == 0 { return 0 }
            guard !isTruncated, (-18...18).contains(exponent) else { return nil }
            let power = Self.wholePower(exponent.magnitude)
            var magnitude = mantissa
            if exponent < 0 {
                guard magnitude.isMultiple(of: power) else { return nil }
                magnitude /= power
            } else {
                let (product, overflow) = magnitude.multipliedReportingOverflow(by: power)
                guard !overflow else { return nil }
                magnitude = product
            }
            if isNegative {
                return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
            }
            return Int64(exactly: magnitude)
        }

        private static func wholePower(_ exponent: UInt) -> UInt64 {
            var power: UInt64 = 1
            for _ in 0..<exponent { power &*= 10 }
            return power
        }

        @inline(__always)
        fileprivate mutating func append(_ digit: UInt8, kept: inout Int) -> Bool {
            if kept < 19 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if mantissa != 0 { kept &+= 1 }
                return true
            }
            if digit != 0 { isTruncated = true }
            return false
        }
    }

    /// Consumes the number whose first byte stands at the cursor's place, checking its grammar only.
    @inline(__always)
    mutating func scanNumber() throws(JSONError) -> ScannedNumber {
        var number = ScannedNumber()
        var kept = 0
        if bytes[position] == UInt8(ascii: "-") {
            number.isNegative = true
            position &+= 1
        }
        let start = position
        while let digit = nextDigit() {
            if !number.append(digit, kept: &kept) { number.exponent &+= 1 }
        }
        try requireDigits(from: start)
        if position &- start > 1 && bytes[start] == UInt8(ascii: "0") {
            position = start
            throw failure(.invalidNumber)
        }
        guard position < bytes.count else { return number }
        if bytes[position] == UInt8(ascii: ".") {
            position &+= 1
            let fraction = position
            while let digit = nextDigit() {
                if number.append(digit, kept: &kept) { number.exponent &-= 1 }
            }
            try requireDigits(from: fraction)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            number.exponent &+= try scanExponent()
        }
        return number
    }

    /// The nearest `Double` of the number scanned from `start` to the cursor's place.
    /// - Throws: ``JSONError`` `numberOutOfRange` where it is infinite.
    @inline(__always)
    func double(_ number: ScannedNumber, start: Int) throws(JSONError) -> Double {
        // Clinger's fast path: both factors are exact, so that one rounding gives the nearest Double.
        if number.mantissa < 1 << 53, !number.isTruncated, (-22...22).contains(number.exponent) {
            let mantissa = Double(number.isNegative ? -Int64(number.mantissa) : Int64(number.mantissa))
            if number.exponent == 0 && number.mantissa != 0 { return mantissa }
            let signed = number.mantissa == 0 ? (number.isNegative ? -0.0 : 0.0) : mantissa
            let power = Self.exactPowersOfTen[Int(number.exponent.magnitude)]
            return number.exponent < 0 ? signed / power : signed * power
        }
        return try slowDouble(number, start: start)
    }

    /// Checks that the number scanned from `start` to the cursor's place is finite as a `Double`.
    @inline(__always)
    func requireFinite(_ number: ScannedNumber, start: Int) throws(JSONError) {
        // The mantissa is below 10^19 (10^20 with what was cut off), so that this is below 10^308.
        if number.exponent <= 288 { return }
        _ = try slowDouble(number, start: start)
    }

    @inline(never)
    private func slowDouble(_ number: ScannedNumber, start: Int) throws(JSONError) -> Double {
        if number.mantissa == 0 { return number.isNegative ? -0.0 : 0.0 }
        // Beyond these the standard library need not be asked, whatever it makes of huge exponents.
        if number.exponent < -400 { return number.isNegative ? -0.0 : 0.0 }
        let literal = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard number.exponent <= 308, let value = Double(literal), value.isFinite else {
            throw JSONError(offset: start, reason: .numberOutOfRange)
        }
        return value
    }

    /// Consumes `e`, a sign and digits.
    private mutating func scanExponent() throws(JSONError) -> Int {
        position += 1
        var isNegative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let start = position
        var exponent = 0
        while let digit = nextDigit() {
            if exponent < 100_000_000 { exponent = exponent * 10 + Int(digit) }
        }
        try requireDigits(from: start)
        return isNegative ? -exponent : exponent
    }

    @inline(__always)
    private mutating func nextDigit() -> UInt8? {
        guard position < bytes.count else { return nil }
        let digit = bytes[position] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        position &+= 1
        return digit
    }

    @inline(__always)
    private func requireDigits(from start: Int) throws(JSONError) {
        if position > start { return }
        throw failure(position < bytes.count ? .invalidNumber : .unexpectedEnd)
    }

    /// 10^0 … 10^22, every one exact.
    private static let exactPowersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
