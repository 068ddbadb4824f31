internal import IAFACore

extension AttemptSearch {
    /// Finds and counts the attempts of a person that count.
    mutating func follow(_ run: UnsafeBufferPointer<AttemptEvent>) {
        guard run.contains(where: { $0.steps & plan.beginning != 0 && plan.range.contains($0.time) }) else { return }
        events.load(run)
        excluded.load(run)
        if plan.options.unit == .totals {
            followTotals()
        } else {
            followOne()
        }
    }

    /// One attempt counts: the first, or the best.
    private mutating func followOne() {
        best.reach = 0
        worst.reach = 0
        let isFirst = plan.options.entry == .first
        let onePerPerson = plan.options.exclusionScope == .person
        var index = 0
        while let moment = nextMoment(from: index), !isStopped() {
            if isFirst {
                momentary.reach = 0
                forEachBeginning(in: moment) { search in
                    if search.current.isBetter(than: search.momentary) { search.momentary.copy(search.current) }
                }
                if isVoid(momentary) { worst.copy(momentary) } else { best.copy(momentary) }
                break
            }
            // Nothing that begins after a complete attempt was completed can count instead.
            let isSettled = best.reach == plan.required.count && events.run[moment.lowerBound].time > best.attained
            if isSettled, !onePerPerson || plan.options.exclusions.isEmpty { break }
            forEachBeginning(in: moment) { search in
                if search.isVoid(search.current) {
                    if search.current.isBetter(than: search.worst) { search.worst.copy(search.current) }
                } else if search.current.isBetter(than: search.best) {
                    search.best.copy(search.current)
                }
            }
            index = moment.upperBound
        }
        if worst.reach > 0, best.reach == 0 || onePerPerson {
            countExcluded(worst)
        } else if best.reach > 0 {
            count(best)
        }
    }

    /// All attempts count that do not overlap.
    private mutating func followTotals() {
        worst.reach = 0
        if plan.options.exclusionScope == .person, !plan.options.exclusions.isEmpty {
            forEachSeparate { search in
                if search.isVoid(search.momentary), search.momentary.isBetter(than: search.worst) {
                    search.worst.copy(search.momentary)
                }
            }
            if worst.reach > 0 {
                countExcluded(worst)
                return
            }
        }
        forEachSeparate { search in
            if search.isVoid(search.momentary) {
                search.countExcluded(search.momentary)
            } else {
                search.count(search.momentary)
            }
        }
    }

    /// Calls `body` with each attempt that does not overlap the one before it, as `momentary`.
    private mutating func forEachSeparate(_ body: (inout AttemptSearch) -> Void) {
        var index = 0
        while let moment = nextMoment(from: index), !isStopped() {
            momentary.reach = 0
            forEachBeginning(in: moment) { search in
                if search.current.isBetter(than: search.momentary) { search.momentary.copy(search.current) }
            }
            body(&self)
            let isComplete = momentary.reach == plan.required.count
            let free = isComplete ? momentary.attained : momentary.start &+ plan.window
            index = max(moment.upperBound, events.count(before: free &+ 1))
        }
    }

    /// The next simultaneous events in the range of which some begin an attempt.
    private func nextMoment(from index: Int) -> Range<Int>? {
        let run = events.run
        var start = index
        while start < run.count {
            if run[start].steps & plan.beginning != 0, plan.range.contains(run[start].time) {
                let time = run[start].time
                while start > 0, run[start &- 1].time == time { start &-= 1 }
                var end = start &+ 1
                while end < run.count, run[end].time == time { end &+= 1 }
                return start..<end
            }
            start &+= 1
        }
        return nil
    }

    /// Follows each attempt that begins in a moment, but of those that can't differ in their times only the first.
    private mutating func forEachBeginning(in moment: Range<Int>, _ body: (inout AttemptSearch) -> Void) {
        guard moment.count > 1 else {
            follow(firstOf: moment.lowerBound)
            body(&self)
            return
        }
        var beginnings = moment.filter { events.run[$0].steps & plan.beginning != 0 }
        // Of an unordered funnel it doesn't matter which steps the first event satisfies.
        let mask: UInt32 = plan.isUnordered ? 0 : .max
        let run = events.run
        beginnings.sort { left, right in
            let (a, b) = (run[left], run[right])
            if a.held != b.held { return a.held < b.held }
            return a.steps & mask != b.steps & mask ? a.steps < b.steps : left < right
        }
        for (number, index) in beginnings.enumerated() {
            if number > 0 {
                let (event, other) = (run[index], run[beginnings[number - 1]])
                if event.held == other.held, event.steps & mask == other.steps & mask { continue }
            }
            if isStopped() { return }
            follow(firstOf: index)
            body(&self)
        }
    }

    /// Follows the attempt that begins at an event of the run.
    private mutating func follow(firstOf index: Int) {
        let place = events.place(inRun: index)
        switch plan.options.order {
        case .unordered: followUnordered(place, rank: index)
        case .strict: followStrict(place, rank: index)
        case .ordered where plan.tieWindow > 0: followLoosely(place, rank: index)
        case .ordered: followOrdered(place, rank: index)
        }
        if !plan.optional.isEmpty { takeOptionalSteps() }
    }

    /// Whether an excluded event happened within an attempt.
    private func isVoid(_ attempt: Attempt) -> Bool {
        for (number, exclusion) in plan.options.exclusions.enumerated() {
            let from = attempt.times[exclusion.steps.lowerBound]
            let to = attempt.times[exclusion.steps.upperBound]
            guard from != FunnelAttempts.notTaken, let time = excluded.first(of: number, after: from) else { continue }
            if to == FunnelAttempts.notTaken ? time <= attempt.start &+ plan.window : time < to { return true }
        }
        return false
    }

    /// Lets the current attempt take the optional steps that it can, in order; required ones stay as they are.
    private mutating func takeOptionalSteps() {
        let group = events.group(of: current.places[0])
        for step in plan.optional {
            var before = step &- 1
            while current.times[before] == FunnelAttempts.notTaken { before &-= 1 }
            let previous = current.times[before]
            let next = plan.required.first { $0 > step && current.times[$0] != FunnelAttempts.notTaken }
            let end = max(previous, next.map { current.times[$0] } ?? (current.start &+ plan.window))
            let latest = plan.within[step] == .max ? end : min(end, previous &+ plan.within[step])
            var number = events.search(step, in: group, from: previous &+ plan.after[step])
            while let place = events.place(number, step, in: group), events[place].time <= latest {
                if !current.uses(place) {
                    current.times[step] = events[place].time
                    current.places[step] = place
                    break
                }
                number &+= 1
            }
        }
    }
}
