import IAFACore
import Testing

@Suite struct StepMatcherTests {
    private func match(_ matcher: StepMatcher, _ type: String, _ properties: String = "{}") -> UInt32 {
        Array(type.utf8).withUnsafeBytes { type in
            Array(properties.utf8).withUnsafeBytes { matcher.steps(satisfiedByType: type, properties: $0) }
        }
    }

    @Test func `event types are listed once and in order`() {
        let matcher = StepMatcher(FunnelFixture.funnel("view|open buy view|add"))
        #expect(matcher.eventTypes == ["add", "buy", "open", "view"])
        #expect(!matcher.needsProperties)
    }

    @Test func `an event satisfies every step that names its type`() {
        let matcher = StepMatcher(FunnelFixture.funnel("view|open buy view|add"))
        #expect(match(matcher, "view") == 0b101)
        #expect(match(matcher, "open") == 0b001)
        #expect(match(matcher, "buy") == 0b010)
        #expect(match(matcher, "") == 0)
        #expect(match(matcher, "views") == 0)
        #expect(match(matcher, "vieW") == 0)
    }

    @Test func `all filters of a step must hold, and each step has its own`() {
        let cheap = PropertyFilter(property: "price", condition: .less(.number(10)))
        let dear = PropertyFilter(property: "price", condition: .greaterOrEqual(.number(10)))
        let red = PropertyFilter(property: "item.colour", condition: .equals(.string("red")))
        let matcher = StepMatcher(
            FunnelDefinition(steps: [
                FunnelStep(eventTypes: ["view"], filters: [cheap, red]),
                FunnelStep(eventTypes: ["view"], filters: [dear]),
                FunnelStep(eventTypes: ["view"]),
            ])
        )
        #expect(matcher.needsProperties)
        #expect(match(matcher, "view") == 0b100)
        #expect(match(matcher, "view", #"{"price": 5}"#) == 0b100)
        #expect(match(matcher, "view", #"{"price": 5, "item": {"colour": "red"}}"#) == 0b101)
        #expect(match(matcher, "view", #"{"item": {"colour": "red"}, "price": 15}"#) == 0b110)
        #expect(match(matcher, "buy", #"{"price": 5}"#) == 0)
    }

    @Test func `400 event types are told apart`() {
        let steps = (0..<20).map { step in FunnelStep(eventTypes: (0..<20).map { "type_\(step)_\($0)" }) }
        let matcher = StepMatcher(FunnelDefinition(steps: steps))
        #expect(matcher.eventTypes.count == 400)
        for step in 0..<20 {
            for type in 0..<20 { #expect(match(matcher, "type_\(step)_\(type)") == 1 << UInt32(step)) }
        }
        #expect(match(matcher, "type_0_20") == 0)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `the matcher agrees with the evaluator`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let definition = randomDefinition(using: &random)
        let matcher = StepMatcher(definition)
        let evaluator = FunnelEvaluator(
            definition: definition,
            range: .distantPast ..< .distantFuture,
            now: .epoch
        )
        for _ in 0..<20 {
            let type = "t\(Int.random(in: 0...4, using: &random))"
            let properties = randomProperties(using: &random)
            let event = FunnelFixture.event(type, at: 0, properties)
            let expected = evaluator.steps(satisfiedBy: event).reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
            #expect(match(matcher, type, properties) == expected, "seed \(seed): \(type) \(properties)")
        }
    }

    private static let names = ["p", "q", "p.q", "r"]
    private static let scalars: [PropertyFilter.Scalar] = [
        .number(1), .number(2), .string("1"), .string("ab"), .bool(true), .bool(false),
    ]
    private static let values = [
        "1", "2", "1.0", #""1""#, #""ab""#, #""b""#, "true", "false", "null", "[1]", #"{"q": 2}"#,
    ]

    private func randomDefinition(using random: inout SplitMix64) -> FunnelDefinition {
        let steps = (0..<Int.random(in: 2...20, using: &random)).map { _ in
            FunnelStep(
                eventTypes: (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    "t\(Int.random(in: 0..<4, using: &random))"
                },
                filters: (0..<Int.random(in: 0...3, using: &random)).map { _ in randomFilter(using: &random) }
            )
        }
        return FunnelDefinition(steps: steps)
    }

    private func randomFilter(using random: inout SplitMix64) -> PropertyFilter {
        let scalar = Self.scalars[Int.random(in: 0..<Self.scalars.count, using: &random)]
        let conditions: [PropertyFilter.Condition] = [
            .equals(scalar), .notEquals(scalar), .isIn([scalar, .string("b")]), .isNotIn([scalar, .number(2)]),
            .contains("b"), .notContains("b"), .greater(scalar), .greaterOrEqual(scalar), .less(scalar),
            .lessOrEqual(scalar), .isSet, .isNotSet,
        ]
        return PropertyFilter(
            property: Self.names[Int.random(in: 0..<Self.names.count, using: &random)],
            condition: conditions[Int.random(in: 0..<conditions.count, using: &random)]
        )
    }

    private func randomProperties(using random: inout SplitMix64) -> String {
        let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            let name = Self.names[Int.random(in: 0..<Self.names.count, using: &random)]
            return "\"\(name)\": \(Self.values[Int.random(in: 0..<Self.values.count, using: &random)])"
        }
        return "{\(members.joined(separator: ", "))}"
    }
}
