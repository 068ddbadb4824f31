/// What became of whoever could have taken a step.
package enum FunnelOutcome: String, Sendable, CaseIterable {
    /// Took the step: those whom the table counts as the step's users.
    case converted
    /// Took the required step before, not this one, and can't any more: the step's drop-off.
    case dropped
    /// Got to exactly this step and may still go on.
    case inProgress = "in_progress"
    /// Took the step in an attempt that an excluded event voided.
    case excluded
    /// Took the required step before, whatever came of it; of the first step, everybody who entered.
    case any
}

/// Whose attempts a question about persons is about.
package struct FunnelPersonFilter: Sendable, Hashable {
    /// Counted from 0.
    package let step: Int
    package let outcome: FunnelOutcome

    /// Only attempts of this value of the breakdown, `.missing` for those without one; nil for all.
    package let value: PropertyValue?

    package init(step: Int = 0, outcome: FunnelOutcome = .any, value: PropertyValue? = nil) {
        self.step = step
        self.outcome = outcome
        self.value = value
    }
}

/// The attempts that a filter lets through.
package struct FunnelSelection: Sendable {
    package let attempts: FunnelAttempts
    private let filter: FunnelPersonFilter
    private let isOptional: Bool

    /// How many required steps come before the step; of an unordered funnel, how many steps.
    private let before: Int

    /// The values that are let through, by place; nil for all.
    private let isWanted: [Bool]?

    package init(_ attempts: FunnelAttempts, of definition: FunnelDefinition, _ filter: FunnelPersonFilter) {
        self.attempts = attempts
        self.filter = filter
        let isOrdered = definition.options.order != .unordered
        isOptional = isOrdered && definition.steps[filter.step].isOptional
        before = isOrdered ? definition.requiredSteps.count { $0 < filter.step } : filter.step
        isWanted = filter.value.map { wanted in
            attempts.values.map { !$0.precedes(wanted) && !wanted.precedes($0) }
        }
    }

    /// Whether an attempt is let through.
    package func contains(_ row: Int) -> Bool {
        if let isWanted, !isWanted[Int(attempts.valueIDs[row])] { return false }
        let ending = attempts.endings[row]
        let reach = Int(attempts.reaches[row])
        let hasTaken = isOptional ? attempts.time(of: row, step: filter.step) != nil : reach > before
        if ending == .excluded { return filter.outcome == .excluded && hasTaken }
        switch filter.outcome {
        case .converted: return hasTaken
        case .dropped: return !isOptional && before > 0 && reach == before && ending != .inProgress
        case .inProgress: return !isOptional && reach == before + 1 && ending == .inProgress
        case .excluded: return false
        case .any: return reach >= before
        }
    }

    /// All rows, in order of entry.
    package func rowsInOrderOfEntry() -> [Int] {
        (0..<attempts.count).filter(contains).sorted { left, right in
            attempts.starts[left] != attempts.starts[right]
                ? attempts.starts[left] < attempts.starts[right] : attempts.keys[left] < attempts.keys[right]
        }
    }

    /// The first rows by person and beginning that lie behind a place; the order is the same whatever comes in.
    ///
    /// Takes time linear in the number of attempts, and memory by the limit.
    ///
    /// - Returns: At most `limit` rows, in order, and whether there are more behind them.
    package func page(after place: FunnelPlace?, limit: Int) -> (rows: [Int], hasMore: Bool) {
        var found: [Int] = []
        var last: FunnelPlace?
        func settle() {
            found.sort { attempts.place(of: $0) < attempts.place(of: $1) }
            found.removeLast(max(0, found.count - limit - 1))
            if found.count > limit, let row = found.last { last = attempts.place(of: row) }
        }
        for row in 0..<attempts.count where contains(row) {
            let here = attempts.place(of: row)
            if let place, here <= place { continue }
            if let last, here >= last { continue }
            found.append(row)
            if found.count > 2 * (limit + 1) { settle() }
        }
        settle()
        return (Array(found.prefix(limit)), found.count > limit)
    }
}

/// What attempts are told apart and listed by: whose, and when they began.
package struct FunnelPlace: Sendable, Hashable, Comparable {
    package let key: UInt64
    /// In µs since 1970.
    package let start: Int64

    package init(key: UInt64, start: Int64) {
        self.key = key
        self.start = start
    }

    package static func < (left: FunnelPlace, right: FunnelPlace) -> Bool {
        left.key != right.key ? left.key < right.key : left.start < right.start
    }
}

extension FunnelAttempts {
    package func place(of row: Int) -> FunnelPlace { FunnelPlace(key: keys[row], start: starts[row]) }
}
