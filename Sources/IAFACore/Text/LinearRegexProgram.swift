/// The instructions of a compiled pattern; a thread starts at 0.
struct LinearRegexProgram: Sendable {
    enum Instruction: Sendable {
        /// Consumes this scalar.
        case scalar(UInt32)
        /// Consumes anything but a line feed.
        case anyScalar
        /// Consumes a scalar of a class.
        case set(Int)
        /// Goes on where the condition holds.
        case assertion(LinearRegexAssertion)
        /// Goes on at the next instruction and at another.
        case split(Int)
        case jump(Int)
        case match
    }

    var instructions: [Instruction] = []
    var sets: [LinearRegexSet] = []
    var ignoresCase = false

    /// Whether every match starts at the start of the text.
    var isAnchored: Bool {
        guard case .assertion(.start) = instructions.first else { return false }
        return true
    }
}
