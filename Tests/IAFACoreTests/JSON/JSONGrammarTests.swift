import IAFACore
import Testing

/// Texts in the manner of Nicolas Seriot's JSONTestSuite; both readers of the core must agree on every one.
@Suite("JSON grammar")
struct JSONGrammarTests {
    static let accepted = [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e5", "1E+5", "1e-5", "0e1", "0.0", "123123e10", "\"\"",
        "\"a\"", "[]", "{}", "[ ]", "{ }", "[[]]", "[[],[[]]]",
        "[null,1,\"1\",{}]", "[1\n]", "\t[\r\n1 ,\t2 ]  ", "{\"a\":[]}", "{\"a\":1,\"a\":2}", "{\"\":0}",
        "{\"a\":{\"b\":{\"c\":[{}]}}}", #"["\u0060\u012a\u12AB"]"#, #"["\uD801\udc37"]"#,
        #"["\ud83d\ude39\ud83d\udc8d"]"#,
        #"["\"\\\/\b\f\n\r\t"]"#, #"["\\u0000"]"#, #"["\u0000"]"#, #"["\uFFFF"]"#, #"["\uDFFF"]"#, #"["\uD800\n"]"#,
        #"["\ud800\ud800\udc00"]"#, "[\"\u{2028}\u{10FFFF}é€\u{7F}\"]", "[\"a/*b*/c\"]", "[1e-400]", "[-1e-400]",
        "[123.456e78]", "[20e1]", "[0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
        "[1.7976931348623157e308]", "[100000000000000000000]", "[-9223372036854775808]", "[0e999999999999999999999]",
        "\"space \"", " 4 ", "\"01234567\"", "\"0123456\"", "\"012345678\"",
    ]

    @Test("accepts valid text", arguments: accepted)
    func accepts(text: String) throws {
        _ = try JSONValue.parse(text)
        try #require(try skim(Array(text.utf8)) != nil)
    }

