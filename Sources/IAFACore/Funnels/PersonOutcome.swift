/// How far one person got, by the attempt that counts.
package struct PersonOutcome: Sendable, Equatable {
    /// When each step was taken, from the first; as many as the person's reach, at least one.
    package let stepTimes: [Timestamp]

    package init(stepTimes: [Timestamp]) {
        precondition(!stepTimes.isEmpty, "an attempt has taken its first step")
        self.stepTimes = stepTimes
    }

    /// The number of steps taken.
    package var reach: Int { stepTimes.count }
}
