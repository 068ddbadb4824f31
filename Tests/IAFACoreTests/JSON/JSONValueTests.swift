import IAFACore
import Testing

@Suite("JSONValue")
struct JSONValueTests {
    @Test("keeps members in order and finds the last of a name")
    func members() throws {
        let value = try JSONValue.parse(#"{"a":1,"b":[true,null],"a":"x"}"#)
        #expect(
            value
                == .object([
                    JSONMember(name: "a", value: .number(1)),
                    JSONMember(name: "b", value: .array([.bool(true), .null])),
                    JSONMember(name: "a", value: .string("x")),
                ])
        )
        #expect(value["a"] == .string("x"))
        #expect(value["c"] == nil)
        #expect(JSONValue.null["a"] == nil)
    }

    @Test(
        "writes the shortest text",
        arguments: [
            ("1.0", "1"), ("-0.0", "-0"), ("0.1", "0.1"), ("1e2", "100"), ("1e300", "1e+300"), ("1.5E-7", "1.5e-07"),
            ("9007199254740991", "9007199254740991"), ("123456789.125", "123456789.125"),
            (#""\u0000\u001f\b\f\n\r\t\"\\\/\u007f\u00e9""#, #""\u0000\u001f\b\f\n\r\t\"\\/"# + "\u{7F}é\""),
            (#" { "a" : [ 1 , { } , [ ] ] } "#, #"{"a":[1,{},[]]}"#), (#""\ud800""#, "\"\u{FFFD}\""),
        ]
    )
    func writes(text: String, expected: String) throws {
        #expect(try JSONValue.parse(text).serialized() == expected)
    }

    @Test("writes a number that isn't finite as null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        #expect(JSONValue.number(number).serialized() == "null")
    }

    @Test("reads back what it writes, however it was spaced and escaped", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = RandomJSON(seed: seed)
        let value = generator.value(depth: 6)
        #expect(try JSONValue.parse(value.serialized()) == value)
        let text = generator.write(value)
        #expect(try JSONValue.parse(text) == value, "\(text)")
    }

    @Test("writes doubles that read back as the same bits")
    func doubles() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            let text = JSONValue.number(number).serialized()
            guard case .number(let read) = try JSONValue.parse(text) else {
                Issue.record("no number: \(text)")
                return
            }
            #expect(read.bitPattern == number.bitPattern, "\(text)")
        }
    }

    @Test("reads decimals as the standard library does")
    func decimals() throws {
        var random = SplitMix64(seed: 8)
        for _ in 0..<20_000 {
            let whole = Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)
            let fraction = UInt64.random(in: 0...999_999_999, using: &random)
            let exponent = Int.random(in: -30...30, using: &random)
            let text = "\(whole).\(fraction)e\(exponent)"
            #expect(try JSONValue.parse(text) == .number(try #require(Double(text))), "\(text)")
        }
    }
}
