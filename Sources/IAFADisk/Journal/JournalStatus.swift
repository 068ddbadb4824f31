/// How a journal is doing at a moment.
package struct JournalStatus: Sendable, Equatable {
    /// Events and bytes handed in and not yet durable.
    package let waitingEventCount: Int
    package let waitingByteCount: Int

    /// Event ids by which repetitions are known, and their memory in bytes.
    package let knownIDCount: Int
    package let knownIDByteCount: Int

    /// Why the last write failed; nil where it went well.
    package let failure: String?
    package let progress: JournalProgress
}
