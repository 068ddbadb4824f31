internal import IAFACore

/// What a question asks of each person, in the form in which ``AttemptSearch`` wants it; times are µs.
struct AttemptPlan: Sendable {
    let stepCount: Int
    let required: [Int]
    let optional: [Int]
    let options: FunnelOptions
    let window: Int64
    let tieWindow: Int64
    /// By step; the largest number where there is none.
    let within: [Int64]
    /// By step; 0 where there is none.
    let after: [Int64]
    let range: Range<Int64>
    let now: Int64
    let wantsAttempts: Bool
    let place: FunnelBreakdown.Place?

    /// The steps of which an event must satisfy one for an attempt to begin at it.
    let beginning: UInt32

    var holds: Bool { !options.heldProperties.isEmpty }
    var isUnordered: Bool { options.order == .unordered }

    init(_ query: FunnelQuery) {
        let definition = query.definition
        stepCount = definition.steps.count
        required = definition.requiredSteps
        optional = definition.steps.indices.filter { definition.steps[$0].isOptional }
        options = definition.options
        window = definition.conversionWindow.wholeMicroseconds
        tieWindow = definition.options.tieWindow.wholeMicroseconds
        within = definition.steps.map { $0.within?.wholeMicroseconds ?? .max }
        after = definition.steps.map { $0.after?.wholeMicroseconds ?? 0 }
        range = query.range.lowerBound.microseconds..<query.range.upperBound.microseconds
        now = query.now.microseconds
        wantsAttempts = query.wantsAttempts
        place = query.breakdown?.at
        let all = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(stepCount)) - 1)
        beginning = options.order == .unordered ? all : 1
    }

    /// Whether a step may be taken so long after the previous one.
    @inline(__always)
    func isInTime(_ step: Int, _ elapsed: Int64) -> Bool { elapsed >= after[step] && elapsed <= within[step] }
}
