import Foundation
import IAFACore
import Testing

@Suite("LinearRegex")
struct LinearRegexTests {
    @Test(
        "matches what it says",
        arguments: [
            ("", "", true), ("", "abc", true), ("b", "abc", true), ("d", "abc", false), ("^b", "abc", false),
            ("^a", "abc", true), ("c$", "abc", true), ("b$", "abc", false), ("^$", "", true), ("^$", "a", false),
            ("a.c", "abc", true), ("a.c", "a\nc", false), ("a.c", "a😀c", true), ("^.$", "é", true), ("^.$", "😀", true),
            ("a|b", "xb", true), ("^(?:a|b)$", "c", false), ("^(a|)$", "", true), ("^a*$", "aaa", true),
            ("^a+$", "", false), ("^a?b$", "ab", true), ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false),
            ("^a{2,}$", "aaaa", true), ("^a{1,2}$", "aaa", false), ("^a{0}$", "", true), ("^(ab){2}$", "abab", true),
            ("^a*?$", "aa", true), ("^a+?b??$", "aa", true), ("^a{1,2}?$", "aa", true), ("[a-c]", "b", true),
            ("[^a-c]", "b", false), ("[^a-c]", "bd", true), ("^[a\\]]$", "]", true), ("^[-a]$", "-", true),
            ("^[a-]$", "-", true), ("^[\\d_]$", "5", true), ("^[\\W]$", "a", false), ("^[é-ü]$", "ö", true),
            ("^\\d+$", "123", true), ("\\D", "123", false), ("^\\w+$", "a_1", true), ("^\\s$", "\t", true),
            ("^\\S$", " ", false), ("\\bcat\\b", "a cat.", true), ("\\bcat\\b", "concat", false),
            ("\\Bcat", "concat", true),
            ("\\b", "", false), ("\\B", "", true), ("(?i)ABC", "xabcx", true), ("ABC", "abc", false),
            ("(?i)É", "é", true),
            ("(?i)^[a-z]+$", "AbC", true), ("(?i)[^a]", "A", false), ("(?i)straße", "STRAßE", true),
            ("(?i)k", "\u{212A}", true),
            ("\\.", "a", false), ("\\.", ".", true), ("^\\x41\\x{1F600}\\u00e9$", "A😀é", true),
            ("^\\/checkout\\/\\d+$", "/checkout/12", true),
            ("^a\\{1}$", "a{1}", true), ("^a}]$", "a}]", true), ("^\\n$", "\n", true), ("a$", "a\n", false),
            ("((a*)*)*b", "aaab", true), ("^(a|ab)(c|bcd)$", "abcd", true), ("(?:^)*a", "ba", true),
            ("(|a)+", "", true),
            ("^(){3}$", "", true), ("e", "é", false), ("e\u{301}", "é", false),
        ]
    )
    func semantics(pattern: String, text: String, expected: Bool) throws {
        #expect(try LinearRegex(pattern).matches(text) == expected)
    }

    @Test(
        "refuses what it can't match, with the place and a reason",
        arguments: [
            ("(a)\\1", "back-references", 3), ("\\k<a>", "back-references", 0), ("é(?=a)", "look-ahead", 2),
            ("(?!a)", "look-ahead", 0), ("(?<=a)b", "look-behind", 0), ("(?<!a)b", "look-behind", 0),
            ("(?<n>a)", "named groups", 0), ("(?P<n>a)", "named groups", 0), ("a(?i)b", "(?i)", 1),
            ("(?>a)", "(?: )", 0),
            ("a++", "possessive", 2), ("a**", "two quantifiers", 2), ("a{2}{3}", "two quantifiers", 4),
            ("*", "nothing to repeat", 0),
            ("a|+", "nothing to repeat", 2), ("(?)", "(?: )", 0), ("^*", "anchor", 0), ("a{", "malformed repeat", 1),
            ("a{,3}", "malformed repeat", 1), ("a{x}", "malformed repeat", 1), ("a{3,2}", "wrong order", 1),
            ("(a", "without its )", 0), ("a)", "without its (", 1), ("[a", "without its ]", 0),
            ("[]", "empty class", 1),
            ("[^]a]", "empty class", 2), ("[[:alpha:]]", "[ in a class", 1), ("[b-a]", "wrong order", 1),
            ("[a-\\d]", "range", 3), ("[a-c-e]", "- between", 4), ("a\\", "at the end", 1),
            ("\\q", "unknown escape", 0),
            ("\\p{L}", "Unicode properties", 0), ("\\x4", "number of a character", 0),
            ("\\ud800", "number of a character", 0),
            ("\\x{110000}", "number of a character", 0), ("(x{200}){60}", "too large", 0),
            ("((((x{99}){99}){99}){99}){99}", "too large", 0), ("x{999999999999999999999}", "too large", 0),
            ("((()*){9999}){9999}", "too large", 0),
        ]
    )
    func refuses(pattern: String, reason: String, offset: Int) {
        let error = #expect(throws: RegexError.self) { try LinearRegex(pattern) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.offset == offset)
    }

    @Test("bounds the pattern and the depth of its groups")
    func bounds() throws {
        _ = try LinearRegex(String(repeating: "a", count: 1000))
        #expect(throws: RegexError.self) { try LinearRegex(String(repeating: "a", count: 1001)) }
        #expect(throws: RegexError.self) { try LinearRegex(String(repeating: "é", count: 501)) }
        let nested = { (depth: Int) in String(repeating: "(", count: depth) + String(repeating: ")", count: depth) }
        _ = try LinearRegex(nested(50))
        let error = #expect(throws: RegexError.self) { try LinearRegex(nested(51)) }
        #expect(error?.offset == 50)
    }

    @Test(
        "stays linear where backtracking explodes",
        arguments: [
            "(a+)+$", "(a|a)*b", "(a*)*b", "(a|aa)+$", "(.*)*x", "(a?){50}a{50}$", "(((a*)*)*)*b",
            "^(([a-z])+.)+[A-Z]$",
            "((){1000}){1000}b",
        ]
    )
    func linear(pattern: String) throws {
        let regex = try LinearRegex(pattern)
        #expect(!regex.matches(String(repeating: "a", count: 3000) + "!"))
    }

    @Test("agrees with NSRegularExpression on random patterns", arguments: 0..<500 as Range<UInt64>)
    func agreesWithFoundation(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<10 {
            let ignoresCase = Int.random(in: 0..<5, using: &random) == 0
            let pattern = (ignoresCase ? "(?i)" : "") + Self.pattern(depth: 2, random: &random).text
            let regex = try LinearRegex(pattern)
            let reference = try NSRegularExpression(pattern: pattern)
            for _ in 0..<10 {
                let text = String(
                    (0..<Int.random(in: 0..<10, using: &random)).map { _ in
                        "aabbcABé10_ -]".randomElement(using: &random) ?? "a"
                    }
                )
                let range = NSRange(text.startIndex..., in: text)
                let expected = reference.firstMatch(in: text, range: range) != nil
                #expect(regex.matches(text) == expected, "seed \(seed): \(pattern) in '\(text)'")
            }
        }
    }

    /// A random pattern and whether it can match nothing.
    ///
    /// Nothing of that kind is repeated without a bound: there Foundation's matcher gives up and answers "no match".
    private static func pattern(depth: Int, random: inout SplitMix64) -> (text: String, isNullable: Bool) {
        let once = ["", "", "", "?", "{2}", "{1,3}", "{0,2}", "??", "{1,2}?"]
        let unbounded = ["*", "+", "{1,}", "*?", "+?", "{2,}?"]
        let classes = [".", "[a-b]", "[^a]", "[A-Z0-9]", "\\d", "[\\d_]", "[^b\\s]", "[a-]"]
        var pattern = (text: "", isNullable: true)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var atom = (text: "", isNullable: false)
            switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
            case 0...3: atom.text = ["a", "b", "c", "A", "é", "\\-", "\\]", "0"].randomElement(using: &random) ?? "a"
            case 4: atom.text = classes.randomElement(using: &random) ?? "."
            case 5:
                pattern.text += ["^", "$", "(?:^)?", "[ab]*?"].randomElement(using: &random) ?? "^"
                continue
            case 6, 7:
                let body = Self.pattern(depth: depth - 1, random: &random)
                atom = ("(\(body.text))", body.isNullable)
            default:
                let left = Self.pattern(depth: depth - 1, random: &random)
                let right = Self.pattern(depth: depth - 1, random: &random)
                atom = ("(?:\(left.text)|\(right.text))", left.isNullable || right.isNullable)
            }
            let quantifiers = atom.isNullable ? once : once + unbounded
            let quantifier = quantifiers.randomElement(using: &random) ?? ""
            pattern.text += atom.text + quantifier
            let isOptional = ["?", "{0", "*"].contains { quantifier.hasPrefix($0) }
            pattern.isNullable = pattern.isNullable && (atom.isNullable || isOptional)
        }
        return pattern
    }

    @Test("agrees with NSRegularExpression on words and spaces of ASCII", arguments: 0..<100 as Range<UInt64>)
    func agreesOnWords(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["\\b", "\\B", "\\w", "\\W", "\\s", "\\S", "a", "\\w+", "\\s*", "\\D", "[\\w-]", "[^\\w]", "1"]
        for _ in 0..<10 {
            let pattern = (0..<4).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let regex = try LinearRegex(pattern)
            let reference = try NSRegularExpression(pattern: pattern)
            for _ in 0..<10 {
                let text = String((0..<6).map { _ in "ab1_ -\t.".randomElement(using: &random) ?? "a" })
                let range = NSRange(text.startIndex..., in: text)
                let expected = reference.firstMatch(in: text, range: range) != nil
                #expect(regex.matches(text) == expected, "seed \(seed): \(pattern) in '\(text)'")
            }
        }
    }
}
