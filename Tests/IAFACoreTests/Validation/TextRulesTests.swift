import IAFACore
import Testing

@Suite struct TextRulesTests {
    static let texts: [(text: String, code: String?)] = [
        ("sign up", nil),
        ("Größe 🦆", nil),
        ("a\u{A0}b", nil),
        (" x", nil),
        ("12345678901234567890", nil),
        ("🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆", nil),
        ("🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆🦆", "too_long"),
        ("123456789012345678901", "too_long"),
        ("", "empty"),
        (" ", "empty"),
        ("  \u{2003}\u{A0}", "empty"),
        ("a\u{0}b", "invalid_characters"),
        ("tab\t", "invalid_characters"),
        ("\u{7F}", "invalid_characters"),
        // Also control characters, but never refused so far.
        ("a\u{85}b", nil),
    ]

    @Test(arguments: texts)
    func tellsWhatIsWrongWithAText(_ text: String, _ code: String?) {
        #expect(TextRules.fault(of: text, length: 1...20)?.code == code)
    }

    @Test func countsScalarsRatherThanBytes() {
        #expect(TextRules.fault(of: "äö", length: 3...20)?.code == "too_short")
        #expect(TextRules.fault(of: "äöü", length: 3...3) == nil)
        #expect(TextRules.fault(of: "", length: 0...3) == nil)
    }
}
