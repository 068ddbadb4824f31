/// Where events rest, and where questions about them are answered.
package protocol EventStore: Sendable {
    /// Makes durable events visible to every later query. In memory; called in order of sequence, never blocks.
    func receive(_ events: [SequencedEvent])

    /// How many events are only in memory and in the log.
    var unflushedCount: Int { get }

    /// How many bytes of memory these take, about.
    var unflushedBytes: Int { get }

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

    /// Removes a project's whole days before a day.
    ///
    /// - Returns: The number of files removed.
    /// - Throws: ``EventStoreError``.
    @discardableResult
    func removeDays(of project: Identifier<Project>, before day: CalendarDay) async throws(EventStoreError) -> Int

    /// Removes every event of a project.
    ///
    /// - Throws: ``EventStoreError``.
    func removeAll(of project: Identifier<Project>) async throws(EventStoreError)

    /// Answers a funnel question from everything received so far.
    ///
    /// Ends soon once the task is cancelled.
    ///
    /// - Throws: ``EventStoreError``.
    func funnel(_ query: FunnelQuery) async throws(EventStoreError) -> FunnelResult
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

    /// More questions wait than may, or one waited too long for the others; ask again later.
    case overloaded

    /// Who asked has gone, or the process ends.
    case cancelled

    package var description: String {
        switch self {
        case .unreadable(let message), .unwritable(let message), .tooLarge(let message), .tooSlow(let message): message
        case .overloaded: "more questions are waiting than may wait"
        case .cancelled: "cancelled"
        }
    }
}
