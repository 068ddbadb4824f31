extension LinearRegexParser {
    /// Parses what follows a backslash outside of a class; `start` is the backslash's place.
    mutating func parseEscape(from start: Int) throws(RegexError) -> LinearRegexNode {
        guard let scalar = next else { throw failure("a \\ at the end of the pattern", at: start) }
        switch scalar {
        case "b":
            position += 1
            return .assertion(.wordBoundary)
        case "B":
            position += 1
            return .assertion(.noWordBoundary)
        case "1"..."9", "k":
            throw failure("back-references are not supported", at: start)
        default:
            if let set = parseClassEscape() { return add(set) }
            return literal(try parseScalarEscape(from: start))
        }
    }

    /// Parses a class from after its `[`, whose place is `start`, to its `]`.
    mutating func parseClass(from start: Int) throws(RegexError) -> LinearRegexSet {
        let isNegated = consume("^")
        var ranges: [ClosedRange<UInt32>] = []
        var isFirst = true
        while let scalar = next {
            let place = position
            position += 1
            switch scalar {
            case "]":
                guard !isFirst else { throw failure("an empty class; write \\] for the character", at: place) }
                return LinearRegexSet(ranges, isNegated: isNegated)
            case "[":
                throw failure("a [ in a class; write \\[ for the character", at: place)
            case "-" where !isFirst && next != "]":
                throw failure("a - between neither; write \\- for the character", at: place)
            case "\\":
                if let set = parseClassEscape() {
                    ranges.append(contentsOf: set.resolvedRanges)
                } else {
                    ranges.append(try parseRange(from: try parseScalarEscape(from: place), at: place))
                }
            default:
                ranges.append(try parseRange(from: scalar, at: place))
            }
            isFirst = false
        }
        throw failure("a [ without its ]", at: start)
    }

    /// Parses the rest of `a-z` after the `a`, or nothing where no range follows.
    private mutating func parseRange(from lower: Unicode.Scalar, at place: Int) throws(RegexError) -> ClosedRange<
        UInt32
    > {
        guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
            return lower.value...lower.value
        }
        position += 1
        let upperPlace = position
        var upper = scalars[position]
        position += 1
        if upper == "\\" {
            if parseClassEscape() != nil { throw failure("a range can't end in a class", at: upperPlace) }
            upper = try parseScalarEscape(from: upperPlace)
        } else if upper == "[" {
            throw failure("a [ in a class; write \\[ for the character", at: upperPlace)
        }
        guard lower <= upper else { throw failure("a range whose ends are in the wrong order", at: place) }
        return lower.value...upper.value
    }

    /// Consumes the letter of `\d \w \s \D \W \S` after its backslash.
    private mutating func parseClassEscape() -> LinearRegexSet? {
        var set: LinearRegexSet
        switch next {
        case "d", "D": set = .digits
        case "w", "W": set = .wordScalars
        case "s", "S": set = .spaces
        default: return nil
        }
        set.isNegated = next == "D" || next == "W" || next == "S"
        position += 1
        return set
    }

    /// Consumes an escape that stands for one scalar, after its backslash.
    private mutating func parseScalarEscape(from start: Int) throws(RegexError) -> Unicode.Scalar {
        guard let scalar = next else { throw failure("a \\ at the end of the pattern", at: start) }
        position += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "f": return "\u{0C}"
        case "v": return "\u{0B}"
        case "x" where consume("{"):
            let value = try parseHexadecimal(digits: 1...6, from: start)
            guard consume("}") else { throw failure("a \\x{ without its }", at: start) }
            return value
        case "x": return try parseHexadecimal(digits: 2...2, from: start)
        case "u": return try parseHexadecimal(digits: 4...4, from: start)
        case "p", "P": throw failure("Unicode properties are not supported", at: start)
        case "0"..."9", "a"..."z", "A"..."Z":
            throw failure("an unknown escape \\\(scalar)", at: start)
        default: return scalar
        }
    }

    private mutating func parseHexadecimal(
        digits: ClosedRange<Int>,
        from start: Int
    ) throws(RegexError) -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, let scalar = next, let digit = Character(scalar).hexDigitValue, scalar.isASCII
        {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        guard digits.contains(count), let scalar = Unicode.Scalar(value) else {
            throw failure("not the number of a character", at: start)
        }
        return scalar
    }
}
