import IAFACore
import Testing

@Suite("JSONPropertyLookup")
struct JSONPropertyLookupTests {
    @Test(
        "finds the last member of a name",
        arguments: [
            (#"{"a":1}"#, "a", .number(1)), (#"{"a":1}"#, "b", .missing), ("{}", "a", .missing),
            (#"{ "a" : "x" , "b" : true }"#, "b", .bool(true)), (#"{"a":false}"#, "a", .bool(false)),
            (#"{"a":null}"#, "a", .null), (#"{"a":{}}"#, "a", .other), (#"{"a":[1]}"#, "a", .other),
            (#"{"a":1,"a":"last"}"#, "a", .string("last")), (#"{"a":1,"a":null}"#, "a", .null),
            (#"{"x":{"a":1}}"#, "a", .missing), (#"{"x":["a",{"a":2}],"y":"a"}"#, "a", .missing),
            (#"{"x":"}","a":1}"#, "a", .number(1)), (#"{"x":"\"","a":1}"#, "a", .number(1)),
            (#"{"x":"\\","a":1}"#, "a", .number(1)), (#"{"x":[[{"y":"]"}]],"a":1}"#, "a", .number(1)),
            (#"{"\u0061":1}"#, "a", .number(1)), (#"{"a\"b":1}"#, "a\"b", .number(1)),
            (#"{"\u00e9":"\u00e8"}"#, "é", .string("è")), (#"{"é":-1.5e1}"#, "é", .number(-15)),
            (#"{"":3}"#, "", .number(3)), (#"{"a":"\ud800"}"#, "a", .string("\u{FFFD}")),
            (
                #"{"a long property name":"a long value of many bytes"}"#, "a long property name",
                .string("a long value of many bytes")
            ),
        ] as [(String, String, PropertyValue)]
    )
    func finds(text: String, name: String, expected: PropertyValue) {
        #expect(JSONPropertyLookup(name: name).value(in: Array(text.utf8)) == expected)
    }

    @Test(
        "takes dots first as part of the name, then as a path",
        arguments: [
            (#"{"cart.total":1}"#, "cart.total", .number(1)), (#"{"cart":{"total":2}}"#, "cart.total", .number(2)),
            (#"{"cart":{"total":2},"cart.total":1}"#, "cart.total", .number(1)),
            (#"{"cart.total":null,"cart":{"total":2}}"#, "cart.total", .null),
            (#"{"cart":{"total":2},"cart":{}}"#, "cart.total", .missing),
            (#"{"cart":{"total":2},"cart":3}"#, "cart.total", .missing), (#"{"cart":[1]}"#, "cart.total", .missing),
            (#"{"a":{"b":{"c":1}}}"#, "a.b.c", .number(1)), (#"{"a":{"b.c":2,"b":{"c":1}}}"#, "a.b.c", .number(2)),
            (#"{"a.b":{"c":1}}"#, "a.b.c", .missing), (#"{"":{"":1}}"#, ".", .number(1)),
            (#"{"a":{"":1}}"#, "a.", .number(1)), (#"{"a":{"b":{}}}"#, "a.b", .other),
            (#"{"a":{"x":1},"b":2}"#, "a.b", .missing), (#"{"c\u0061rt":{"tot\u0061l":2}}"#, "cart.total", .number(2)),
        ] as [(String, String, PropertyValue)]
    )
    func paths(text: String, name: String, expected: PropertyValue) {
        #expect(JSONPropertyLookup(name: name).value(in: Array(text.utf8)) == expected)
    }

    @Test(
        "answers missing for what is no object",
        arguments: [
            "", " ", "1", "\"a\"", "[{\"a\":1}]", "{", "{\"a", "{\"a\"", "{\"a\":", "null", "{a:1}", "{\"a\":}",
        ]
    )
    func noObject(text: String) {
        #expect(JSONPropertyLookup(name: "a").value(in: Array(text.utf8)) == .missing)
    }

    @Test("agrees with the tree", arguments: 0..<300 as Range<UInt64>)
    func agreesWithTree(seed: UInt64) {
        var generator = RandomJSON(seed: seed)
        let object = generator.object()
        let bytes = Array(generator.write(object).utf8)
        for name in RandomJSON.names {
            let expected = Self.value(of: name, in: object)
            #expect(JSONPropertyLookup(name: name).value(in: bytes) == expected, "seed \(seed), \(name)")
        }
    }

    /// The rule of the lookup's documentation, on a tree.
    private static func value(of name: String, in object: JSONValue) -> PropertyValue {
        switch object[name] {
        case .null?: return .null
        case .bool(let value)?: return .bool(value)
        case .number(let value)?: return .number(value)
        case .string(let value)?: return .string(value)
        case .array?, .object?: return .other
        case nil:
            guard let dot = name.firstIndex(of: "."), let inner = object[String(name[..<dot])] else { return .missing }
            return value(of: String(name[name.index(after: dot)...]), in: inner)
        }
    }
}
