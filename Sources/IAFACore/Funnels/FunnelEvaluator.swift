/// What a funnel means, as code: the arbiter that every engine is tested against.
///
/// It tries every attempt of everybody, step by step. Nothing in it is there for speed, and it shares no code with the
/// engines.
package struct FunnelEvaluator: Sendable {
    let definition: FunnelDefinition
    private let range: Range<Timestamp>
    let now: Timestamp
    let breakdown: FunnelBreakdown?

    /// The steps that every attempt has to take, in order.
    let required: [Int]

    var options: FunnelOptions { definition.options }

    /// Prepares a question.
    ///
    /// - Parameters:
    ///   - definition: The funnel.
    ///   - range: Every event of an attempt lies in it, or its first one does.
    ///   - now: The moment of the question, by which attempts are in progress.
    ///   - breakdown: What gives the attempts their value.
    package init(
        definition: FunnelDefinition,
        range: Range<Timestamp>,
        now: Timestamp,
        breakdown: FunnelBreakdown? = nil
    ) {
        self.breakdown = breakdown
        self.definition = definition
        self.range = range
        self.now = now
        required = definition.requiredSteps
    }

    /// Follows every person, or every session, through the funnel.
    ///
    /// They are told apart by their bytes. Where two ids are canonically equivalent Unicode texts, both count in the
    /// tally, though the dictionary can hold only one of them.
    /// - Parameter events: Events of one project, in any order.
    /// - Returns: The attempts that count, and the sums over them.
    package func evaluate(_ events: [Event]) -> (attempts: [String: [FunnelAttempt]], tally: FunnelTally) {
        var tally = FunnelTally(stepCount: definition.steps.count)
        for step in definition.steps.indices { tally.isOptional[step] = definition.steps[step].isOptional }
        var attempts: [String: [FunnelAttempt]] = [:]
        forEachUnit(of: events) { unit, history in
            let (counted, excluded) = judged(history)
            tally.excludedCount += excluded.count
            guard !counted.isEmpty else { return }
            attempts[String(decoding: unit, as: UTF8.self)] = counted
            for attempt in counted { add(attempt, to: &tally) }
        } withoutSession: {
            tally.eventsWithoutSession += 1
        }
        return (attempts, tally)
    }

    /// Calls `body` for every person or session, and `withoutSession` for events of steps that miss one.
    func forEachUnit(
        of events: [Event],
        _ body: ([UInt8], FunnelHistory) -> Void,
        withoutSession: () -> Void = {}
    ) {
        var ofUnits: [[UInt8]: [Event]] = [:]
        for event in events where isVisible(event.timestamp) {
            if options.unit != .sessions {
                ofUnits[Array(event.person.utf8), default: []].append(event)
            } else if let session = event.sessionID {
                ofUnits[Array(session.utf8), default: []].append(event)
            } else if range.contains(event.timestamp), !steps(satisfiedBy: event).isEmpty {
                withoutSession()
            }
        }
        for (unit, events) in ofUnits { body(unit, FunnelHistory(events, evaluator: self)) }
    }

    /// Whether an event is looked at: it is in the range, or may belong to an attempt that begins there.
    private func isVisible(_ time: Timestamp) -> Bool {
        if options.rangeRule == .events { return range.contains(time) }
        return time >= range.lowerBound && time < range.upperBound + definition.conversionWindow
    }

    /// Whether an attempt may begin at a time.
    func mayBegin(at time: Timestamp) -> Bool { range.contains(time) }

    /// The steps, counted from 0, that an event satisfies.
    package func steps(satisfiedBy event: Event) -> Set<Int> {
        Set(
            definition.steps.indices.filter { index in
                let step = definition.steps[index]
                return Self.matches(event, step.eventTypes, step.filters)
            }
        )
    }

    /// Whether an event is of one of some types and passes all filters.
    static func matches(_ event: Event, _ types: [String], _ filters: [PropertyFilter]) -> Bool {
        types.contains { $0.utf8.elementsEqual(event.type.utf8) }
            && filters.allSatisfy { filter in
                let properties = Array(event.properties.utf8)
                return filter.accepts(JSONPropertyLookup(name: filter.property).value(in: properties))
            }
    }

    /// The number of steps taken once an attempt has made the most of simultaneous events.
    ///
    /// Textbook bipartite matching: a step that finds all its events taken makes one of their holders look for another.
    /// - Parameters:
    ///   - reach: The number of steps taken before.
    ///   - events: The steps that each event satisfies; an event serves one of them.
    ///   - stepCount: The number of steps of the funnel.
    /// - Returns: At least `reach`, at most `stepCount`.
    package static func furthestReach(from reach: Int, with events: [Set<Int>], stepCount: Int) -> Int {
        var holders: [Int?] = Array(repeating: nil, count: events.count)
        func find(for step: Int, asked: inout Set<Int>) -> Bool {
            for event in events.indices where events[event].contains(step) && asked.insert(event).inserted {
                if let holder = holders[event], !find(for: holder, asked: &asked) { continue }
                holders[event] = step
                return true
            }
            return false
        }
        var furthest = reach
        while furthest < stepCount {
            var asked: Set<Int> = []
            guard find(for: furthest, asked: &asked) else { break }
            furthest += 1
        }
        return furthest
    }

    private func add(_ attempt: FunnelAttempt, to tally: inout FunnelTally) {
        let isOrdered = options.order != .unordered
        let last = isOrdered ? required[attempt.reach - 1] : attempt.reach - 1
        let isComplete = attempt.reach == required.count
        tally.reachCounts[last] += 1
        if !isComplete, now - attempt.start <= definition.conversionWindow { tally.inProgressCounts[last] += 1 }
        for step in attempt.performed { tally.performedCounts[step] += 1 }
        for step in 1..<definition.steps.count {
            guard let time = attempt.stepTimes[step] else { continue }
            let isOptional = definition.steps[step].isOptional
            if isOptional { tally.optionalCounts[step] += 1 }
            let before = (0..<step).last {
                attempt.stepTimes[$0] != nil && (isOptional || !definition.steps[$0].isOptional)
            }
            guard let before, let previous = attempt.stepTimes[before] else { continue }
            tally.stepDurations[step - 1].append((time - previous).wholeMicroseconds)
        }
        if isComplete { tally.totalDurations.append((attempt.attained - attempt.start).wholeMicroseconds) }
    }
}
