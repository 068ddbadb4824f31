extension FunnelEvaluator {
    /// An attempt of which events have taken the required steps so far.
    private struct Progress {
        var events: [Int]
        var times: [Timestamp]
    }

    private func attempt(_ progress: Progress, start: Timestamp) -> FunnelAttempt {
        let count = definition.steps.count
        var attempt = FunnelAttempt(
            stepTimes: Array(repeating: nil, count: count),
            stepEvents: Array(repeating: nil, count: count),
            reach: progress.events.count,
            attained: progress.times.last ?? start,
            start: start
        )
        for (position, step) in required.prefix(progress.events.count).enumerated() {
            attempt.stepTimes[step] = progress.times[position]
            attempt.stepEvents[step] = progress.events[position]
        }
        return attempt
    }

    /// The events of an attempt's window that may take its later steps: those with the values of its first event.
    ///
    /// The first is among them only where it may take several steps.
    private func eligible(_ first: Int, from start: Timestamp, _ history: FunnelHistory) -> [Int] {
        history.indices(from: start, through: history.time(first) + definition.conversionWindow).filter {
            ($0 != first || options.eventsServeSeveralSteps) && history.isHeldAlike($0, first)
        }
    }

    // MARK: - Ordered

    func orderedAttempt(beginningAt first: Int, _ history: FunnelHistory) -> FunnelAttempt {
        let start = history.time(first)
        if options.tieWindow > .zero { return loosely(first, history) }
        var progress = Progress(events: [first], times: [start])
        for moment in history.moments(eligible(first, from: start, history)) {
            let served = serve(moment, after: progress, history)
            progress.events += served
            progress.times += served.map(history.time)
        }
        return attempt(progress, start: start)
    }

    /// The simultaneous events that take the next steps, as many as can be; of several ways to do so, each step gets
    /// the first event that it can get.
    private func serve(_ moment: [Int], after progress: Progress, _ history: FunnelHistory) -> [Int] {
        guard let before = progress.times.last, let place = moment.first else { return [] }
        let time = history.time(place)
        var open: [Int] = []
        for step in required.dropFirst(progress.events.count) {
            guard isInTime(step, open.isEmpty ? time - before : .zero) else { break }
            open.append(step)
        }
        if options.eventsServeSeveralSteps {
            return open.map { step in moment.first { history.entries[$0].steps.contains(step) } }
                .prefix { $0 != nil }.compactMap(\.self)
        }
        return Self.assignment(of: moment.map { history.entries[$0].steps }, to: open).map { moment[$0] }
    }

    /// Deals events out to steps, from the first on, as many as can be: of all ways the one whose places are lowest.
    private static func assignment(of events: [Set<Int>], to steps: [Int]) -> [Int] {
        func count(_ used: [Int], _ done: Int) -> Int {
            let rest = events.indices.filter { !used.contains($0) }.map { place in
                Set(steps.indices.filter { $0 >= done && events[place].contains(steps[$0]) })
            }
            return furthestReach(from: done, with: rest, stepCount: steps.count)
        }
        let total = count([], 0)
        var chosen: [Int] = []
        while chosen.count < total {
            let step = chosen.count
            let next = events.indices.first { place in
                !chosen.contains(place) && events[place].contains(steps[step])
                    && count(chosen + [place], step + 1) == total
            }
            guard let next else { preconditionFailure("an assignment of this size was just found") }
            chosen.append(next)
        }
        return chosen
    }

    /// As ordered, where an event may come a little before that of the previous step.
    ///
    /// So many steps are taken by a time as some chain of different events up to then takes, each no more than the tie
    /// window before the previous one.
    private func loosely(_ first: Int, _ history: FunnelHistory) -> FunnelAttempt {
        let start = history.time(first)
        let slack = options.tieWindow * (required.count - 1)
        let events = eligible(first, from: start + .zero - slack, history)
        var progress = Progress(events: [first], times: [start])
        for moment in history.moments(events) {
            guard let place = moment.first else { continue }
            let time = max(start, history.time(place))
            let known = events.filter { history.time($0) <= time }
            let chain = longestChain([first], known, history)
            guard chain.count > progress.events.count else { continue }
            progress.times += Array(repeating: time, count: chain.count - progress.events.count)
            progress.events = chain
        }
        return attempt(progress, start: start)
    }

    /// The longest continuation of a chain of events; of several, the one whose places are lowest.
    private func longestChain(_ chain: [Int], _ events: [Int], _ history: FunnelHistory) -> [Int] {
        guard chain.count < required.count, let last = chain.last else { return chain }
        var best = chain
        for index in events where !chain.contains(index) {
            guard history.entries[index].steps.contains(required[chain.count]),
                history.time(last) - history.time(index) <= options.tieWindow
            else { continue }
            let found = longestChain(chain + [index], events, history)
            if found.count > best.count { best = found }
            if best.count == required.count { break }
        }
        return best
    }

    // MARK: - Strict

    /// Every event of the person counts, also one that no step wants or whose held values are others: it ends the
    /// attempt.
    func strictAttempt(beginningAt first: Int, _ history: FunnelHistory) -> FunnelAttempt {
        let start = history.time(first)
        let end = start + definition.conversionWindow
        let moments = history.moments(history.indices(from: start, through: end).filter { $0 != first })
        let simultaneous = moments.first.map { history.time($0[0]) == start ? $0 : [] } ?? []
        let later = simultaneous.isEmpty ? moments[...] : moments.dropFirst()
        func usable(_ moment: [Int]) -> [Int] { moment.filter { history.isHeldAlike($0, first) } }

        var best: Progress?
        // What is simultaneous with the first event may also come before it: any number of it may go on with it.
        let most = serve(usable(simultaneous), after: Progress(events: [first], times: [start]), history)
        for count in (0...most.count).reversed() {
            var progress = Progress(
                events: [first] + most.prefix(count),
                times: Array(repeating: start, count: count + 1)
            )
            for moment in later {
                let served = serve(usable(moment), after: progress, history)
                progress.events += served
                progress.times += served.map(history.time)
                if served.count < moment.count { break }
            }
            let isFurther = progress.events.count > best?.events.count ?? 0
            if isFurther { best = progress }
        }
        return attempt(best ?? Progress(events: [first], times: [start]), start: start)
    }

    // MARK: - Unordered

    func unorderedAttempt(beginningAt first: Int, _ history: FunnelHistory) -> FunnelAttempt {
        let start = history.time(first)
        let window = history.indices(from: start, through: start + definition.conversionWindow).filter {
            history.isHeldAlike($0, first)
        }
        var progress = Progress(events: [], times: [])
        for place in window.indices {
            // Which steps they are does not matter: the most that can be served by different events.
            let served = Self.largestMatching(window[...place].map { history.entries[$0].steps })
            if served > progress.events.count {
                progress.events.append(window[place])
                progress.times.append(history.time(window[place]))
            }
        }
        var attempt = attempt(progress, start: start)
        attempt.performed = window.reduce(into: []) { $0.formUnion(history.entries[$1].steps) }
        return attempt
    }

    /// How many steps different events can serve.
    private static func largestMatching(_ events: [Set<Int>]) -> Int {
        var holders: [Int: Int] = [:]
        func place(_ event: Int, _ asked: inout Set<Int>) -> Bool {
            for step in events[event].sorted() where asked.insert(step).inserted {
                if let holder = holders[step], !place(holder, &asked) { continue }
                holders[step] = event
                return true
            }
            return false
        }
        return events.indices.count { event in
            var asked: Set<Int> = []
            return place(event, &asked)
        }
    }
}
