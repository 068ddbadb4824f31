internal import IAFACore

extension AttemptSearch {
    // MARK: - Ordered

    /// Follows the attempt that begins at an event: each step is taken by the first event that can take it.
    mutating func followOrdered(_ first: Int, rank: Int) {
        let group = events.group(of: first)
        let start = events[first].time
        let end = start &+ plan.window
        current.reset(start: start, rank: rank)
        current.take(plan.required[0], first, at: start)
        let servesMore = plan.options.eventsServeSeveralSteps
        if servesMore || !events.isAlone(first, in: group) {
            serve(current, at: start, in: group, but: servesMore ? -1 : first)
        }
        // Whatever is simultaneous with the step taken last has had its chance.
        var moment = start
        while current.reach < plan.required.count {
            let step = plan.required[current.reach]
            let earliest = max(moment &+ 1, current.attained &+ plan.after[step])
            let latest = plan.within[step] == .max ? end : min(end, current.attained &+ plan.within[step])
            let number = events.search(step, in: group, from: earliest)
            guard let place = events.place(number, step, in: group) else { return }
            moment = events[place].time
            guard moment <= latest else { return }
            if !servesMore, events.isAlone(place, in: group) {
                current.take(step, place, at: moment)
            } else {
                serve(current, at: moment, in: group, but: -1)
            }
        }
    }

    /// Lets an attempt take as many steps as it can with the events of a moment; each event takes one, as a rule.
    ///
    /// Of each step's events as many matter as there are steps: were a later one needed, one of these would be free.
    private mutating func serve(_ attempt: Attempt, at time: Int64, in group: Range<Int>, but first: Int) {
        assignment.begin()
        var elapsed = time &- attempt.attained
        for step in plan.required[attempt.reach...] {
            guard plan.isInTime(step, elapsed) else { break }
            assignment.want(step)
            elapsed = 0
        }
        let steps = assignment.steps
        for step in steps {
            var number = events.search(step, in: group, from: time)
            var count = 0
            while count < steps.count, let place = events.place(number, step, in: group), events[place].time == time {
                if place != first {
                    assignment.offer(place, satisfying: events[place].steps)
                    count &+= 1
                    if plan.options.eventsServeSeveralSteps {
                        attempt.take(step, place, at: time)
                        break
                    }
                }
                number &+= 1
            }
            // Without an event for it no later step can be taken.
            if count == 0 { break }
        }
        if plan.options.eventsServeSeveralSteps { return }
        let served = assignment.deal()
        for number in 0..<served {
            attempt.take(steps[number], assignment.place(servingStepNumber: number), at: time)
        }
    }

    // MARK: - Strict

    /// Follows the attempt that begins at an event and goes on as long as each next event takes the next step.
    mutating func followStrict(_ first: Int, rank: Int) {
        let group = events.group(of: first)
        let start = events[first].time
        current.reset(start: start, rank: rank)
        current.take(plan.required[0], first, at: start)
        if !events.isAlone(first, in: group) { serve(current, at: start, in: group, but: first) }
        let after = events.count(before: start &+ 1)
        guard current.reach > 1 else {
            goOn(current, from: after, in: group)
            return
        }
        // What is simultaneous with the first event may also come before it: any number of it may go on with it.
        var simultaneous = current.reach
        let most = plan.required[..<simultaneous].map { current.places[$0] }
        goOn(current, from: after, in: group)
        while simultaneous > 1 {
            simultaneous &-= 1
            trial.reset(start: start, rank: rank)
            for number in 0..<simultaneous { trial.take(plan.required[number], most[number], at: start) }
            goOn(trial, from: after, in: group)
            if trial.reach > current.reach { current.copy(trial) }
        }
    }

    /// Goes on with the events of the person from a number on, as long as all of each moment take a step.
    private mutating func goOn(_ attempt: Attempt, from index: Int, in group: Range<Int>) {
        let end = attempt.start &+ plan.window
        let run = events.run
        var index = index
        while attempt.reach < plan.required.count, index < run.count, run[index].time <= end {
            let time = run[index].time
            let before = attempt.reach
            serve(attempt, at: time, in: group, but: -1)
            let served = attempt.reach &- before
            guard served > 0 else { return }
            // Another event of the moment took no step.
            index &+= served
            if index < run.count, run[index].time == time { return }
        }
    }

    // MARK: - Unordered

    /// Follows the attempt that covers the window after an event: how many steps its events can serve.
    ///
    /// An event lets it take one more step only where it is one of the first events of that step, as many as there are
    /// steps: were it a later one, an earlier one could do the same.
    mutating func followUnordered(_ first: Int, rank: Int) {
        let group = events.group(of: first)
        let start = events[first].time
        let end = start &+ plan.window
        current.reset(start: start, rank: rank)
        candidates.removeAll(keepingCapacity: true)
        for step in 0..<plan.stepCount {
            var number = events.search(step, in: group, from: start)
            var count = 0
            while count < plan.stepCount, let place = events.place(number, step, in: group), events[place].time <= end {
                candidates.append(place)
                count &+= 1
                number &+= 1
            }
            if count > 0 { current.performed |= 1 << UInt32(step) }
        }
        // Where one attempt counts, one that has events of too few steps can't be it.
        if plan.options.unit != .totals, current.performed.nonzeroBitCount < best.reach { return }
        candidates.sort()
        for step in 0..<plan.stepCount { servants[step] = -1 }
        var previous = -1
        for place in candidates where place != previous {
            previous = place
            var asked: UInt32 = 0
            guard find(place, &asked) else { continue }
            current.take(current.reach, place, at: events[place].time)
            if current.reach == plan.stepCount { return }
        }
    }

    /// Finds a step for an event, and another one for whoever serves it.
    private mutating func find(_ place: Int, _ asked: inout UInt32) -> Bool {
        var rest = events[place].steps & ~asked
        while rest != 0 {
            let step = rest.trailingZeroBitCount
            asked |= 1 << UInt32(step)
            if servants[step] < 0 || find(servants[step], &asked) {
                servants[step] = place
                return true
            }
            rest &= ~asked
        }
        return false
    }
}
