package import IAFACore

/// Draws options that go together for a funnel of any steps.
package struct RandomFunnelOptions {
    /// What is certainly among the options.
    package enum Kind: CaseIterable, Sendable {
        case ordered, strict, unordered, tieWindow, optional, stepWindows, exclusions, heldConstant, first, totals
        case sessions, entryRange, clickhouse, long
    }

    private let kind: Kind
    private let window: Int64
    private var random: SplitMix64
    private var options = FunnelOptions()

    /// Gives steps and options to a funnel.
    ///
    /// - Parameters:
    ///   - kind: What is certainly among them.
    ///   - steps: The steps; some become optional, or have to be taken in time.
    ///   - window: The conversion window, of which other durations are fractions.
    ///   - excludable: Event types that may be excluded.
    ///   - held: Properties that may be held constant, at most three.
    ///   - random: Where chance comes from.
    /// - Returns: The options.
    package static func draw(
        _ kind: Kind,
        for steps: inout [FunnelStep],
        window: Duration,
        excludable: [String],
        held: [String],
        using random: inout SplitMix64
    ) -> FunnelOptions {
        var draw = RandomFunnelOptions(kind: kind, window: window.wholeMicroseconds, random: random)
        draw.drawKinds()
        draw.drawHeld(held)
        draw.drawTimes(&steps)
        draw.drawOptional(&steps)
        draw.drawExclusions(steps, excludable)
        random = draw.random
        return draw.options
    }

    private init(kind: Kind, window: Int64, random: SplitMix64) {
        self.kind = kind
        self.window = window
        self.random = random
    }

    /// Certain where it is the kind, else by one chance in so many.
    private mutating func chance(_ wanted: Kind, in count: Int) -> Bool {
        kind == wanted || Int.random(in: 0..<count, using: &random) == 0
    }

    private var isClickHouse: Bool { kind == .clickhouse }

    private mutating func drawKinds() {
        switch kind {
        case .strict: options.order = .strict
        case .unordered: options.order = .unordered
        case .first, .totals, .sessions, .entryRange, .heldConstant:
            options.order = FunnelOrder.allCases.randomElement(using: &random) ?? .ordered
        case .exclusions, .stepWindows: options.order = Bool.random(using: &random) ? .strict : .ordered
        default: break
        }
        if isClickHouse { options.preset = .clickhouse }
        if chance(.first, in: 4) { options.entry = .first }
        if chance(.entryRange, in: 3) { options.rangeRule = .entry }
        switch kind {
        case .totals: options.unit = .totals
        case .sessions: options.unit = .sessions
        default: options.unit = FunnelUnit.allCases.randomElement(using: &random) ?? .users
        }
    }

    private mutating func drawHeld(_ held: [String]) {
        guard !isClickHouse, chance(.heldConstant, in: 4), !held.isEmpty else { return }
        options.heldProperties = Array(held.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
    }

    private mutating func drawTimes(_ steps: inout [FunnelStep]) {
        guard !isClickHouse, options.order != .unordered else { return }
        if options.order == .ordered, kind != .stepWindows, chance(.tieWindow, in: 6) {
            options.tieWindow = .microseconds([1, window / 10, window / 3, window].randomElement(using: &random) ?? 1)
        } else if chance(.stepWindows, in: 4) {
            for index in steps.indices.dropFirst() where Bool.random(using: &random) {
                if Bool.random(using: &random) { steps[index].within = duration() }
                if Bool.random(using: &random) { steps[index].after = duration() }
            }
        }
    }

    private mutating func duration() -> Duration {
        let parts = [1, 2, 3, 5, 10].randomElement(using: &random) ?? 1
        return .microseconds(max(0, window / Int64(parts) + Int64.random(in: -1...1, using: &random)))
    }

    private mutating func drawOptional(_ steps: inout [FunnelStep]) {
        guard !isClickHouse, options.order == .ordered, steps.count > 2, chance(.optional, in: 4) else { return }
        for index in 1..<steps.count - 1 where Bool.random(using: &random) { steps[index].isOptional = true }
    }

    private mutating func drawExclusions(_ steps: [FunnelStep], _ excludable: [String]) {
        guard !isClickHouse, options.order != .unordered, chance(.exclusions, in: 4) else { return }
        let required = steps.indices.filter { !steps[$0].isOptional }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let ends = required.shuffled(using: &random).prefix(2).sorted()
            guard let type = excludable.randomElement(using: &random) else { return }
            options.exclusions.append(FunnelExclusion(eventTypes: [type], steps: ends[0]...ends[1]))
        }
        options.exclusionScope = Bool.random(using: &random) ? .person : .attempt
    }
}
