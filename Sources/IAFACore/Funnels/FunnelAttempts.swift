/// The attempts that count in a funnel, column by column, as an engine reports them where a question asks for more than
/// counts: breakdowns, times, persons.
///
/// All columns have one row an attempt, in no particular order; `times` has a row of as many places as there are steps.
package struct FunnelAttempts: Sendable, Equatable {
    /// Stands in `times` where a step was not taken.
    package static let notTaken = Int64.min

    /// The number of steps, optional ones included.
    package let stepCount: Int

    /// The ``PersonKey`` of whose attempt it is: of the person, or of the session where sessions are counted.
    package var keys: [UInt64] = []

    /// When the attempt began; µs since 1970 UTC.
    package var starts: [Int64] = []

    /// How many of the required steps were taken, at least one; of an unordered funnel, how many steps.
    package var reaches: [UInt8] = []

    /// When each step was taken, in µs, or ``notTaken``; of an unordered funnel, when so many steps had been taken.
    package var times: [Int64] = []

    /// The place in `values` of what the question breaks down by; all 0 where it breaks nothing down.
    package var valueIDs: [UInt32] = []

    /// Why the attempt went no further.
    package var endings: [FunnelEnding] = []

    /// The values of the breakdown's property, each once; a missing property and null are one, `.missing`.
    package var values: [PropertyValue] = [.missing]

    /// No attempts yet.
    package init(stepCount: Int) { self.stepCount = stepCount }

    package var count: Int { keys.count }

    /// Adds the attempts of others under the same question; `values` stay as they are.
    package mutating func add(_ other: FunnelAttempts) {
        keys += other.keys
        starts += other.starts
        reaches += other.reaches
        times += other.times
        valueIDs += other.valueIDs
        endings += other.endings
    }
}

/// Why an attempt at a funnel went no further.
package enum FunnelEnding: UInt8, Sendable, CaseIterable {
    /// It took all required steps.
    case converted
    /// Its window is still open at the time of the question.
    case inProgress
    /// No event of the next step came, neither in the window nor after it.
    case neverCame
    /// The next step's event came after the window, or outside of the step's own `within` and `after`.
    case windowExpired
    /// The next step's event came in time, with another value of a property that is held constant.
    case heldPropertyDiffered
    /// Another event came in between, in a strict funnel.
    case interrupted
    /// An excluded event voided the attempt. Such an attempt counts for nothing else.
    case excluded
}
