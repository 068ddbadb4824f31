/// The durable way in: what it accepted survives the death of the process.
package protocol EventLog: Sendable {
    /// What is told of events that were appended: a verdict for each, in order, or why none of them is acknowledged.
    typealias Completion = @Sendable (Result<[EventLogVerdict], EventLogError>) -> Void

    /// Writes events and tells once they are on disk, and visible to every later query.
    ///
    /// An event whose id the project sent before, in this call, another call or an earlier life of the process,
    /// is not written again; its verdict comes only when the first one is on disk too.
    ///
    /// - Parameters:
    ///   - events: In the order in which they are to be written.
    ///   - project: Whose they are.
    ///   - done: Called once, by the caller's thread or the log's own, which it must not hold up. After a failure none
    ///     of the events is acknowledged, and all may be sent again.
    func append(_ events: [Event], to project: Identifier<Project>, done: @escaping Completion)

    /// Lets the log forget what other files hold: every event up to and including a sequence number.
    func discard(through sequence: UInt64) async throws(EventLogError)
}

extension EventLog {
    /// As ``append(_:to:done:)``, for a task.
    ///
    /// - Returns: A verdict for each event, in order.
    /// - Throws: ``EventLogError``; then none of the events is acknowledged, and all may be sent again.
    package func append(
        _ events: [Event],
        to project: Identifier<Project>
    ) async throws(EventLogError) -> [EventLogVerdict] {
        let result = await withCheckedContinuation { continuation in
            append(events, to: project) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}

/// What became of an event that was appended.
package enum EventLogVerdict: String, Sendable {
    /// On disk, for the first time.
    case accepted
    /// On disk since an earlier time.
    case duplicate
}

/// Why events could not be made durable.
package enum EventLogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// More is waiting to be written than may wait; try again later.
    case overloaded

    /// The disk refused, or the log was closed; the message says what happened.
    case unavailable(message: String)

    package var description: String {
        switch self {
        case .overloaded: "more events are waiting to be written than may wait"
        case .unavailable(let message): message
        }
    }
}
