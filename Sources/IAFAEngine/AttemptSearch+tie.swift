/// What a search for chains of different events has in its hands.
struct ChainScratch {
    /// The events found so far, one a step.
    var chain: [Int] = []

    /// From where no chain can be finished: the steps taken, the last event, the others that might be needed again.
    var failed: Set<[Int]> = []
}

/// Where an event may come a little before that of the previous step, the first event that fits is no longer always
/// the right one: it may be needed for a later step.
extension AttemptSearch {
    /// Follows the attempt that begins at an event: so many steps are taken by a time as some chain of different events
    /// up to then takes, each no more than the tie window before the previous one.
    mutating func followLoosely(_ first: Int, rank: Int) {
        let group = events.group(of: first)
        let start = events[first].time
        current.reset(start: start, rank: rank)
        current.take(plan.required[0], first, at: start)
        let (most, isSettled) = chainWithoutChoice(in: group)
        if isSettled { return }
        current.reset(start: start, rank: rank)
        current.take(plan.required[0], first, at: start)
        let end = start &+ plan.window
        var bound = start
        while current.reach < most {
            let length = current.reach &+ 1
            guard findChain(of: length, from: first, through: end, in: group) else { break }
            bound = earliestEnd(of: length, from: first, in: bound...end, group)
            current.take(plan.required[length &- 1], first, at: bound)
        }
        guard findChain(of: current.reach, from: first, through: bound, in: group) else { return }
        for (number, place) in chains.chain.enumerated() { current.places[plan.required[number]] = place }
    }

    /// Takes each step with the first event that can, even where it has taken another one.
    ///
    /// - Returns: How far that leads, which is as far as any chain may, and whether no event was wanted twice, so that
    ///   it is the best.
    private mutating func chainWithoutChoice(in group: Range<Int>) -> (length: Int, isSettled: Bool) {
        let end = current.start &+ plan.window
        var bound = current.start
        var last = current.start
        var isSettled = true
        for step in plan.required.dropFirst() {
            let number = events.search(step, in: group, from: last &- plan.tieWindow)
            guard let place = events.place(number, step, in: group), events[place].time <= end else { break }
            if current.uses(place) { isSettled = false }
            last = events[place].time
            bound = max(bound, last)
            current.take(step, place, at: bound)
        }
        return (current.reach, isSettled)
    }

    /// By when a chain of a length can be finished that can be by the end of the times.
    private mutating func earliestEnd(
        of length: Int,
        from first: Int,
        in times: ClosedRange<Int64>,
        _ group: Range<Int>
    ) -> Int64 {
        if findChain(of: length, from: first, through: times.lowerBound, in: group) { return times.lowerBound }
        var low = events.place(from: times.lowerBound &+ 1, in: group)
        var high = events.place(from: times.upperBound &+ 1, in: group) &- 1
        // Mostly it is near.
        var stride = 1
        while low &+ stride < high {
            let time = events[low &+ stride].time
            if findChain(of: length, from: first, through: time, in: group) {
                high = low &+ stride
            } else {
                low &+= stride &+ 1
                stride &*= 2
            }
        }
        while low < high {
            let middle = (low &+ high) &>> 1
            if findChain(of: length, from: first, through: events[middle].time, in: group) {
                high = middle
            } else {
                low = middle &+ 1
            }
        }
        return events[low].time
    }

    /// Finds a chain of events up to a time, each step's the earliest that it can be.
    private mutating func findChain(of length: Int, from first: Int, through bound: Int64, in group: Range<Int>) -> Bool
    {
        chains.chain.removeAll(keepingCapacity: true)
        chains.failed.removeAll(keepingCapacity: true)
        chains.chain.append(first)
        return extendChain(to: length, through: bound, in: group)
    }

    private mutating func extendChain(to length: Int, through bound: Int64, in group: Range<Int>) -> Bool {
        let count = chains.chain.count
        guard count < length, let last = chains.chain.last else { return true }
        let state = chainState(to: length, last)
        if chains.failed.contains(state) || isStopped() { return false }
        let step = plan.required[count]
        let later = plan.required[(count + 1)..<length].reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
        var number = events.search(step, in: group, from: events[last].time &- plan.tieWindow)
        // Of so many, some would be free if a later one could be had.
        var rest = length &- count
        while rest > 0, let place = events.place(number, step, in: group), events[place].time <= bound {
            number &+= 1
            if chains.chain.contains(place) { continue }
            chains.chain.append(place)
            if extendChain(to: length, through: bound, in: group) { return true }
            chains.chain.removeLast()
            // No other step wants it: what can't go on from here can't from any later event.
            if events[place].steps & later == 0 { break }
            rest &-= 1
        }
        chains.failed.insert(state)
        return false
    }

    private func chainState(to length: Int, _ last: Int) -> [Int] {
        let count = chains.chain.count
        let wanted = plan.required[count..<length].reduce(UInt32(0)) { $0 | 1 << UInt32($1) }
        let earliest = events[last].time &- plan.tieWindow &* Int64(length &- count)
        let others = chains.chain.dropLast().filter { place in
            events[place].time >= earliest && events[place].steps & wanted != 0
        }
        return [count, last] + others.sorted()
    }
}
