/// What a request brought, completed and checked, on its way to the log.
package struct EventArrival: Sendable {
    package let project: Identifier<Project>

    /// What may be written, in order.
    package private(set) var events: [Event] = []

    /// Where each of the events stood in the request.
    private var places: [Int] = []

    /// Of all that the request brought; nil where the log is still to say.
    private var verdicts: [EventVerdict?] = []
    private(set) var outcome: IngestionOutcome

    /// `now`: When it came.
    init(project: Identifier<Project>, at now: Timestamp) {
        self.project = project
        outcome = IngestionOutcome(at: now)
    }

    /// Whether nothing of it was rejected.
    package var isGood: Bool { events.count == verdicts.count }

    /// Adds what comes next.
    ///
    /// `event`: Nil where something is wrong with it, which the draft then says.
    mutating func add(_ event: Event?, of draft: EventDraft) {
        outcome.bytes += draft.byteCount
        if let event {
            places.append(verdicts.count)
            events.append(event)
            verdicts.append(nil)
        } else {
            verdicts.append(.rejected(eventID: draft.eventID, issues: draft.issues))
            outcome.rejections.append(Rejection(of: draft, at: outcome.time))
        }
    }

    /// What became of it.
    ///
    /// `logged`: What the log said of the events.
    func concluded(_ logged: [EventLogVerdict]) -> (verdicts: [EventVerdict], outcome: IngestionOutcome) {
        var verdicts = verdicts
        var outcome = outcome
        for (place, (event, verdict)) in zip(places, zip(events, logged)) {
            verdicts[place] = verdict == .accepted ? .accepted(eventID: event.id) : .duplicate(eventID: event.id)
            if verdict == .duplicate { outcome.duplicates += 1 }
        }
        return (verdicts.compactMap(\.self), outcome)
    }
}
