/// Deals simultaneous events out to consecutive steps, each to one, as many as can be; a search's scratch memory.
///
/// Bipartite matching by augmenting paths, whose result is then made to be the one in which each step, from the first
/// on, has the earliest event that it can have.
struct MomentAssignment {
    /// The steps that want an event, in order.
    private(set) var steps: [Int] = []

    /// The events that matter, ascending, and which of `steps` they satisfy, as bits.
    private var places: [Int] = []
    private var masks: [UInt32] = []

    /// Which of `steps` each event serves; -1 where it is free.
    private var served: [Int] = []
    private var isSettled: [Bool] = []
    private var isVisited: [Bool] = []

    /// Which event serves each step.
    private var servants: [Int] = []

    /// Starts anew with the steps that want an event.
    mutating func begin() {
        steps.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        masks.removeAll(keepingCapacity: true)
    }

    mutating func want(_ step: Int) { steps.append(step) }

    /// Adds an event, once however often it is named.
    mutating func offer(_ place: Int, satisfying eventSteps: UInt32) {
        var index = places.count
        while index > 0, places[index &- 1] > place { index &-= 1 }
        if index > 0, places[index &- 1] == place { return }
        var mask: UInt32 = 0
        for (number, step) in steps.enumerated() where eventSteps & (1 << UInt32(step)) != 0 {
            mask |= 1 << UInt32(number)
        }
        places.insert(place, at: index)
        masks.insert(mask, at: index)
    }

    /// The place that serves a step, once dealt.
    func place(servingStepNumber number: Int) -> Int { places[servants[number]] }

    /// Deals; `place(servingStepNumber:)` then tells who serves each.
    ///
    /// - Returns: How many of the steps are served, from the first.
    mutating func deal() -> Int {
        let count = places.count
        reset(&served, -1, count)
        reset(&isSettled, false, count)
        servants.removeAll(keepingCapacity: true)
        while servants.count < steps.count {
            reset(&isVisited, false, count)
            servants.append(-1)
            guard serve(servants.count - 1) else {
                servants.removeLast()
                break
            }
        }
        for number in servants.indices {
            for event in 0..<servants[number] where masks[event] & (1 << UInt32(number)) != 0 && !isSettled[event] {
                if exchange(number, event) { break }
            }
            isSettled[servants[number]] = true
        }
        return servants.count
    }

    private func reset<Element>(_ array: inout [Element], _ value: Element, _ count: Int) {
        array.removeAll(keepingCapacity: true)
        for _ in 0..<count { array.append(value) }
    }

    /// Gives a step another event, where whoever has it can do without.
    private mutating func exchange(_ number: Int, _ event: Int) -> Bool {
        let (before, other) = (servants[number], served[event])
        served[before] = -1
        served[event] = number
        servants[number] = event
        guard other >= 0 else { return true }
        reset(&isVisited, false, places.count)
        isVisited[event] = true
        if serve(other) { return true }
        served[before] = number
        served[event] = other
        servants[number] = before
        return false
    }

    private mutating func serve(_ number: Int) -> Bool {
        let bit = UInt32(1) << UInt32(number)
        for event in 0..<places.count where masks[event] & bit != 0 && !isSettled[event] && !isVisited[event] {
            isVisited[event] = true
            if served[event] >= 0, !serve(served[event]) { continue }
            served[event] = number
            servants[number] = event
            return true
        }
        return false
    }
}
