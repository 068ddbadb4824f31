/// A parsed pattern.
indirect enum LinearRegexNode: Sendable {
    case empty
    /// One scalar, case folded where the pattern ignores case.
    case scalar(UInt32)
    /// Anything but a line feed.
    case anyScalar
    /// A class, by its place in the parser's list.
    case set(Int)
    case assertion(LinearRegexAssertion)
    case sequence([LinearRegexNode])
    case alternatives([LinearRegexNode])
    /// At least `minimum` times, and at most `maximum` where there is one.
    case repetition(LinearRegexNode, minimum: Int, maximum: Int?)
}

/// A condition on the place between two scalars.
enum LinearRegexAssertion: Sendable {
    case start, end, wordBoundary, noWordBoundary
}
