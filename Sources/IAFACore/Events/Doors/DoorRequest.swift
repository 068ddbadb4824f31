/// What a request of a foreign protocol holds.
package struct DoorRequest: Sendable {
    /// The secret of the project's key; nil where the request has none.
    package var key: String?

    /// In the order of the request; each knows what is wrong with it.
    package var drafts: [EventDraft] = []

    /// Where each draft stands, to be put in front of its fields: `batch[3]`; empty for a single event.
    package var places: [String] = []

    /// What is wrong with the request as a whole; the drafts may not be used where anything is.
    package var issues: [ValidationIssue] = []

    /// `key`: The one that came with the request itself; it counts more than what the events say.
    package init(key: String?) { self.key = key }

    mutating func report(_ field: String, _ code: String, _ message: String) {
        guard issues.count < ValidationIssue.maximumCount else { return }
        issues.append(ValidationIssue(field: field, code: code, message: message))
    }

    /// Takes notice of a key that an event itself names: an event of another project must not end up in this one.
    mutating func claim(_ own: String?, _ field: String, _ draft: inout EventDraft) {
        guard let own else { return }
        if key == nil { key = own }
        if own != key {
            draft.report(field, "other_key", "is another one than the request's; send it in a request of its own")
        }
    }

    mutating func add(_ draft: EventDraft, at place: String) {
        var draft = draft
        // What is refused needs no room.
        if !draft.issues.isEmpty { draft.properties = "{}" }
        drafts.append(draft)
        places.append(place)
    }
}
