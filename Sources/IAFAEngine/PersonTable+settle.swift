extension PersonTable {
    /// Runs persons' events through their attempts where all events of each are at hand: nothing of a person is kept
    /// but what counts.
    ///
    /// - Parameters:
    ///   - events: All of some persons, in order.
    ///   - base: From when on their times count; µs since 1970 UTC.
    ///   - results: Takes what became of each who began an attempt.
    ///   - scratch: Holds one person's events.
    ///   - matching: Scratch memory.
    @inline(__always)
    mutating func settle(
        _ events: UnsafeBufferPointer<PackedEvent>,
        base: Int64,
        into results: SweepResults,
        scratch: inout StageEventBuffer,
        matching: inout SimultaneousMatching
    ) {
        var start = 0
        while start < events.count {
            let person = events[start].person
            var steps = events[start].steps
            var end = start &+ 1
            while end < events.count, events[end].person == person {
                steps |= events[end].steps
                end &+= 1
            }
            if steps & 1 != 0 {
                // Before an event of the first step nothing can happen.
                while events[start].steps & 1 == 0, events[start].time != events[start &+ 1].time { start &+= 1 }
                scratch.reserve(end &- start)
                for index in start..<end {
                    (scratch.base + (index &- start)).initialize(
                        to: StageEvent(key: person, time: base &+ events[index].time, steps: events[index].steps)
                    )
                }
                let run = UnsafeBufferPointer(start: scratch.base, count: end &- start)
                var slot = PersonSlot(key: person, latestStart: 0, word: 0, reach: 0)
                withUnsafeMutablePointer(to: &slot) { slot in
                    advance(slot, over: run, matching: &matching)
                    withTimes(of: slot) { results.add($0, reach: $1, window: window) }
                    release(slot)
                }
            }
            start = end
        }
    }

    /// Calls `body` with the times and the reach of a person's attempt that counts; the reach is at least 1.
    @inline(__always)
    func withTimes(of slot: UnsafeMutablePointer<PersonSlot>, _ body: (UnsafePointer<Int64>, Int) -> Void) {
        let reach = Int(slot.pointee.reach)
        if reach == 1 {
            withUnsafePointer(to: slot.pointee.word) { body($0, reach) }
        } else {
            let offset = reach == stepCount ? 0 : PersonSlot.offset(ofStep: reach &+ 1)
            body(UnsafePointer(slot.pointee.block + offset), reach)
        }
    }

    /// Takes back the memory of a person who is not in the table.
    @inline(__always)
    private mutating func release(_ slot: UnsafeMutablePointer<PersonSlot>) {
        let reach = Int(slot.pointee.reach)
        guard reach > 1 else { return }
        arena.give(slot.pointee.block, reach == stepCount ? stepCount : PersonSlot.blockSize(reach: reach))
    }
}
