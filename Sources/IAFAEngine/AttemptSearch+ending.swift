internal import IAFACore

extension AttemptSearch {
    /// Why an attempt that counts went no further.
    mutating func ending(of attempt: Attempt) -> FunnelEnding {
        if attempt.reach == plan.required.count { return .converted }
        if isOpen(attempt) { return .inProgress }
        let group = events.group(of: attempt.places[0])
        let end = attempt.start &+ plan.window
        if plan.isUnordered { return unorderedEnding(of: attempt, end, group) }
        if plan.options.order == .strict, hasOthers(attempt, through: end) { return .interrupted }
        let next = plan.required[attempt.reach]
        let bit = UInt32(1) << UInt32(next)
        let latest = plan.within[next] == .max ? end : min(end, attempt.attained &+ plan.within[next])
        if differs(group, wanted: bit, from: attempt.attained &+ plan.after[next], through: latest) {
            return .heldPropertyDiffered
        }
        var number = events.search(next, in: group, from: attempt.attained)
        while let place = events.place(number, next, in: group) {
            if !attempt.uses(place) { return .windowExpired }
            number &+= 1
        }
        return .neverCame
    }

    /// Whether an event after the first moment took no step.
    private func hasOthers(_ attempt: Attempt, through end: Int64) -> Bool {
        var others = events.count(before: end &+ 1) &- events.count(before: attempt.start &+ 1)
        for step in plan.required[..<attempt.reach] where events[attempt.places[step]].time > attempt.start {
            others &-= 1
        }
        return others > 0
    }

    /// Whether some event of another group satisfies one of the wanted steps between two times, both included.
    private func differs(_ group: Range<Int>, wanted: UInt32, from first: Int64, through last: Int64) -> Bool {
        guard plan.holds, group.count < events.run.count else { return false }
        let held = events[group.lowerBound].held
        var index = events.count(before: first)
        while index < events.run.count, events.run[index].time <= last {
            if events.run[index].steps & wanted != 0, events.run[index].held != held { return true }
            index &+= 1
        }
        return false
    }

    /// Looks for the steps that nothing in the window satisfies.
    private mutating func unorderedEnding(of attempt: Attempt, _ end: Int64, _ group: Range<Int>) -> FunnelEnding {
        let missing = plan.beginning & ~attempt.performed
        if differs(group, wanted: missing, from: attempt.start, through: end) { return .heldPropertyDiffered }
        var rest = missing
        while rest != 0 {
            let step = rest.trailingZeroBitCount
            let number = events.search(step, in: group, from: attempt.start)
            if events.place(number, step, in: group) != nil { return .windowExpired }
            rest &= rest &- 1
        }
        return .neverCame
    }
}
