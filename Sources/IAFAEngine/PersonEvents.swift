/// One person's events, indexed so that a search finds those of a step without looking at the others.
///
/// Events are known by their place. Places follow the order of time, reception and id; where properties are held
/// constant, they do so within each group of events that have the same values, and the groups follow one another.
struct PersonEvents {
    private let stepCount: Int
    private let holds: Bool

    /// In order of time, reception and id.
    private(set) var run = UnsafeBufferPointer<AttemptEvent>(start: nil, count: 0)

    /// The places of each step's events, ascending, one step after the other.
    private var listed: [Int32] = []

    /// Where the list of each step begins; one more for the end of the last.
    private var offsets: [Int]

    /// Where the last search of a step ended: the next one is mostly near.
    private var hints: [Int]

    // Where properties are held constant: of each place its event, its place in `run`, its group; of each event of
    // `run` its place.
    private var sorted: [AttemptEvent] = []
    private var ranks: [Int32] = []
    private var groupStarts: [Int32] = []
    private var groupEnds: [Int32] = []
    private var placesInRun: [Int32] = []

    init(stepCount: Int, holds: Bool) {
        self.stepCount = stepCount
        self.holds = holds
        offsets = Array(repeating: 0, count: stepCount + 1)
        hints = Array(repeating: 0, count: stepCount)
    }

    /// Takes in the events of another person.
    mutating func load(_ events: UnsafeBufferPointer<AttemptEvent>) {
        run = events
        if holds { group() }
        for step in 0...stepCount { offsets[step] = 0 }
        for place in 0..<events.count {
            var rest = self[place].steps
            while rest != 0 {
                offsets[rest.trailingZeroBitCount] &+= 1
                rest &= rest &- 1
            }
        }
        var start = 0
        for step in 0..<stepCount {
            let size = offsets[step]
            offsets[step] = start
            hints[step] = start
            start &+= size
        }
        if listed.count < start { listed = Array(repeating: 0, count: max(start, 2 * listed.count)) }
        for place in 0..<events.count {
            var rest = self[place].steps
            while rest != 0 {
                let step = rest.trailingZeroBitCount
                listed[hints[step]] = Int32(truncatingIfNeeded: place)
                hints[step] &+= 1
                rest &= rest &- 1
            }
        }
        // Filling has moved each hint from its list's start to its end.
        offsets[stepCount] = start
        for step in 0..<stepCount { hints[step] = offsets[step] }
    }

    private mutating func group() {
        let count = run.count
        ranks.removeAll(keepingCapacity: true)
        ranks.append(contentsOf: (0..<count).lazy.map { Int32(truncatingIfNeeded: $0) })
        let run = run
        ranks.sort { left, right in
            let (a, b) = (run[Int(left)].held, run[Int(right)].held)
            return a != b ? a < b : left < right
        }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: ranks.lazy.map { run[Int($0)] })
        if groupStarts.count < count {
            let size = max(count, 2 * groupStarts.count)
            groupStarts = Array(repeating: 0, count: size)
            groupEnds = Array(repeating: 0, count: size)
            placesInRun = Array(repeating: 0, count: size)
        }
        var start = 0
        while start < count {
            var end = start
            while end < count, sorted[end].held == sorted[start].held {
                placesInRun[Int(ranks[end])] = Int32(truncatingIfNeeded: end)
                groupStarts[end] = Int32(truncatingIfNeeded: start)
                end &+= 1
            }
            for place in start..<end { groupEnds[place] = Int32(truncatingIfNeeded: end) }
            start = end
        }
    }

    /// The event at a place.
    @inline(__always)
    subscript(place: Int) -> AttemptEvent { holds ? sorted[place] : run[place] }

    /// The place of an event of `run`.
    @inline(__always)
    func place(inRun index: Int) -> Int { holds ? Int(placesInRun[index]) : index }

    /// The places of the events with the same held values.
    @inline(__always)
    func group(of place: Int) -> Range<Int> {
        holds ? Int(groupStarts[place])..<Int(groupEnds[place]) : 0..<run.count
    }

    /// The first number of `step`'s list at which an event of the group at or after `time` may stand.
    @inline(__always)
    mutating func search(_ step: Int, in group: Range<Int>, from time: Int64) -> Int {
        let (first, last) = (offsets[step], offsets[step &+ 1])
        guard first < last else { return last }
        var low = first
        var high = last
        let hint = min(hints[step], last &- 1)
        var stride = 1
        if isFound(hint, group, time) {
            high = hint
            while high &- stride >= first, isFound(high &- stride, group, time) {
                high &-= stride
                stride &*= 2
            }
            low = max(first, high &- stride)
        } else {
            low = hint &+ 1
            while low &+ stride < last, !isFound(low &+ stride, group, time) {
                low &+= stride &+ 1
                stride &*= 2
            }
            high = min(last, low &+ stride)
        }
        while low < high {
            let middle = (low &+ high) &>> 1
            if isFound(middle, group, time) { high = middle } else { low = middle &+ 1 }
        }
        hints[step] = low
        return low
    }

    @inline(__always)
    private func isFound(_ number: Int, _ group: Range<Int>, _ time: Int64) -> Bool {
        let place = Int(listed[number])
        return place >= group.upperBound || place >= group.lowerBound && self[place].time >= time
    }

    /// The place at a number of `step`'s list, where that is in the list and in the group.
    @inline(__always)
    func place(_ number: Int, _ step: Int, in group: Range<Int>) -> Int? {
        guard number < offsets[step &+ 1] else { return nil }
        let place = Int(listed[number])
        return place < group.upperBound ? place : nil
    }

    /// Whether other events of the group happened at the same time.
    @inline(__always)
    func isAlone(_ place: Int, in group: Range<Int>) -> Bool {
        let time = self[place].time
        return (place == group.lowerBound || self[place &- 1].time != time)
            && (place &+ 1 == group.upperBound || self[place &+ 1].time != time)
    }

    /// How many events of all groups come before `time`.
    func count(before time: Int64) -> Int {
        var (low, high) = (0, run.count)
        while low < high {
            let middle = (low &+ high) &>> 1
            if run[middle].time >= time { high = middle } else { low = middle &+ 1 }
        }
        return low
    }

    /// The first place of a group at or after `time`.
    func place(from time: Int64, in group: Range<Int>) -> Int {
        var (low, high) = (group.lowerBound, group.upperBound)
        while low < high {
            let middle = (low &+ high) &>> 1
            if self[middle].time >= time { high = middle } else { low = middle &+ 1 }
        }
        return low
    }
}
