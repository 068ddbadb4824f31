/// An event as an app sent it, before the server gave it what it lacks.
package struct EventDraft: Sendable, Equatable {
    package var eventID: String?
    package var type: String = ""
    package var userID: String?
    package var anonymousID: String?
    package var sessionID: String?
    package var timestamp: Timestamp?
    package var sentAt: Timestamp?

    /// A JSON object, as text.
    package var properties = "{}"

    /// What is wrong with it; none of the other fields may be used where anything is.
    package var issues: [ValidationIssue] = []

    /// What the field of the first issue held, but never a key; see ``RejectedValue``.
    package var rejectedValue: String?

    /// The bytes of its JSON as it was sent.
    package var byteCount = 0

    package init() {}

    package mutating func report(_ field: String, _ code: String, _ message: String) {
        guard issues.count < ValidationIssue.maximumCount else { return }
        issues.append(ValidationIssue(field: field, code: code, message: message))
    }

    /// Notes that it is too large.
    ///
    /// - Parameters:
    ///   - size: Its bytes.
    ///   - limit: The most that it may have.
    ///   - field: Where most of them are; nil where it has no fields.
    mutating func reportSize(_ size: Int, limit: Int, mostIn field: String?) {
        let message = "an event may have at most \(limit) bytes, this one has \(size)"
        report(ValidationIssue.fieldName(field ?? ""), "event_too_large", message)
    }

    /// Notes what only shows when all fields are known.
    package mutating func checkWhole() {
        if type.isEmpty, !issues.contains(where: { $0.field == "event_type" }) {
            report("event_type", "required", "is required")
        }
        let namesPerson = userID != nil || anonymousID != nil
        if !namesPerson, !issues.contains(where: { $0.field == "user_id" || $0.field == "anonymous_id" }) {
            report("user_id", "required", "user_id or anonymous_id is required")
        }
    }
}
