import IAFACore
import Testing

@Suite struct PropertyFilterTests {
    typealias Condition = PropertyFilter.Condition

    /// One value of each kind, in the order of the columns below.
    private static let values: [(name: String, value: PropertyValue)] = [
        ("missing", .missing), ("null", .null), ("true", .bool(true)), ("5", .number(5)), ("'5'", .string("5")),
        ("'apple'", .string("apple")), ("object", .other),
    ]

    /// Which of `values` satisfy a condition: `+` does, `-` doesn't.
    private static let table: [(condition: Condition, accepted: String)] = [
        (.equals(.number(5)), "---+---"),
        (.equals(.string("5")), "----+--"),
        (.equals(.bool(true)), "--+----"),
        (.equals(.bool(false)), "-------"),
        (.notEquals(.number(5)), "+++-+++"),
        (.notEquals(.string("apple")), "+++++-+"),
        (.notEquals(.bool(true)), "++-++++"),
        (.isIn([.number(5), .string("apple")]), "---+-+-"),
        (.isIn([]), "-------"),
        (.isNotIn([.number(5), .string("apple")]), "+++-+-+"),
        (.isNotIn([]), "+++++++"),
        (.contains("ppl"), "-----+-"),
        (.contains(""), "----++-"),
        (.contains("PPL"), "-------"),
        (.notContains("ppl"), "+++++-+"),
        (.greater(.number(4)), "---+---"),
        (.greater(.number(5)), "-------"),
        (.greaterOrEqual(.number(5)), "---+---"),
        (.less(.number(5)), "-------"),
        (.less(.number(6)), "---+---"),
        (.lessOrEqual(.number(5)), "---+---"),
        (.greater(.string("5")), "-----+-"),
        (.greaterOrEqual(.string("5")), "----++-"),
        (.less(.string("apple")), "----+--"),
        (.lessOrEqual(.string("apple")), "----++-"),
        (.greater(.bool(false)), "-------"),
        (.isSet, "--+++++"),
        (.isNotSet, "++-----"),
    ]

    @Test(arguments: table)
    func `a condition accepts what it says and nothing of another type`(condition: Condition, accepted: String) {
        let filter = PropertyFilter(property: "p", condition: condition)
        for ((name, value), mark) in zip(Self.values, accepted) {
            #expect(filter.accepts(value) == (mark == "+"), "\(name)")
        }
    }

    @Test func `a regular expression is looked for in texts only`() throws {
        let filter = PropertyFilter(property: "p", condition: .matches(try LinearRegex("^a.*e$")))
        #expect(Self.values.map { filter.accepts($0.value) } == [false, false, false, false, false, true, false])
        let digits = PropertyFilter(property: "p", condition: .matches(try LinearRegex("[0-9]")))
        #expect(Self.values.map { digits.accepts($0.value) } == [false, false, false, false, true, false, false])
    }

    @Test func `texts are the same only byte for byte`() {
        let composed = PropertyFilter(property: "p", condition: .equals(.string("\u{E9}")))
        #expect(composed.accepts(.string("\u{E9}")))
        #expect(!composed.accepts(.string("e\u{301}")))
    }
}
