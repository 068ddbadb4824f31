internal import IAFACore

/// A call of `discard` on its way to the thread.
struct JournalDiscard: Sendable {
    let sequence: UInt64
    let continuation: CheckedContinuation<Result<Void, EventLogError>, Never>
}
