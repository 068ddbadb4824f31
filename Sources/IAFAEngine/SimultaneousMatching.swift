/// How far attempts get with one person's simultaneous events, each of which may serve one step; a worker's scratch
/// memory.
///
/// Bipartite matching by augmenting paths, one step after the other. As attempts of reach 0, 1, 2 … are asked for in
/// turn, the matching is kept: their next steps differ by one at the front and some at the end, so that all of them
/// together take at most two searches a step.
struct SimultaneousMatching {
    private let stepCount: Int
    /// The events that matter, by the steps that they satisfy; at most `stepCount` a step.
    private let events: UnsafeMutablePointer<UInt32>
    /// The step that each event serves, counted from 1; 0 where it is free.
    private let served: UnsafeMutablePointer<Int>
    /// For each step, counted from 1, the event that serves it.
    private let servants: UnsafeMutablePointer<Int>
    /// For each step, counted from 1, how many of `events` satisfy it.
    private let candidates: UnsafeMutablePointer<Int>
    private var eventCount = 0
    /// The steps after `reach` up to this one are served.
    private var furthest = 0
    /// The steps that the present search has come by, as bits from 1.
    private var visited: UInt32 = 0

    /// Scratch memory for a funnel of `stepCount` steps.
    init(stepCount: Int) {
        self.stepCount = stepCount
        events = .allocate(capacity: stepCount * stepCount)
        served = .allocate(capacity: stepCount * stepCount)
        servants = .allocate(capacity: stepCount + 1)
        candidates = .allocate(capacity: stepCount + 1)
        servants.initialize(repeating: 0, count: stepCount + 1)
        candidates.initialize(repeating: 0, count: stepCount + 1)
    }

    /// Gives the memory back; the matching is not to be used again.
    func deallocate() {
        events.deallocate()
        served.deallocate()
        servants.deallocate()
        candidates.deallocate()
    }

    /// Takes in a group of simultaneous events; the attempts of reach 0 are to be asked for first.
    ///
    /// Of each step's events as many as there are steps suffice: a step served by another one always finds one of these
    /// free. So a group of any size comes down to at most `stepCount` squared.
    mutating func load(_ group: UnsafeBufferPointer<StageEvent>) {
        eventCount = 0
        furthest = 0
        candidates.update(repeating: 0, count: stepCount &+ 1)
        for index in 0..<group.count {
            let steps = group[index].steps
            var isNeeded = false
            var rest = steps
            while rest != 0 {
                isNeeded = isNeeded || candidates[rest.trailingZeroBitCount &+ 1] < stepCount
                rest &= rest &- 1
            }
            guard isNeeded else { continue }
            rest = steps
            while rest != 0 {
                candidates[rest.trailingZeroBitCount &+ 1] &+= 1
                rest &= rest &- 1
            }
            (events + eventCount).initialize(to: steps)
            (served + eventCount).initialize(to: 0)
            eventCount &+= 1
        }
    }

    /// The reach that attempts of reach `reach` have after the group.
    ///
    /// To be asked for ascending reaches; a reach of no interest needs ``skip(reach:)``.
    mutating func furthestReach(from reach: Int) -> Int {
        skip(reach: reach)
        while furthest < stepCount {
            visited = 0
            guard serve(furthest &+ 1) else { break }
            furthest &+= 1
        }
        return furthest
    }

    /// Goes on to the attempts of reach `reach`, whose next step is the one after it.
    mutating func skip(reach: Int) {
        guard reach > 0 else { return }
        if furthest >= reach { served[servants[reach]] = 0 } else { furthest = reach }
    }

    /// Finds an event for a step and, where all are taken, lets those that they serve find others.
    private mutating func serve(_ step: Int) -> Bool {
        visited |= 1 &<< UInt32(truncatingIfNeeded: step)
        let bit: UInt32 = 1 &<< UInt32(truncatingIfNeeded: step &- 1)
        for event in 0..<eventCount where events[event] & bit != 0 {
            let other = served[event]
            if other != 0 {
                guard visited & (1 &<< UInt32(truncatingIfNeeded: other)) == 0, serve(other) else { continue }
            }
            served[event] = step
            servants[step] = event
            return true
        }
        return false
    }
}
