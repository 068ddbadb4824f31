/// What a journal holds.
package struct JournalSummary: Sendable, Equatable {
    package var segmentCount = 0
    package var byteCount = 0
    package var recordCount = 0

    /// The newest record's sequence number; 0 where there is none.
    package var lastSequence: UInt64 = 0

    /// The first sequence number that no record has, and that none before had as far as the journal's files tell.
    ///
    /// Whoever opens the journal takes the greater of this and what other files say.
    package var firstFreeSequence: UInt64 = 1

    /// Interrupted writes that were passed over.
    package var tornTails: [JournalFinding] = []

    package init() {}
}
