/// What became of an event that an app sent.
package enum EventVerdict: Sendable, Equatable {
    /// On disk, for the first time.
    case accepted(eventID: String)
    /// On disk since an earlier time.
    case duplicate(eventID: String)
    /// Not taken, and why; at least one issue.
    case rejected(eventID: String?, issues: [ValidationIssue])
}
