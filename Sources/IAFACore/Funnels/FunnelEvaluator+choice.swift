extension FunnelEvaluator {
    /// The attempts of a person or session that count, and those that were excluded: one, but for totals.
    func judged(_ history: FunnelHistory) -> (counted: [FunnelAttempt], excluded: [FunnelAttempt]) {
        let all = considered(history)
        let good = all.filter { !isVoid($0, history) }
        let void = all.filter { isVoid($0, history) }
        if options.exclusionScope == .person, let worst = best(void) { return ([], [worst]) }
        if options.unit == .totals || options.entry == .first { return (good, void) }
        guard let best = best(good) else { return ([], best(void).map { [$0] } ?? []) }
        return ([best], [])
    }

    /// All attempts where the best counts, the first one, or those that do not overlap.
    private func considered(_ history: FunnelHistory) -> [FunnelAttempt] {
        let beginnings = history.moments(
            history.entries.indices.filter { mayBegin(at: history.time($0)) && begins(history.entries[$0]) }
        )
        var attempts: [FunnelAttempt] = []
        var free: Timestamp?
        for moment in beginnings {
            // Simultaneous events of the same steps and held values begin the same attempt; the first stands for it.
            let different = moment.filter { index in
                !moment.contains { other in
                    other < index && history.entries[other].steps == history.entries[index].steps
                        && history.isHeldAlike(other, index)
                }
            }
            let here = different.map { attempt(beginningAt: $0, history) }
            if options.unit == .totals {
                guard let attempt = best(here), free.map({ attempt.start > $0 }) ?? true else { continue }
                attempts.append(attempt)
                let isComplete = attempt.reach == required.count
                free = isComplete ? attempt.attained : attempt.start + definition.conversionWindow
            } else if options.entry == .first {
                return best(here).map { [$0] } ?? []
            } else {
                attempts += here
            }
        }
        return attempts
    }

    private func begins(_ entry: FunnelHistory.Entry) -> Bool {
        options.order == .unordered ? !entry.steps.isEmpty : entry.steps.contains(0)
    }

    /// The attempt that first attains the furthest reach; of several that do at once the one that began last, of those
    /// that began at once the one whose steps are the earliest, and of those the one whose first event comes first.
    private func best(_ attempts: [FunnelAttempt]) -> FunnelAttempt? {
        attempts.reduce(nil) { best, attempt in
            guard let best else { return attempt }
            if attempt.reach != best.reach { return attempt.reach > best.reach ? attempt : best }
            if attempt.attained != best.attained { return attempt.attained < best.attained ? attempt : best }
            if attempt.start != best.start { return attempt.start > best.start ? attempt : best }
            // They differ only in the order of simultaneous events: the steps are taken as early as can be.
            let isEarlier = attempt.outcome.stepTimes.lexicographicallyPrecedes(best.outcome.stepTimes)
            return isEarlier ? attempt : best
        }
    }

    private func attempt(beginningAt index: Int, _ history: FunnelHistory) -> FunnelAttempt {
        switch options.order {
        case .unordered: unorderedAttempt(beginningAt: index, history)
        case .strict: strictAttempt(beginningAt: index, history)
        case .ordered: withOptionalSteps(orderedAttempt(beginningAt: index, history), history)
        }
    }

    /// Whether an excluded event happened within an attempt.
    private func isVoid(_ attempt: FunnelAttempt, _ history: FunnelHistory) -> Bool {
        options.exclusions.contains { exclusion in
            guard let from = attempt.stepTimes[exclusion.steps.lowerBound] else { return false }
            let to = attempt.stepTimes[exclusion.steps.upperBound]
            let end = attempt.start + definition.conversionWindow
            return history.entries.contains { entry in
                let time = entry.event.timestamp
                return time > from && (to.map { time < $0 } ?? (time <= end))
                    && Self.matches(entry.event, exclusion.eventTypes, exclusion.filters)
            }
        }
    }

    /// Lets an attempt take the optional steps that it can, in order; required ones stay as they are.
    private func withOptionalSteps(_ attempt: FunnelAttempt, _ history: FunnelHistory) -> FunnelAttempt {
        var attempt = attempt
        guard let first = attempt.stepEvents[0] else { return attempt }
        for step in definition.steps.indices where definition.steps[step].isOptional {
            guard let before = (0..<step).last(where: { attempt.stepTimes[$0] != nil }),
                let previous = attempt.stepTimes[before]
            else { continue }
            let next = required.first { $0 > step && attempt.stepTimes[$0] != nil }.flatMap { attempt.stepTimes[$0] }
            let end = next ?? (attempt.start + definition.conversionWindow)
            let candidate = history.indices(from: previous, through: max(previous, end)).first { index in
                let entry = history.entries[index]
                return entry.steps.contains(step) && !attempt.stepEvents.contains(index)
                    && history.isHeldAlike(index, first)
                    && isInTime(step, history.time(index) - previous)
            }
            attempt.stepEvents[step] = candidate
            attempt.stepTimes[step] = candidate.map(history.time)
        }
        return attempt
    }

    /// Whether a step may be taken so long after the previous one.
    func isInTime(_ step: Int, _ elapsed: Duration) -> Bool {
        let step = definition.steps[step]
        return elapsed >= step.after ?? .zero && step.within.map { elapsed <= $0 } ?? true
    }
}