    static let rejected: [(String, JSONError.Reason)] = [
        ("", .unexpectedEnd), (" ", .unexpectedEnd), ("[", .unexpectedEnd), ("{", .unexpectedEnd),
        ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd),
        ("{\"a\":1", .unexpectedEnd), ("\"", .unexpectedEnd), ("\"abc", .unexpectedEnd), ("\"\\", .unexpectedEnd),
        ("\"01234567", .unexpectedEnd), ("tru", .unexpectedEnd), ("-", .unexpectedEnd), ("1.", .unexpectedEnd),
        ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd), ("]", .unexpectedByte), ("}", .unexpectedByte),
        ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[1 2]", .unexpectedByte), ("[1,,2]", .unexpectedByte),
        ("[\"a\" \"b\"]", .unexpectedByte), ("[1}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte),
        ("{\"a\":1,}", .unexpectedByte), ("{,}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte),
        ("{\"a\",1}", .unexpectedByte), ("{a:1}", .unexpectedByte), ("{'a':1}", .unexpectedByte),
        ("{1:1}", .unexpectedByte), ("{\"a\"::1}", .unexpectedByte), ("{null:null}", .unexpectedByte),
        ("{\"a\":1 \"b\":2}", .unexpectedByte), ("[a]", .unexpectedByte), ("'a'", .unexpectedByte),
        ("True", .unexpectedByte), ("nul1", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte),
        ("nan", .unexpectedByte), ("+1", .unexpectedByte), (".5", .unexpectedByte), ("[1 true]", .unexpectedByte),
        ("/**/1", .unexpectedByte), ("[1/**/]", .unexpectedByte), ("\u{FEFF}1", .unexpectedByte),
        ("\u{A0}1", .unexpectedByte), ("\u{0B}1", .unexpectedByte), ("\u{0C}1", .unexpectedByte),
        ("[1\u{0}]", .unexpectedByte), ("01", .invalidNumber), ("-01", .invalidNumber), ("00", .invalidNumber),
        ("-a", .invalidNumber), ("[-]", .invalidNumber), ("[1.]", .invalidNumber), ("[1.e1]", .invalidNumber),
        ("[1e]", .invalidNumber), ("[1e+]", .invalidNumber), ("[--1]", .invalidNumber), ("[-Infinity]", .invalidNumber),
        ("[0x1]", .unexpectedByte), ("[1.2.3]", .unexpectedByte), ("[1e5.5]", .unexpectedByte),
        ("[1_000]", .unexpectedByte), ("[1+2]", .unexpectedByte), ("[0e+-1]", .invalidNumber),
        ("1e309", .numberOutOfRange), ("-1e309", .numberOutOfRange), ("1e99999999999999999999", .numberOutOfRange),
        ("1.7976931348623159e308", .numberOutOfRange), (#""\x41""#, .invalidEscape), (#""\a""#, .invalidEscape),
        (#""\u00g0""#, .invalidEscape), (#""\u12""#, .invalidEscape), (#""\U0041""#, .invalidEscape),
        (#""\ ""#, .invalidEscape), ("\"\\\u{0}\"", .invalidEscape), ("\"\\é\"", .invalidEscape),
        ("\"a\nb\"", .controlCharacter), ("\"\t\"", .controlCharacter), ("\"\u{0}\"", .controlCharacter),
        ("\"\u{1F}\"", .controlCharacter), ("1 2", .trailingBytes), ("{}{}", .trailingBytes), ("[]]", .trailingBytes),
        ("truex", .trailingBytes), ("\"a\"b", .trailingBytes), ("{},", .trailingBytes), ("1#", .trailingBytes),
    ]

    @Test("rejects invalid text with its reason", arguments: rejected)
    func rejects(text: String, reason: JSONError.Reason) {
        let bytes = Array(text.utf8)
        let parsing = #expect(throws: JSONError.self) { try JSONValue.parse(bytes: bytes) }
        #expect(parsing?.reason == reason)
        let skimming = #expect(throws: JSONError.self) { try skim(bytes) }
        #expect(skimming == parsing)
        #expect((0...bytes.count).contains(parsing?.offset ?? -1))
    }

    @Test(
        "rejects bytes that are not UTF-8",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xFE], [0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func rejectsInvalidUTF8(sequence: [UInt8]) {
        for prefix in 0..<10 {
            let text = [UInt8(ascii: "\"")] + [UInt8](repeating: 0x61, count: prefix) + sequence
            for bytes in [text + [UInt8(ascii: "\"")], text + Array("aaaaaaaaaa\"".utf8)] {
                let error = #expect(throws: JSONError.self) { try JSONValue.parse(bytes: bytes) }
                #expect(error == JSONError(offset: prefix + 1, reason: .invalidUTF8))
                let skimming = #expect(throws: JSONError.self) { try skim(bytes) }
                #expect(skimming == error)
            }
        }
    }

    @Test("accepts each scalar of Unicode at the edges of its length in UTF-8")
    func scalarEdges() throws {
        let edges: [UInt32] = [0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF]
        for edge in edges {
            let text = String(try #require(Unicode.Scalar(edge)))
            for padding in 0..<9 {
                let value = JSONValue.string(String(repeating: "a", count: padding) + text)
                #expect(try JSONValue.parse(value.serialized()) == value)
            }
        }
    }

    @Test("bounds the depth, hostile text included")
    func depth() throws {
        let atLimit = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try JSONValue.parse(atLimit)
        #expect(try skim(Array(atLimit.utf8))?.depth == 64)
        for text in [
            String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 200_000), "[\(atLimit)]",
        ] {
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
            #expect(error?.reason == .tooDeep)
            let skimming = #expect(throws: JSONError.self) { try skim(Array(text.utf8)) }
            #expect(skimming == error)
        }
        let shallow = #expect(throws: JSONError.self) { try JSONValue.parse("[[1]]", maxDepth: 1) }
        #expect(shallow == JSONError(offset: 1, reason: .tooDeep))
    }

    @Test("every reason has words of its own")
    func messages() {
        #expect(Set(JSONError.Reason.allCases.map(\.message)).count == JSONError.Reason.allCases.count)
        #expect(
            JSONError(offset: 17, reason: .invalidNumber).message == "invalid JSON at byte 17: a number is malformed"
        )
    }

    /// Skips the whole text.
    private func skim(_ bytes: [UInt8]) throws(JSONError) -> JSONSkim? {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var cursor = JSONCursor(UnsafeRawBufferPointer(buffer))
            let skim = try cursor.skipValue()
            try cursor.finish()
            return skim
        }
    }

    /// What is passed over must be JSON too, but for its depth and the size of its numbers.
    @Test("passing over agrees with parsing", arguments: rejected)
    func passesOver(text: String, reason: JSONError.Reason) {
        let bytes = Array("[\(text),2]".utf8)
        bytes.withUnsafeBytes { buffer in
            var cursor = JSONCursor(buffer)
            var isWhole = false
            do {
                try cursor.enterArray()
                guard try cursor.nextElement() else { return }
                try cursor.passOver(from: cursor.mark)
                guard try cursor.nextElement() else { return }
                isWhole = try cursor.readNumber().value == 2 && !cursor.nextElement()
                try cursor.finish()
            } catch {
                isWhole = false
            }
            // Two values, or none, are no fault of an element's.
            let isWanted = reason == .numberOutOfRange || (try? JSONValue.parse(bytes: bytes)) != nil
            #expect(isWhole == isWanted, "\(text)")
        }
    }

    @Test("an unpaired surrogate is refused where a caller wants that")
    func refusesLoneSurrogates() throws {
        for text in [#""\ud800""#, #"["a", "x\udc00y"]"#, #"{"\ud83d": 1}"#, #"{"a": {"b": "\ude00\ud83d"}}"#] {
            let bytes = Array(text.utf8)
            try bytes.withUnsafeBytes { buffer in
                _ = try JSONValue.parse(bytes: buffer)
                let error = #expect(throws: JSONError.self) {
                    try JSONValue.parse(bytes: buffer, allowsLoneSurrogates: false)
                }
                #expect(error?.reason == .loneSurrogate)
            }
        }
        try Array(#"{"\ud83d\ude00": "\ud83d\ude00"}"#.utf8).withUnsafeBytes { buffer in
            _ = try JSONValue.parse(bytes: buffer, allowsLoneSurrogates: false)
        }
    }
}
