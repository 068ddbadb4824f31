extension FunnelAttempts {
    /// The step that an attempt got to, counted from 0, or nil where an excluded event voided it.
    ///
    /// Of an unordered funnel, the steps are numbered by how many there were.
    package func lastStep(of row: Int, required: [Int], order: FunnelOrder) -> Int? {
        if endings[row] == .excluded { return nil }
        let reach = Int(reaches[row])
        return order == .unordered ? reach - 1 : required[reach - 1]
    }

    /// When an attempt took a step, in µs; nil where it did not.
    package func time(of row: Int, step: Int) -> Int64? {
        let time = times[row * stepCount + step]
        return time == Self.notTaken ? nil : time
    }

    /// What the attempts of each of some groups come to, in one pass over all.
    ///
    /// Which steps somebody performed outside of the order is not known of attempts, so ``FunnelTally/performedCounts``
    /// stay 0.
    /// - Parameters:
    ///   - definition: The funnel.
    ///   - count: How many groups there are.
    ///   - group: The group of a row, 0 ..< `count`.
    /// - Returns: By group.
    package func tallies(
        of definition: FunnelDefinition,
        groups count: Int,
        group: (_ row: Int) -> Int
    ) -> [FunnelTally] {
        var tallies = Array(repeating: FunnelTally(stepCount: stepCount), count: count)
        let required = definition.requiredSteps
        let isOptional = definition.steps.map(\.isOptional)
        let order = definition.options.order
        for group in 0..<count { tallies[group].isOptional = isOptional }
        for row in 0..<self.count {
            let place = group(row)
            guard let last = lastStep(of: row, required: required, order: order) else {
                tallies[place].excludedCount += 1
                continue
            }
            tallies[place].reachCounts[last] += 1
            if endings[row] == .inProgress { tallies[place].inProgressCounts[last] += 1 }
            addTimes(of: row, isOptional, to: &tallies[place])
            if Int(reaches[row]) == required.count, let end = time(of: row, step: last) {
                tallies[place].totalDurations.append(end - starts[row])
            }
        }
        return tallies
    }

    /// A required step is timed from the required one before it, an optional one from whichever was taken before it.
    private func addTimes(of row: Int, _ isOptional: [Bool], to tally: inout FunnelTally) {
        var previous = time(of: row, step: 0)
        var previousRequired = previous
        for step in 1..<stepCount {
            guard let time = time(of: row, step: step) else { continue }
            if isOptional[step] { tally.optionalCounts[step] += 1 }
            if let before = isOptional[step] ? previous : previousRequired {
                tally.stepDurations[step - 1].append(time - before)
            }
            previous = time
            if !isOptional[step] { previousRequired = time }
        }
    }
}
