package import IAFACore

/// Random questions about random events, with times on few moments, among them the very ends of ranges.
package struct RandomFunnelLife {
    /// 2026-05-17, the last day but for what lies ahead.
    private static let today = CalendarDay(daysSinceEpoch: 20_590)

    private static let zones = ["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Auckland", "America/St_Johns"]

    package var random: SplitMix64
    private var count = 0
    private let moments: [Timestamp]

    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        var moments: [Timestamp] = []
        for _ in 0..<Int.random(in: 3...40, using: &random) {
            let time = Self.time(
                Int.random(in: -3...0, using: &random),
                Int.random(in: 0..<86_400, using: &random)
            )
            moments.append(time)
            // Exactly a window later, and a microsecond off.
            let later = Self.windows.randomElement(using: &random) ?? .zero
            moments.append(time + later + .microseconds(Int64.random(in: -1...1, using: &random)))
        }
        for zone in Self.zones {
            for day in -3...1 {
                let start = ZonedCalendar(identifier: zone)?.startOfDay(Self.today.advanced(by: day))
                guard let start, Bool.random(using: &random) else { continue }
                moments += [start, start + .microseconds(-1)]
            }
        }
        let days = Self.time(-3)..<Self.time(2)
        self.moments = moments.filter { days.contains($0) }
    }

    /// A moment of the day that lies so many days from ``today``.
    private static func time(_ day: Int, _ second: Int = 0) -> Timestamp {
        today.advanced(by: day).start + .seconds(second)
    }

    private static let windows: [Duration] = [.seconds(1), .seconds(600), .seconds(20_000), .seconds(86_400 * 2)]

    package mutating func event() -> Event {
        count += 1
        let person = "p\(Int.random(in: 0..<4, using: &random))"
        let isKnown = Bool.random(using: &random)
        let time = moments.randomElement(using: &random) ?? .epoch
        return Event(
            id: "e\(count)",
            type: "t\(Int.random(in: 0..<5, using: &random))",
            userID: isKnown ? person : nil,
            anonymousID: isKnown && Bool.random(using: &random) ? "x" : (isKnown ? nil : person),
            sessionID: [nil, "s1", "s2", "s3"].randomElement(using: &random) ?? nil,
            timestamp: time,
            receivedAt: time + .seconds(Int64.random(in: 0...1, using: &random)),
            properties: [
                "{}", #"{"n":1}"#, #"{"n":2.0,"s":"a"}"#, #"{"n":"1","s":"ab"}"#, #"{"o":{"p":true}}"#,
                #"{"s":null,"n":-3e0}"#, #"{"o":{"p":false},"s":"\u0062"}"#,
            ].randomElement(using: &random) ?? "{}"
        )
    }

    package mutating func query() -> FunnelQuery {
        var steps = (0..<Int.random(in: 2...5, using: &random)).map { _ in step() }
        let window = Self.windows.randomElement(using: &random) ?? .seconds(1)
        var options = FunnelOptions()
        if Int.random(in: 0..<3, using: &random) > 0 { options = self.options(&steps, window) }
        return FunnelQuery(
            project: .fixed("shop"),
            definition: FunnelDefinition(steps: steps, conversionWindow: window, options: options),
            range: range(),
            now: (moments.randomElement(using: &random) ?? .epoch) + window
        )
    }

    /// A property to break down by, at any event of an attempt of a funnel.
    package mutating func breakdown(steps: Int) -> FunnelBreakdown? {
        let places: [FunnelBreakdown.Place] = [.first, .last, .step(Int.random(in: 0..<steps, using: &random))]
        guard let place = places.randomElement(using: &random), Bool.random(using: &random) else { return nil }
        return FunnelBreakdown(property: ["n", "s", "o.p"].randomElement(using: &random) ?? "n", at: place)
    }

    private mutating func options(_ steps: inout [FunnelStep], _ window: Duration) -> FunnelOptions {
        var options = RandomFunnelOptions.draw(
            RandomFunnelOptions.Kind.allCases.randomElement(using: &random) ?? .ordered,
            for: &steps,
            window: window,
            excludable: (0..<6).map { "t\($0)" },
            held: ["n", "s", "missing"],
            using: &random
        )
        options.exclusions = options.exclusions.map { exclusion in
            let filters = Bool.random(using: &random) ? [filter()] : []
            return FunnelExclusion(eventTypes: exclusion.eventTypes, filters: filters, steps: exclusion.steps)
        }
        // The reference tries all chains of events, of which there are too many here.
        options.tieWindow = .zero
        return options
    }

    private mutating func step() -> FunnelStep {
        let types = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            "t\(Int.random(in: 0..<6, using: &random))"
        }
        var filters: [PropertyFilter] = []
        while Int.random(in: 0..<3, using: &random) == 0 { filters.append(filter()) }
        return FunnelStep(eventTypes: types, filters: filters)
    }

    private mutating func filter() -> PropertyFilter {
        let conditions: [PropertyFilter.Condition] = [
            .equals(.number(1)), .notEquals(.number(2)), .isIn([.string("a"), .string("b"), .bool(true)]),
            .isNotIn([.string("a")]), .contains("b"), .notContains("a"), .greater(.number(0)), .lessOrEqual(.number(1)),
            .less(.string("ab")), .isSet, .isNotSet,
        ]
        let property = ["n", "s", "o.p", "missing"].randomElement(using: &random) ?? ""
        return PropertyFilter(property: property, condition: conditions.randomElement(using: &random) ?? .isSet)
    }

    /// Days in a zone, or any two moments.
    private mutating func range() -> Range<Timestamp> {
        let zone = ZonedCalendar(identifier: Self.zones.randomElement(using: &random) ?? "UTC")
        if Bool.random(using: &random), let zone {
            let first = Int.random(in: -4...1, using: &random)
            let start = zone.startOfDay(Self.today.advanced(by: first))
            let end = zone.startOfDay(Self.today.advanced(by: Int.random(in: first...2, using: &random) + 1))
            return start..<end
        }
        let ends = (0..<2).map { _ in moments.randomElement(using: &random) ?? .epoch }
        return min(ends[0], ends[1])..<max(ends[0], ends[1]) + .microseconds(Int64.random(in: 0...1, using: &random))
    }
}
