internal import IAFACore

/// A question whether the journal can be written, on its way to the thread.
struct JournalProbe: Sendable {
    let continuation: CheckedContinuation<Result<Void, EventLogError>, Never>
}
