extension FunnelEvaluator {
    /// Every attempt that counts, and those that were excluded, with the reasons why they went no further.
    ///
    /// - Parameter events: Events of one project, in any order.
    /// - Returns: The attempts; of the values of the breakdown those that occur, and that of missing ones.
    package func report(_ events: [Event]) -> FunnelAttempts {
        var report = FunnelAttempts(stepCount: definition.steps.count)
        forEachUnit(of: events) { unit, history in
            let key = unit.withUnsafeBytes(PersonKey.key(of:))
            let (counted, excluded) = judged(history)
            for attempt in counted { add(attempt, ending(of: attempt, history), key, history, to: &report) }
            for attempt in excluded { add(attempt, .excluded, key, history, to: &report) }
        }
        return report
    }

    private func add(
        _ attempt: FunnelAttempt,
        _ ending: FunnelEnding,
        _ key: UInt64,
        _ history: FunnelHistory,
        to report: inout FunnelAttempts
    ) {
        report.keys.append(key)
        report.starts.append(attempt.start.microseconds)
        report.reaches.append(UInt8(attempt.reach))
        report.times += attempt.stepTimes.map { $0?.microseconds ?? FunnelAttempts.notTaken }
        report.endings.append(ending)
        let value = value(of: attempt, history)
        let known = report.values.firstIndex { $0.isSame(as: value) }
        if known == nil { report.values.append(value) }
        report.valueIDs.append(UInt32(known ?? report.values.count - 1))
    }

    /// The value by which an attempt is told apart; missing where it has none.
    private func value(of attempt: FunnelAttempt, _ history: FunnelHistory) -> PropertyValue {
        guard let breakdown else { return .missing }
        let taken = attempt.stepEvents
        let event: Int? =
            switch breakdown.at {
            case .first: taken[0]
            case .last: taken.last { $0 != nil } ?? nil
            case .step(let step): taken[step]
            }
        guard let event else { return .missing }
        let properties = Array(history.entries[event].event.properties.utf8)
        let value = JSONPropertyLookup(name: breakdown.property).value(in: properties)
        return value == .null ? .missing : value
    }

    // MARK: - Endings

    /// Why an attempt that counts went no further.
    private func ending(of attempt: FunnelAttempt, _ history: FunnelHistory) -> FunnelEnding {
        if attempt.reach == required.count { return .converted }
        if now - attempt.start <= definition.conversionWindow { return .inProgress }
        guard let first = attempt.stepEvents[0] else { return .neverCame }
        let end = attempt.start + definition.conversionWindow
        if options.order == .unordered {
            return unorderedEnding(of: attempt, first, end, history)
        }
        let others = history.entries.indices.filter { !attempt.stepEvents.contains($0) }
        if options.order == .strict {
            let between = others.contains { history.time($0) > attempt.start && history.time($0) <= end }
            if between { return .interrupted }
        }
        let next = required[attempt.reach]
        let candidates = others.filter {
            history.entries[$0].steps.contains(next) && history.time($0) >= attempt.attained
        }
        let differs = candidates.contains { event in
            !history.isHeldAlike(event, first) && history.time(event) <= end
                && isInTime(next, history.time(event) - attempt.attained)
        }
        if differs { return .heldPropertyDiffered }
        return candidates.contains { history.isHeldAlike($0, first) } ? .windowExpired : .neverCame
    }

    /// Looks for the steps that nothing in the window satisfies.
    private func unorderedEnding(
        of attempt: FunnelAttempt,
        _ first: Int,
        _ end: Timestamp,
        _ history: FunnelHistory
    ) -> FunnelEnding {
        let candidates = history.entries.indices.filter {
            history.time($0) >= attempt.start
                && !history.entries[$0].steps.isSubset(of: attempt.performed)
        }
        if candidates.contains(where: { !history.isHeldAlike($0, first) && history.time($0) <= end }) {
            return .heldPropertyDiffered
        }
        return candidates.contains { history.isHeldAlike($0, first) } ? .windowExpired : .neverCame
    }
}
