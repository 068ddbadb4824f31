/// Where events rest, and where questions about them are answered.
package protocol EventStore: Sendable {
    /// Makes durable events visible to every later query. In memory; called in order of sequence, never blocks.
    func receive(_ events: [SequencedEvent])

    /// How many events are only in memory and in the log.
    var unflushedCount: Int { get }

    /// About how many bytes of memory they take.
    var unflushedByteCount: Int { get }

    /// Writes what is only in memory to files.
    ///
    /// - Returns: The sequence number up to which everything received is in files.
    /// - Throws: ``EventStoreError``; then everything stays where it was.
    @discardableResult
    func flush() async throws(EventStoreError) -> UInt64

    /// Merges the files of days.
    ///
    /// `thorough`: Every day becomes one file; else only where it pays.
    /// - Throws: ``EventStoreError``; then the files stay as they were.
    @discardableResult
    func compact(thorough: Bool) async throws(EventStoreError) -> CompactionSummary

    /// Makes what questions are answered faster with, as far as it is missing, and removes what is not needed any more.
    ///
    /// - Returns: What there is then.
    /// - Throws: ``EventStoreError/cancelled`` soon after the task is.
    @discardableResult
    func buildIndexes() async throws(EventStoreError) -> IndexSummary

    /// Removes a project's whole days before a day, in files and in memory, durably.
    ///
    /// - Returns: What was removed.
    /// - Throws: ``EventStoreError``; then what could not be removed is still there, and a later call tries again.
    @discardableResult
    func removeDays(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) async throws(EventStoreError) -> RemovalSummary

    /// Removes every event of a project, durably; what comes of it later is dropped.
    ///
    /// - Throws: ``EventStoreError``; then the project can go on, without what was only in memory.
    func removeAll(of project: Identifier<Project>) async throws(EventStoreError)

    /// Answers a funnel question from everything received so far.
    ///
    /// Ends soon once the task is cancelled.
    ///
    /// - Throws: ``EventStoreError``.
    func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult

    /// Answers a funnel question with the attempts that count, for whoever asks for more than counts.
    ///
    /// Ends soon once the task is cancelled.
    ///
    /// - Throws: ``EventStoreError``.
    func funnelAttempts(
        _ query: FunnelQuery
    ) async throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts)
}

/// What a compaction did.
package struct CompactionSummary: Sendable, Equatable {
    /// Days that were written anew.
    package var days = 0
    /// Files that went into them.
    package var mergedFiles = 0
    /// Events in the days that were written anew.
    package var events = 0
    /// Repetitions of an event that were left out.
    package var duplicates = 0

    package init() {}
}

/// What making stage indexes came to.
package struct IndexSummary: Sendable, Equatable {
    /// Indexes that were made.
    package var built = 0
    /// Days whose index was there already.
    package var kept = 0
    /// Days for which none could be made.
    package var failed = 0
    /// Bytes of all indexes, and of the files of the days that they belong to.
    package var indexBytes = 0
    package var fileBytes = 0

    package init() {}

    package static func += (left: inout IndexSummary, right: IndexSummary) {
        left.built += right.built
        left.kept += right.kept
        left.failed += right.failed
        left.indexBytes += right.indexBytes
        left.fileBytes += right.fileBytes
    }
}

/// What was removed because it was over its time.
package struct RemovalSummary: Sendable, Equatable {
    /// Ascending.
    package var days: [CalendarDay]
    package var files: Int
    /// Without those of files that could not be read.
    package var events: Int

    package init(days: [CalendarDay] = [], files: Int = 0, events: Int = 0) {
        self.days = days
        self.files = files
        self.events = events
    }
}

/// Why the store could not do what it was asked.
package enum EventStoreError: Error, Sendable, CustomStringConvertible {
    /// A file is damaged or can't be read; the message names it.
    case unreadable(message: String)

    /// A file could not be written; the message says why.
    case unwritable(message: String)

    /// The question needs more memory than the store may use; the message says what to narrow.
    case tooLarge(message: String)

    /// The question takes longer than the store may work on it; the message says what to narrow.
    case tooSlow(message: String)

    /// Who asked has gone, or the process ends.
    case cancelled

    /// More questions wait than may, or one waited too long for the others; ask again later.
    case busy

    package var description: String {
        switch self {
        case .unreadable(let message), .unwritable(let message), .tooLarge(let message), .tooSlow(let message): message
        case .cancelled: "cancelled"
        case .busy: "too many questions wait for an answer"
        }
    }
}
