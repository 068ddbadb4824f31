internal import IAFACore

/// Follows the attempts of one person after the other; a worker's scratch memory, and what it has counted.
///
/// Each attempt is followed from its first event by looking for the next event of each step: an attempt costs the
/// number of steps times the logarithm of the number of events, however many events lie in between.
struct AttemptSearch {
    let plan: AttemptPlan
    var events: PersonEvents
    var assignment = MomentAssignment()
    let isStopped: @Sendable () -> Bool

    /// The attempt that is followed, one beside it, and the best of those that count and of those that are void.
    let current: Attempt
    let trial: Attempt
    let best: Attempt
    let worst: Attempt

    /// The best attempt of a moment; only of totals and first attempts.
    let momentary: Attempt

    var excluded: ExcludedTimes
    var chains = ChainScratch()

    /// Of an unordered attempt, the events that matter, and which of them serves each step.
    var candidates: [Int] = []
    var servants: [Int]

    private(set) var tally: FunnelTally
    private(set) var attempts: FunnelAttempts

    init(_ plan: AttemptPlan, isStopped: @escaping @Sendable () -> Bool) {
        self.plan = plan
        self.isStopped = isStopped
        events = PersonEvents(stepCount: plan.stepCount, holds: plan.holds)
        current = Attempt(stepCount: plan.stepCount)
        trial = Attempt(stepCount: plan.stepCount)
        best = Attempt(stepCount: plan.stepCount)
        worst = Attempt(stepCount: plan.stepCount)
        momentary = Attempt(stepCount: plan.stepCount)
        servants = Array(repeating: -1, count: plan.stepCount)
        excluded = ExcludedTimes(count: plan.options.exclusions.count)
        tally = FunnelTally(stepCount: plan.stepCount)
        for step in plan.optional { tally.isOptional[step] = true }
        attempts = FunnelAttempts(stepCount: plan.stepCount)
    }

    /// How many bytes of memory the counts take.
    var byteCount: Int {
        8 * tally.stepDurations.reduce(tally.totalDurations.count) { $0 + $1.count }
            + attempts.count * (8 * plan.stepCount + 24)
    }

    /// Hands over what was counted, and begins anew.
    mutating func takeCounts() -> (FunnelTally, FunnelAttempts) {
        let counts = (tally, attempts)
        tally = FunnelTally(stepCount: plan.stepCount)
        for step in plan.optional { tally.isOptional[step] = true }
        attempts = FunnelAttempts(stepCount: plan.stepCount)
        return counts
    }

    /// Counts an attempt of the person whose events are loaded.
    mutating func count(_ attempt: Attempt) {
        let isComplete = attempt.reach == plan.required.count
        let last = plan.isUnordered ? attempt.reach - 1 : plan.required[attempt.reach - 1]
        tally.reachCounts[last] += 1
        if !isComplete, isOpen(attempt) { tally.inProgressCounts[last] += 1 }
        var performed = attempt.performed
        while performed != 0 {
            tally.performedCounts[performed.trailingZeroBitCount] += 1
            performed &= performed - 1
        }
        countDurations(attempt)
        if isComplete { tally.totalDurations.append(attempt.attained - attempt.start) }
        if plan.wantsAttempts { report(attempt, ending(of: attempt)) }
    }

    /// Counts an attempt that an excluded event has voided.
    mutating func countExcluded(_ attempt: Attempt) {
        tally.excludedCount += 1
        if plan.wantsAttempts { report(attempt, .excluded) }
    }

    /// Whether an attempt that is not complete may still go on.
    func isOpen(_ attempt: Attempt) -> Bool { plan.now - attempt.start <= plan.window }

    private mutating func countDurations(_ attempt: Attempt) {
        var previous = attempt.times[0]
        // The last required step; an optional one is timed from whatever was taken before it.
        var previousRequired = previous
        for step in 1..<plan.stepCount where attempt.times[step] != FunnelAttempts.notTaken {
            let time = attempt.times[step]
            if tally.isOptional[step] {
                tally.optionalCounts[step] += 1
                tally.stepDurations[step - 1].append(time - previous)
            } else {
                tally.stepDurations[step - 1].append(time - previousRequired)
                previousRequired = time
            }
            previous = time
        }
    }

    private mutating func report(_ attempt: Attempt, _ ending: FunnelEnding) {
        attempts.keys.append(events.run[0].key)
        attempts.starts.append(attempt.start)
        attempts.reaches.append(UInt8(attempt.reach))
        for step in 0..<plan.stepCount { attempts.times.append(attempt.times[step]) }
        attempts.endings.append(ending)
        let place: Int? =
            switch plan.place {
            case nil: nil
            case .first: attempt.places[0]
            case .last: (0..<plan.stepCount).last { attempt.places[$0] >= 0 }.map { attempt.places[$0] }
            case .step(let step): attempt.places[step] >= 0 ? attempt.places[step] : nil
            }
        attempts.valueIDs.append(place.map { events[$0].value } ?? 0)
    }
}
