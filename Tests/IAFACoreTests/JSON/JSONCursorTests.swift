import IAFACore
import Testing

@Suite("JSONCursor")
struct JSONCursorTests {
    @Test("walks an event as ingestion does")
    func walk() throws {
        let text = #"""
            {"event_type" : "b\u00fcy" ,"n":[1, 2.50,-3e2],
              "ok":true,"no":false,"nil":null,"p":{"x":{"y":1},"z":[]}}

            """#
        var seen: [String] = []
        try withCursor(text) { cursor throws(JSONError) in
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if key.equals("event_type") {
                    seen.append(try cursor.readString().text)
                } else if key.equals("n") {
                    try cursor.enterArray()
                    while try cursor.nextElement() { seen.append("\(try cursor.readNumber().value)") }
                } else if try cursor.peekKind() == .bool {
                    seen.append("\(try cursor.readBool())")
                } else if try cursor.peekKind() == .null {
                    try cursor.readNull()
                    seen.append("null")
                } else {
                    let skim = try cursor.skipValue(maxDepth: 8)
                    seen.append("\(key.text):\(skim.memberCount):\(skim.depth)")
                }
            }
            try cursor.finish()
        }
        #expect(seen == ["büy", "1.0", "2.5", "-300.0", "true", "false", "null", "p:2:2"])
    }

    @Test("tells the kind of what comes next, and refuses another one")
    func kinds() throws {
        let texts: [(String, JSONKind)] = [
            ("{}", .object), ("[]", .array), ("\"\"", .string), ("-1", .number), ("true", .bool), ("null", .null),
        ]
        for (text, kind) in texts {
            try withCursor(text) { cursor throws(JSONError) in #expect(try cursor.peekKind() == kind) }
            for (_, other) in texts where other != kind {
                let error = #expect(throws: JSONError.self) {
                    try withCursor(text) { cursor throws(JSONError) in
                        switch other {
                        case .object: try cursor.enterObject()
                        case .array: try cursor.enterArray()
                        case .string: _ = try cursor.readString()
                        case .number: _ = try cursor.readNumber()
                        case .bool: _ = try cursor.readBool()
                        case .null: try cursor.readNull()
                        }
                    }
                }
                #expect(error == JSONError(offset: 0, reason: .unexpectedKind))
            }
        }
    }

    @Test("a value that isn't consumed is an error, not a loop")
    func unconsumed() {
        let error = #expect(throws: JSONError.self) {
            try withCursor("[1,2]") { cursor throws(JSONError) in
                try cursor.enterArray()
                while try cursor.nextElement() {}
            }
        }
        #expect(error?.reason == .unexpectedByte)
    }

    @Test(
        "skims what a caller needs to know of a value",
        arguments: [
            (" 12 ", .number, 1..<3, 0, 0, false, false),
            (#""\ud800x""#, .string, 0..<9, 0, 0, true, false),
            (#""\u0000""#, .string, 0..<8, 0, 0, false, true),
            (#""\ud83d\ude00""#, .string, 0..<14, 0, 0, false, false),
            ("{}", .object, 0..<2, 0, 1, false, false),
            (#"{"a":{"b":1,"c":2},"d":[]}"#, .object, 0..<26, 2, 2, false, false),
            (#"{"\udfff":1,"\udfff":1}"#, .object, 0..<23, 2, 1, true, false),
            (#"[[{"a":["\u0000\udc00"]}]]"#, .array, 0..<26, 0, 4, true, true),
        ] as [(String, JSONKind, Range<Int>, Int, Int, Bool, Bool)]
    )
    func skims(
        text: String,
        kind: JSONKind,
        range: Range<Int>,
        members: Int,
        depth: Int,
        lone: Bool,
        null: Bool
    ) throws {
        try withCursor(text) { cursor throws(JSONError) in
            let skim = try cursor.skipValue()
            #expect(skim.kind == kind)
            #expect(skim.range == range)
            #expect(skim.memberCount == members)
            #expect(skim.depth == depth)
            #expect(skim.hasLoneSurrogate == lone)
            #expect(skim.hasNullCharacter == null)
        }
    }

    @Test("bounds the depth of a skipped value and of the whole text")
    func skipDepth() throws {
        try withCursor("[[1]]") { cursor throws(JSONError) in #expect(try cursor.skipValue(maxDepth: 2).depth == 2) }
        let own = #expect(throws: JSONError.self) {
            try withCursor("[[1]]") { cursor throws(JSONError) in _ = try cursor.skipValue(maxDepth: 1) }
        }
        #expect(own == JSONError(offset: 1, reason: .tooDeep))
        let whole = #expect(throws: JSONError.self) {
            try withCursor("[[1]]", maxDepth: 1) { cursor throws(JSONError) in
                try cursor.enterArray()
                _ = try cursor.nextElement()
                _ = try cursor.skipValue()
            }
        }
        #expect(whole == JSONError(offset: 1, reason: .tooDeep))
    }

    @Test(
        "decodes strings and says what they hold",
        arguments: [
            ("\"\"", "", false, false, false),
            ("\"plain ascii of some length\"", "plain ascii of some length", false, false, false),
            ("\"é€😀\"", "é€😀", false, false, false),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t", true, false, false),
            (#""\u00e9\u20AC\ud83d\ude00""#, "é€😀", true, false, false),
            (#""a\u0000b""#, "a\u{0}b", true, false, true),
            (#""\ud800""#, "\u{FFFD}", true, true, false),
            (#""\udc00x""#, "\u{FFFD}x", true, true, false),
            (#""\ud800\ud800\udc00""#, "\u{FFFD}\u{10000}", true, true, false),
            (#""\ud800\u0041""#, "\u{FFFD}A", true, true, false),
            (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}", true, true, false),
        ] as [(String, String, Bool, Bool, Bool)]
    )
    func strings(json: String, text: String, escapes: Bool, lone: Bool, null: Bool) throws {
        try withCursor(json) { cursor throws(JSONError) in
            let string = try cursor.readString()
            #expect(Array(string.text.utf8) == Array(text.utf8))
            var appended: [UInt8] = [1]
            string.append(to: &appended)
            #expect(appended == [1] + Array(text.utf8))
            #expect(string.hasEscapes == escapes)
            #expect(string.hasLoneSurrogate == lone)
            #expect(string.hasNullCharacter == null)
        }
    }

    @Test("compares names byte for byte, escaped ones too")
    func equals() throws {
        try withCursor(#"{"event_type":1,"event\u005ftype":2,"event_typ":3,"event_types":4,"":5}"#) {
            cursor throws(JSONError) in
            var matching: [Double] = []
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                let matches = key.equals("event_type")
                let number = try cursor.readNumber()
                if matches { matching.append(number.value) }
            }
            #expect(matching == [1, 2])
        }
    }

    @Test(
        "reads numbers as the nearest Double and, where whole, exactly",
        arguments: [
            ("0", 0, 0), ("-0", -0.0, 0), ("12", 12, 12), ("-12", -12, -12), ("12.0", 12, 12), ("1.2e1", 12, 12),
            ("120e-1", 12, 12), ("1.25", 1.25, nil), ("1e3", 1000, 1000), ("1e18", 1e18, 1_000_000_000_000_000_000),
            ("1e19", 1e19, nil), ("9223372036854775807", 9_223_372_036_854_775_808, .max),
            ("9223372036854775808", 9_223_372_036_854_775_808, nil),
            ("-9223372036854775808", -9_223_372_036_854_775_808, .min),
            ("-9223372036854775809", -9_223_372_036_854_775_808, nil),
            ("9007199254740993", 9_007_199_254_740_992, 9_007_199_254_740_993),
            ("0.99999999999999999999999999", 1, nil), ("1.00000000000000000000000000", 1, 1),
            ("100000000000000000000000", 1e23, nil), ("0.1", 0.1, nil), ("1e-400", 0, nil), ("0e99999999999999", 0, 0),
            ("123456789012345678901234567890e-20", 1_234_567_890.1234567890123, nil),
            ("1.7976931348623157e308", .greatestFiniteMagnitude, nil), ("4.9e-324", .leastNonzeroMagnitude, nil),
            ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown, nil),
        ] as [(String, Double, Int64?)]
    )
    func numbers(text: String, value: Double, integer: Int64?) throws {
        try withCursor(text) { cursor throws(JSONError) in
            let number = try cursor.readNumber()
            #expect(number.value.bitPattern == value.bitPattern)
            #expect(number.integer == integer)
        }
    }

    @Test("a number of millions of digits takes no time")
    func longNumber() throws {
        let text = "1" + String(repeating: "7", count: 1_000_000) + "e-1000000"
        try withCursor(text) { cursor throws(JSONError) in #expect(try cursor.readNumber().value == 16.0 / 9) }
    }

    private func withCursor(
        _ text: String,
        maxDepth: Int = JSONCursor.maxDepthLimit,
        _ body: (inout JSONCursor) throws(JSONError) -> Void
    ) throws(JSONError) {
        try Array(text.utf8).withUnsafeBufferPointer { buffer throws(JSONError) in
            var cursor = JSONCursor(UnsafeRawBufferPointer(buffer), maxDepth: maxDepth)
            try body(&cursor)
        }
    }
}
