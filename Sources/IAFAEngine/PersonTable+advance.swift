/// The rule by which attempts advance.
///
/// For each step i up to the person's reach, the table knows the attempt that began last of those that have taken i
/// steps so far: "attempt i". Attempt i begins no later than attempt i − 1, and where it begins earlier, attempt i − 1
/// has taken exactly i − 1 steps. That is enough: of all attempts that take a step at an event, only the one that began
/// last can ever matter, since among attempts still in their window an earlier beginning only ever means a further
/// reach.
extension PersonTable {
    /// Advances a person's attempts over the person's events of a slice, in order of time.
    @inline(__always)
    mutating func advance(
        _ slot: UnsafeMutablePointer<PersonSlot>,
        over events: UnsafeBufferPointer<StageEvent>,
        matching: inout SimultaneousMatching
    ) {
        var start = 0
        while start < events.count, Int(slot.pointee.reach) < stepCount {
            let time = events[start].time
            var end = start &+ 1
            if end == events.count || events[end].time != time {
                advance(slot, satisfied: events[start].steps, at: time)
            } else {
                while end < events.count, events[end].time == time { end &+= 1 }
                let group = UnsafeBufferPointer(rebasing: events[start..<end])
                advance(slot, together: group, at: time, matching: &matching)
            }
            start = end
        }
    }

    /// Advances over an event that is alone at its time.
    ///
    /// Steps descend, so that the event serves one step of each attempt.
    @inline(__always)
    private mutating func advance(_ slot: UnsafeMutablePointer<PersonSlot>, satisfied steps: UInt32, at time: Int64) {
        // Beyond the step after the reach no attempt waits.
        var rest = steps & ((2 &<< UInt32(slot.pointee.reach)) &- 1)
        while rest != 0, Int(slot.pointee.reach) < stepCount {
            let bit = 31 &- rest.leadingZeroBitCount
            rest ^= 1 &<< UInt32(truncatingIfNeeded: bit)
            takeNext(slot, step: bit &+ 1, at: time)
        }
    }

    /// Advances over two or more simultaneous events.
    private mutating func advance(
        _ slot: UnsafeMutablePointer<PersonSlot>,
        together group: UnsafeBufferPointer<StageEvent>,
        at time: Int64,
        matching: inout SimultaneousMatching
    ) {
        var rest: UInt32 = 0
        var overlaps: UInt32 = 0
        for index in 0..<group.count {
            let steps = group[index].steps
            rest |= steps
            overlaps |= steps & (steps &- 1)
        }
        guard overlaps == 0 else {
            assign(slot, group, at: time, matching: &matching)
            return
        }
        // No event has a choice. Steps ascend, so that an attempt takes as many as it can.
        while rest != 0 {
            let step = rest.trailingZeroBitCount &+ 1
            rest &= rest &- 1
            if step <= Int(slot.pointee.reach) &+ 1 { takeNext(slot, step: step, at: time) }
        }
    }

    /// Lets the attempt that waits for `step` take it, or begins a new one; `step` is at most the reach plus 1.
    @inline(__always)
    private mutating func takeNext(_ slot: UnsafeMutablePointer<PersonSlot>, step: Int, at time: Int64) {
        let reach = Int(slot.pointee.reach)
        if step == 1 {
            slot.pointee.latestStart = time
            if reach == 0 { rise(slot, to: 1, from: 0, at: time) }
            return
        }
        guard isInWindow(slot, reach: step &- 1, at: time) else { return }
        if step > reach {
            rise(slot, to: step, from: step &- 1, at: time)
        } else if start(slot, reach: step &- 1) > start(slot, reach: step) {
            move(slot, to: step, from: step &- 1, at: time)
        }
    }

