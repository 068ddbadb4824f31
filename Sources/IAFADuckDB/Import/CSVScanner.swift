/// Tells where the fields of one row of comma-separated values lie, however the bytes come in pieces.
///
/// The rules are those of RFC 4180, to the letter where quotes are concerned; a row ends with a line feed, a carriage
/// return, or both.
struct CSVScanner {
    /// Where a field's text lies, without the quotes around it.
    struct Field {
        var range: Range<Int>
        var isQuoted = false
        /// Whether quotes within it are doubled.
        var hasDoubledQuotes = false
    }

    /// Why scanning stopped.
    enum Stop {
        /// The row is over; the next one begins there.
        case end(next: Int)
        /// All bytes were looked at, and the row may go on.
        case more
        /// Something else than a comma or the row's end follows a closing quote.
        case fault
    }

    private enum State {
        case fieldStart, plain, quoted
        /// Behind a quote in a quoted field: its end, or the first of two.
        case closing
        case carriageReturn
    }

    private(set) var fields: [Field] = []

    /// Line feeds within quotes.
    private(set) var innerLines = 0
    private var state = State.fieldStart
    private var field = Field(range: 0..<0)

    /// Whether the row, if it ended here, would end within quotes.
    var isOpen: Bool { state == .quoted }

    /// Whether fields are noted; not where nobody wants them any more, so that a row of any length takes no memory.
    private var keepsFields = true

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Forgets the fields, to go on only for the row's end.
    mutating func dropFields() {
        fields = []
        keepsFields = false
    }

    /// Goes on with the bytes from an index on.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Stop {
        var index = first
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .fieldStart:
                let isQuoted = byte == Self.quote
                let start = isQuoted ? index + 1 : index
                field = Field(range: start..<start, isQuoted: isQuoted)
                state = isQuoted ? .quoted : .plain
                // What isn't a quote belongs to the field.
                if !isQuoted { continue }
            case .plain:
                guard byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn else { break }
                endField(at: index)
                if byte == Self.lineFeed { return .end(next: index + 1) }
                state = byte == Self.comma ? .fieldStart : .carriageReturn
            case .quoted:
                if byte == Self.quote {
                    state = .closing
                } else if byte == Self.lineFeed {
                    innerLines += 1
                }
            case .closing:
                if byte == Self.quote {
                    field.hasDoubledQuotes = true
                    state = .quoted
                    break
                }
                guard byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn else { return .fault }
                endField(at: index - 1)
                if byte == Self.lineFeed { return .end(next: index + 1) }
                state = byte == Self.comma ? .fieldStart : .carriageReturn
            case .carriageReturn:
                return .end(next: byte == Self.lineFeed ? index + 1 : index)
            }
            index += 1
        }
        return .more
    }

    /// Ends the row where the file ends.
    ///
    /// `end`: The index behind the last byte.
    mutating func finish(at end: Int) {
        switch state {
        case .fieldStart:
            field = Field(range: end..<end)
            endField(at: end)
        case .plain, .quoted: endField(at: end)
        case .closing: endField(at: end - 1)
        case .carriageReturn: break
        }
    }

    private mutating func endField(at end: Int) {
        guard keepsFields else { return }
        field.range = field.range.lowerBound..<end
        fields.append(field)
    }
}
