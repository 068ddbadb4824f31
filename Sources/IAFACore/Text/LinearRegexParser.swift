/// Parses a pattern by recursive descent, as deep as its groups nest.
struct LinearRegexParser {
    let scalars: [Unicode.Scalar]
    /// The next scalar to read, 0 … `scalars.count`.
    var position = 0
    /// The classes met so far.
    private(set) var sets: [LinearRegexSet] = []
    private(set) var ignoresCase = false
    private var groupDepth = 0

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// The next scalar, which is not consumed; nil at the end.
    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// Parses the whole pattern.
    mutating func parse() throws(RegexError) -> LinearRegexNode {
        ignoresCase = consume("(?i)")
        let root = try parseAlternatives()
        guard next == nil else { throw failure("a ) without its (", at: position) }
        return root
    }

    /// An error at a scalar, its place given in bytes.
    func failure(_ message: String, at place: Int) -> RegexError {
        let offset = scalars[..<min(place, scalars.count)].reduce(0) { $0 + UTF8.width($1) }
        return RegexError(message: message, offset: offset)
    }

    /// Consumes `text` where it comes next and tells whether it did.
    mutating func consume(_ text: String) -> Bool {
        guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    private mutating func parseAlternatives() throws(RegexError) -> LinearRegexNode {
        var alternatives = [try parseSequence()]
        while consume("|") {
            alternatives.append(try parseSequence())
        }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func parseSequence() throws(RegexError) -> LinearRegexNode {
        var nodes: [LinearRegexNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = position
            let atom = try parseAtom()
            nodes.append(try parseQuantifier(of: atom, at: start))
        }
        switch nodes.count {
        case 0: return .empty
        case 1: return nodes[0]
        default: return .sequence(nodes)
        }
    }

    private mutating func parseAtom() throws(RegexError) -> LinearRegexNode {
        let start = position
        let scalar = scalars[position]
        position += 1
        switch scalar {
        case "(":
            position = start
            return try parseGroup()
        case "[":
            return add(try parseClass(from: start))
        case "\\":
            return try parseEscape(from: start)
        case ".": return .anyScalar
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case "*", "+", "?": throw failure("nothing to repeat before \(scalar)", at: start)
        case "{": throw failure("nothing to repeat before {; write \\{ for the character", at: start)
        default: return literal(scalar)
        }
    }

    private mutating func parseGroup() throws(RegexError) -> LinearRegexNode {
        let start = position
        if consume("(?=") || consume("(?!") { throw failure("look-ahead is not supported", at: start) }
        if consume("(?<=") || consume("(?<!") { throw failure("look-behind is not supported", at: start) }
        if consume("(?<") || consume("(?P") || consume("(?'") {
            throw failure("named groups are not supported; write ( )", at: start)
        }
        if !consume("(?:") {
            position += 1
            if next == "?" {
                throw failure("only (?: ) and, at the start of the pattern, (?i) are supported", at: start)
            }
        }
        groupDepth += 1
        guard groupDepth <= LinearRegex.maxGroupDepth else {
            throw failure("groups are nested deeper than \(LinearRegex.maxGroupDepth)", at: start)
        }
        let body = try parseAlternatives()
        guard consume(")") else { throw failure("a ( without its )", at: start) }
        groupDepth -= 1
        return body
    }

    private mutating func parseQuantifier(of atom: LinearRegexNode, at start: Int) throws(RegexError) -> LinearRegexNode
    {
        guard let bounds = try parseBounds() else { return atom }
        if case .assertion = atom, scalars[start] != "(" {
            throw failure("an anchor or boundary can't be repeated", at: start)
        }
        // Lazy or greedy makes no difference to whether there is a match.
        _ = consume("?")
        if next == "+" { throw failure("possessive quantifiers are not supported", at: position) }
        let place = position
        guard try parseBounds() == nil else { throw failure("two quantifiers in a row; use a group", at: place) }
        return .repetition(atom, minimum: bounds.minimum, maximum: bounds.maximum)
    }

    /// Consumes `*`, `+`, `?` or `{m}`, `{m,}`, `{m,n}`.
    private mutating func parseBounds() throws(RegexError) -> (minimum: Int, maximum: Int?)? {
        if consume("*") { return (0, nil) }
        if consume("+") { return (1, nil) }
        if consume("?") { return (0, 1) }
        let start = position
        guard consume("{") else { return nil }
        let malformed = "a malformed repeat; write {m}, {m,} or {m,n}, or \\{ for the character"
        guard let minimum = parseCount() else { throw failure(malformed, at: start) }
        var maximum: Int? = minimum
        if consume(",") { maximum = parseCount() }
        guard consume("}") else { throw failure(malformed, at: start) }
        if let maximum, maximum < minimum { throw failure("a repeat whose bounds are in the wrong order", at: start) }
        return (minimum, maximum)
    }

    /// A number of repeats, cut off at one more than any program can hold.
    private mutating func parseCount() -> Int? {
        var count: Int?
        while let scalar = next, "0"..."9" ~= scalar {
            count = min((count ?? 0) * 10 + Int(scalar.value - 0x30), LinearRegex.maxInstructions + 1)
            position += 1
        }
        return count
    }

    func literal(_ scalar: Unicode.Scalar) -> LinearRegexNode {
        .scalar(ignoresCase ? LinearRegexCase.folded(scalar.value) : scalar.value)
    }

    mutating func add(_ set: LinearRegexSet) -> LinearRegexNode {
        sets.append(set)
        return .set(sets.count - 1)
    }
}
