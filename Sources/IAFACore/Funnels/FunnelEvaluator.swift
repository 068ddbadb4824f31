/// What a funnel means, as code: the arbiter that every engine is tested against.
///
/// It tries every attempt of every person, step by step, in time quadratic in a person's events. Nothing in it is there
/// for speed, and it shares no code with the engines.
package struct FunnelEvaluator: Sendable {
    private let definition: FunnelDefinition
    private let range: Range<Timestamp>
    private let now: Timestamp

    /// Prepares a question.
    ///
    /// - Parameters:
    ///   - definition: The funnel.
    ///   - range: Every event of an attempt lies in it.
    ///   - now: The moment of the question, by which attempts are in progress.
    package init(definition: FunnelDefinition, range: Range<Timestamp>, now: Timestamp) {
        self.definition = definition
        self.range = range
        self.now = now
    }

    /// Follows every person through the funnel.
    ///
    /// Persons are told apart by their bytes. Where two ids are canonically equivalent Unicode texts, both count in the
    /// tally, though the dictionary can hold only one of them.
    /// - Parameter events: Events of one project, in any order.
    /// - Returns: How far each person got who took the first step, and the sums over them.
    package func evaluate(_ events: [Event]) -> (outcomes: [String: PersonOutcome], tally: FunnelTally) {
        let ofPersons = Dictionary(grouping: events.filter { range.contains($0.timestamp) }) { Array($0.person.utf8) }
        var outcomes: [String: PersonOutcome] = [:]
        var tally = FunnelTally(stepCount: definition.steps.count)
        for (person, events) in ofPersons {
            guard let attempt = countedAttempt(among: moments(of: events)) else { continue }
            outcomes[String(decoding: person, as: UTF8.self)] = PersonOutcome(stepTimes: attempt)
            add(attempt, to: &tally)
        }
        return (outcomes, tally)
    }

    /// The steps, counted from 0, that an event satisfies.
    package func steps(satisfiedBy event: Event) -> Set<Int> {
        Set(
            definition.steps.indices.filter { index in
                let step = definition.steps[index]
                return step.eventTypes.contains { $0.utf8.elementsEqual(event.type.utf8) }
                    && step.filters.allSatisfy { filter in
                        let properties = Array(event.properties.utf8)
                        return filter.accepts(JSONPropertyLookup(name: filter.property).value(in: properties))
                    }
            }
        )
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

    /// A person's events of one moment that satisfy a step at all.
    private struct Moment {
        let time: Timestamp
        let events: [Set<Int>]
    }

    private func moments(of events: [Event]) -> [Moment] {
        Dictionary(grouping: events, by: \.timestamp)
            .map { time, events in
                Moment(time: time, events: events.map(steps(satisfiedBy:)).filter { !$0.isEmpty })
            }
            .sorted { $0.time < $1.time }
    }

    /// The attempt that first attains the furthest reach; of several that do at once, the one that began last.
    ///
    /// Attempts that begin at one moment are one: they differ only in the order of simultaneous events.
    private func countedAttempt(among moments: [Moment]) -> [Timestamp]? {
        var counted: [Timestamp]?
        for index in moments.indices {
            let attempt = attempt(beginningAt: index, among: moments)
            guard let attained = attempt.last else { continue }
            guard let best = counted, let bestAttained = best.last else {
                counted = attempt
                continue
            }
            let isFurther = attempt.count > best.count
            let isNoLater = attempt.count == best.count && attained <= bestAttained
            if isFurther || isNoLater { counted = attempt }
        }
        return counted
    }

    /// The times of the steps that an attempt takes; none where no event of its moment satisfies the first.
    private func attempt(beginningAt index: Int, among moments: [Moment]) -> [Timestamp] {
        var taken: [Timestamp] = []
        for moment in moments[index...] {
            guard moment.time - moments[index].time <= definition.conversionWindow else { break }
            let reach = Self.furthestReach(
                from: taken.count,
                with: moment.events,
                stepCount: definition.steps.count
            )
            guard reach > 0 else { break }
            taken += Array(repeating: moment.time, count: reach - taken.count)
        }
        return taken
    }

    private func add(_ attempt: [Timestamp], to tally: inout FunnelTally) {
        let stepCount = definition.steps.count
        tally.reachCounts[attempt.count - 1] += 1
        if attempt.count < stepCount, now - attempt[0] <= definition.conversionWindow {
            tally.inProgressCounts[attempt.count - 1] += 1
        }
        for step in 1..<stepCount where step < attempt.count {
            tally.stepDurations[step - 1].append((attempt[step] - attempt[step - 1]).wholeMicroseconds)
        }
        if attempt.count == stepCount {
            tally.totalDurations.append((attempt[stepCount - 1] - attempt[0]).wholeMicroseconds)
        }
    }
}
