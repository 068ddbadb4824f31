/// A regular expression that is matched in time linear in the text, whatever the pattern.
///
/// The syntax is the part of RE2's that needs no captures: literals, `.`, classes, `\d \w \s \b` and their opposites,
/// `^ $`, groups, `|`, `* + ? {m,n}` greedy or lazy, `(?i)` at the start. As in RE2, `\d \w \s \b` know ASCII only, `.`
/// is anything but a line feed, and `^` and `$` are the start and the end of the whole text. Source: Russ Cox, "Regular
/// Expression Matching: the Virtual Machine Approach", 2009 (Pike's simulation of all threads at once).
package struct LinearRegex: Sendable, Hashable {
    /// The longest pattern, in bytes of UTF-8.
    package static let maxPatternBytes = 1000
    /// The largest compiled program; counted repeats are expanded, so that `(x{30}){30}` needs 900.
    ///
    /// A match costs up to its text's length times this: the largest properties, 32 KiB, some tenths of a second.
    package static let maxInstructions = 1_024
    /// The deepest nesting of groups.
    package static let maxGroupDepth = 50

    /// The pattern as it was given.
    package let pattern: String
    private let program: LinearRegexProgram

    /// Compiles a pattern.
    /// - Throws: ``RegexError`` for a pattern that is malformed, over a bound, or needs what can't be matched in linear
    ///   time: back-references and look-around.
    package init(_ pattern: String) throws(RegexError) {
        guard pattern.utf8.count <= Self.maxPatternBytes else {
            throw RegexError(
                message: "the pattern is longer than \(Self.maxPatternBytes) bytes",
                offset: Self.maxPatternBytes
            )
        }
        var parser = LinearRegexParser(pattern)
        let root = try parser.parse()
        var compiler = LinearRegexCompiler(sets: parser.sets)
        program = try compiler.compile(root, ignoresCase: parser.ignoresCase)
        self.pattern = pattern
    }

    /// Whether the pattern matches anywhere in a text, compared scalar by scalar without normalization.
    ///
    /// Takes at most time proportional to the text's length times the program's.
    package func matches(_ text: String) -> Bool {
        var machine = LinearRegexMachine(program)
        return machine.matches(text.unicodeScalars)
    }

    package static func == (left: LinearRegex, right: LinearRegex) -> Bool { left.pattern == right.pattern }

    package func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}
