import IAFACore
import Testing

@Suite struct RejectedValueTests {
    private static func decoded(_ json: String) throws -> EventDraft {
        try Array(json.utf8).withUnsafeBytes { try EventDecoder.event(in: $0) }
    }

    @Test(arguments: [
        (#"{"event_type": "a", "user_id":  17 }"#, "17"),
        (#"{"event_type": "a", "user_id": "u", "timestamp": "yesterday"}"#, #""yesterday""#),
        (#"{"event_type": {"a":1}, "user_id": "u"}"#, #"{"a":1}"#),
        (#"{"event_type": "a\nb", "user_id": "u"}"#, #""a\nb""#),
        (#"{"user_id": "u", "event_type": ""}"#, #""""#),
        (#"{"event_type": "a", "user_id": "u", "colour": "red", "size": 5}"#, #""red""#),
        (#"{"event_type": "a", "user_id": "u", "properties": [1, 2]}"#, "[1, 2]"),
        (#"{"event_type": "a", "user_id": "u", "properties": {"n": 1e999}}"#, #"{"n": 1e999}"#),
        (" [1, true] ", "[1, true]"),
        ("null", "null"),
    ])
    func isWhatTheFirstWrongFieldHeld(_ json: String, _ value: String) throws {
        #expect(try Self.decoded(json).rejectedValue == value)
    }

    @Test(arguments: [
        #"{"event_type": "a", "user_id": "u", "properties": {"a": 1}}"#,
        #"{"user_id": "u"}"#,
        #"{"event_type": "a", "user_id": "u", "properties": {"a": "\#(String(repeating: "x", count: 40_000))"}}"#,
    ])
    func isNothingWhereNoFieldHoldsAnythingWrong(_ json: String) throws {
        #expect(try Self.decoded(json).rejectedValue == nil)
    }

    @Test func theBytesOfAnEventAreThoseOfItsObject() throws {
        let json = #"{"event_type": "ä", "user_id": "u"}"#
        #expect(try Self.decoded("  \(json)\n").byteCount == json.utf8.count)
        #expect(try Self.decoded(" [1, 2]").byteCount == 6)
        #expect(try Self.decoded(#" {"properties": {"n": 1e999}} "#).byteCount == 28)
    }

    @Test(arguments: ["x", "é", "e\u{301}", "👩‍👩‍👧‍👦", "🇩🇪", "\u{1100}\u{1161}"])
    func isCutBetweenTwoCharacters(_ character: String) {
        let whole = String(repeating: character, count: 40)
        #expect(RejectedValue.excerpt(of: whole) == whole)
        let exact = String(repeating: "x", count: 200 - 40) + whole
        #expect(RejectedValue.excerpt(of: exact) == exact)
        let long = String(repeating: "x", count: 180) + whole
        let cut = RejectedValue.excerpt(of: long)
        #expect(cut == String(long.prefix(199)) + "…")
        #expect(cut.count == 200)
    }

    @Test func aCharacterWithoutEndIsLeftOut() {
        let marks = String(repeating: "\u{301}", count: 100_000)
        #expect(RejectedValue.excerpt(of: "ab" + marks) == "a…")
        #expect(RejectedValue.excerpt(of: "a" + marks) == "…")
    }

    /// Whatever the place of the cut within a scalar of several bytes.
    @Test(arguments: 0..<8)
    func noScalarIsTorn(_ shift: Int) {
        let text = String(repeating: "a\u{301}", count: shift) + String(repeating: "e\u{301}\u{FE0F}🦆", count: 3_000)
        let cut = RejectedValue.excerpt(of: text)
        #expect(!cut.unicodeScalars.contains("\u{FFFD}"))
        #expect(text.hasPrefix(cut.dropLast()))
    }
}
