/// How a journal is doing at a moment.
package struct JournalStatus: Sendable, Equatable {
    /// Events and bytes handed in and not yet durable.
    package let waitingEventCount: Int
    package let waitingByteCount: Int

    /// Event ids remembered in memory, and the bytes that they take.
    package let idCount: Int
    package let idByteCount: Int

    /// Event ids remembered on disk, and the bytes that they take.
    package let archivedIDCount: Int
    package let archivedIDByteCount: Int

    /// Why the last write failed; nil where it went well.
    package let failure: String?
    package let progress: JournalProgress
}