    /// Advances over simultaneous events of which some may serve one step or another.
    ///
    /// An attempt of reach j gets to f(j), which grows with j. So the attempt that began last of those that get to step
    /// i is that of the smallest j with f(j) ≥ i. All are taken as they were before the group: steps descend.
    private mutating func assign(
        _ slot: UnsafeMutablePointer<PersonSlot>,
        _ group: UnsafeBufferPointer<StageEvent>,
        at time: Int64,
        matching: inout SimultaneousMatching
    ) {
        matching.load(group)
        let reach = Int(slot.pointee.reach)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: stepCount) { sources in
            // For each step beyond 1, counted from 0, the reach of the attempt that now takes it; -1 for none.
            sources.initialize(repeating: -1)
            var furthest = 0
            for source in 0...reach {
                // An attempt that is also attempt `source` + 1 gets further as that one.
                let waits =
                    source == 0 || source == reach
                    || start(slot, reach: source) > start(slot, reach: source &+ 1)
                guard source == 0 || waits && isInWindow(slot, reach: source, at: time) else {
                    matching.skip(reach: source)
                    continue
                }
                let reached = matching.furthestReach(from: source)
                while furthest < reached {
                    if furthest >= source { sources[furthest] = source }
                    furthest &+= 1
                }
                if furthest == stepCount { break }
            }
            guard furthest > 0 else { return }
            if furthest > reach {
                rise(slot, to: furthest, from: sources[furthest &- 1], at: time)
                furthest &-= 1
            }
            guard Int(slot.pointee.reach) < stepCount else { return }
            while furthest > 1 {
                if sources[furthest &- 1] >= 0 {
                    move(slot, to: furthest, from: sources[furthest &- 1], at: time)
                }
                furthest &-= 1
            }
            if sources[0] == 0 { slot.pointee.latestStart = time }
        }
    }

    /// When attempt `reach` began.
    @inline(__always)
    private func start(_ slot: UnsafeMutablePointer<PersonSlot>, reach: Int) -> Int64 {
        reach == 1 ? slot.pointee.latestStart : slot.pointee.block[PersonSlot.offset(ofStep: reach)]
    }

    @inline(__always)
    private func isInWindow(_ slot: UnsafeMutablePointer<PersonSlot>, reach: Int, at time: Int64) -> Bool {
        UInt64(bitPattern: time &- start(slot, reach: reach)) <= window
    }

    /// Makes attempt `source`, with the steps after it taken at `time`, attempt `step`; `step` from 2 to the reach.
    @inline(__always)
    private func move(_ slot: UnsafeMutablePointer<PersonSlot>, to step: Int, from source: Int, at time: Int64) {
        let block = slot.pointee.block
        write(slot, block + PersonSlot.offset(ofStep: step), step: step, from: source, at: time)
    }

    @inline(__always)
    private func write(
        _ slot: UnsafeMutablePointer<PersonSlot>,
        _ target: UnsafeMutablePointer<Int64>,
        step: Int,
        from source: Int,
        at time: Int64
    ) {
        var index = 0
        if source == 1 {
            target[0] = slot.pointee.latestStart
            index = 1
        } else if source > 1 {
            let taken = slot.pointee.block + PersonSlot.offset(ofStep: source)
            while index < source {
                target[index] = taken[index]
                index &+= 1
            }
        }
        while index < step {
            target[index] = time
            index &+= 1
        }
    }

    /// Raises the person's reach to `step` by attempt `source`, which from then on is the one that counts.
    @inline(never)
    private mutating func rise(
        _ slot: UnsafeMutablePointer<PersonSlot>,
        to step: Int,
        from source: Int,
        at time: Int64
    ) {
        let reach = Int(slot.pointee.reach)
        if reach > 0 { reachCounts[reach] &-= 1 }
        reachCounts[step] &+= 1
        slot.pointee.reach = UInt8(truncatingIfNeeded: step)
        guard step > 1 else {
            slot.pointee.word = time
            return
        }
        let block: UnsafeMutablePointer<Int64>
        if step == stepCount {
            block = arena.take(stepCount)
            write(slot, block, step: step, from: source, at: time)
        } else {
            block = arena.take(PersonSlot.blockSize(reach: step))
            let own = block + PersonSlot.offset(ofStep: step)
            write(slot, own, step: step, from: source, at: time)
            (own + step).update(from: own, count: step)
            if reach > 1 { block.update(from: slot.pointee.block, count: PersonSlot.offset(ofStep: reach &+ 1)) }
        }
        if reach > 1 { arena.give(slot.pointee.block, PersonSlot.blockSize(reach: reach)) }
        slot.pointee.block = block
    }
}
