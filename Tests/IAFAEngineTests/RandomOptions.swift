import IAFACore
import IAFATesting

/// A small funnel with any options that go together, and the events of a few persons, made from a seed so that the rare
/// cases abound: ties, overlapping steps, values that differ, excluded events, windows that end to the microsecond.
struct RandomOptions {
    static let window: Int64 = 1_000_000

    let seed: UInt64
    let query: FunnelQuery
    let events: [Event]

    private var random: SplitMix64

    /// - Parameters:
    ///   - seed: Everything follows from it and the order.
    ///   - kind: What is certainly among the options.
    init(seed: UInt64, kind: RandomFunnelOptions.Kind) {
        self.seed = seed
        random = SplitMix64(seed: seed)
        let definition = Self.definition(kind, using: &random)
        var maker = EventMaker(typeCount: definition.typeCount, random: random)
        events = maker.events(persons: 1...3, most: definition.isSmall ? 9 : 14)
        random = maker.random
        let last = maker.lastTime
        let start = Bool.random(using: &random) ? -1 : Int64.random(in: -1...(last / 3), using: &random)
        let end = Bool.random(using: &random) ? last + 2 : Int64.random(in: start...(last + 2), using: &random)
        let asked = events.randomElement(using: &random)?.timestamp.microseconds ?? 0
        let now =
            Bool.random(using: &random) ? last * 3 : asked + Self.window + Int64.random(in: -1...1, using: &random)
        var query = FunnelQuery(
            project: .random(),
            definition: definition.funnel,
            range: Timestamp(microseconds: start)..<Timestamp(microseconds: end),
            now: Timestamp(microseconds: now)
        )
        query.wantsAttempts = true
        let steps = definition.funnel.steps.count
        let places: [FunnelBreakdown.Place] = [.first, .last, .step(Int.random(in: 0..<steps, using: &random))]
        if let place = places.randomElement(using: &random) {
            query.breakdown = FunnelBreakdown(property: "b", at: place)
        }
        self.query = query
    }
}

extension RandomOptions {
    private struct Draft {
        var funnel: FunnelDefinition
        var typeCount: Int
        /// Whether the reference takes long for many events.
        var isSmall: Bool
    }

    private static func definition(_ kind: RandomFunnelOptions.Kind, using random: inout SplitMix64) -> Draft {
        let count = kind == .long ? Int.random(in: 6...20, using: &random) : Int.random(in: 2...5, using: &random)
        let typeCount = Int.random(in: 1...(count + 2), using: &random)
        var steps = Self.steps(count, typeCount, using: &random)
        var options: FunnelOptions
        repeat {
            options = RandomFunnelOptions.draw(
                kind,
                for: &steps,
                window: .microseconds(window),
                excludable: (0...typeCount).map { "t\($0)" },
                held: ["h", "g"],
                using: &random
            )
            // The reference would take for ever.
        } while kind == .long && options.tieWindow > .zero
        let funnel = FunnelDefinition(steps: steps, conversionWindow: .microseconds(window), options: options)
        return Draft(funnel: funnel, typeCount: typeCount, isSmall: options.tieWindow > .zero)
    }

    private static func steps(_ count: Int, _ typeCount: Int, using random: inout SplitMix64) -> [FunnelStep] {
        let mostTypes = Int.random(in: 1...3, using: &random)
        return (0..<count).map { _ in
            let types = Int.random(in: 1...mostTypes, using: &random)
            return FunnelStep(
                eventTypes: (0..<types).map { _ in "t\(Int.random(in: 0..<typeCount, using: &random))" }
            )
        }
    }
}

/// Makes events on a grid of a fraction of the window, and a microsecond on either side of it.
private struct EventMaker {
    let typeCount: Int
    var random: SplitMix64
    private let cell: Int64
    private let gridPoints: Int64
    private let isJittered: Bool

    init(typeCount: Int, random: SplitMix64) {
        self.typeCount = typeCount
        self.random = random
        cell = RandomOptions.window / ([1, 2, 3, 5, 10].randomElement(using: &self.random) ?? 1)
        gridPoints = Int64.random(in: 1...12, using: &self.random)
        isJittered = Bool.random(using: &self.random)
    }

    var lastTime: Int64 { gridPoints * cell }

    mutating func events(persons: ClosedRange<Int>, most: Int) -> [Event] {
        var events: [Event] = []
        for person in 0..<Int.random(in: persons, using: &random) {
            for _ in 0..<Int.random(in: 1...most, using: &random) {
                events.append(event(events.count, of: person))
            }
        }
        return events.shuffled(using: &random)
    }

    private mutating func event(_ number: Int, of person: Int) -> Event {
        var time = Int64.random(in: 0...gridPoints, using: &random) * cell
        if isJittered { time += Int64.random(in: -1...1, using: &random) }
        let held = ["", #""h": 1"#, #""h": "é""#, #""h": "e\u0301""#, #""h": null"#, #""h": 1, "g": true"#]
        let broken = ["", #""b": 1"#, #""b": "x""#, #""b": null"#]
        let members = [held.randomElement(using: &random) ?? "", broken.randomElement(using: &random) ?? ""]
        return Event(
            id: "e\(number)",
            type: "t\(Int.random(in: 0...typeCount, using: &random))",
            userID: "p\(person)",
            sessionID: [nil, "s1", "s2"].randomElement(using: &random) ?? nil,
            timestamp: Timestamp(microseconds: time),
            receivedAt: Timestamp(microseconds: Int64.random(in: 0...1, using: &random)),
            properties: "{" + members.filter { !$0.isEmpty }.joined(separator: ", ") + "}"
        )
    }
}
