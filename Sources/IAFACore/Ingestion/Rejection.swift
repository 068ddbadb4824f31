/// What a project sent that was not taken, and why.
package struct Rejection: Sendable, Hashable, Codable {
    /// Characters of the message that are kept.
    private static let messageLength = 500

    /// What was refused.
    package enum Subject: String, Sendable, Codable {
        /// One event.
        case event
        /// A request as a whole, before anybody looked at its events.
        case request
    }

    /// Greater than those of earlier rejections; 0 until a ledger took it.
    package var id: UInt64 = 0
    package let rejectedAt: Timestamp
    package let subject: Subject

    /// Why, for programs.
    package let code: String

    /// Where; empty for the event or the request as a whole.
    package let field: String

    /// Why, for people; of all that is wrong, up to a length.
    package let message: String

    /// Nil where the event had none, or where it could not be read.
    package let eventId: String?
    package let eventType: String?

    /// What the field held, cut; see ``RejectedValue``.
    ///
    /// Nil where it held nothing. May be anything a person typed: never logged, and kept only as long as the rejection.
    package let value: String?

    /// An event that was refused.
    package init(of draft: EventDraft, at time: Timestamp) {
        rejectedAt = time
        subject = .event
        code = draft.issues.first?.code ?? ""
        field = draft.issues.first?.field ?? ""
        message = String(ValidationFailure(draft.issues).description.prefix(Self.messageLength))
        eventId = draft.eventID
        eventType = draft.type.isEmpty ? nil : draft.type
        value = draft.rejectedValue
    }

    /// A request that was refused as a whole.
    package init(requestAt time: Timestamp, code: String, field: String, message: String) {
        rejectedAt = time
        subject = .request
        self.code = code
        self.field = field
        self.message = String(message.prefix(Self.messageLength))
        eventId = nil
        eventType = nil
        value = nil
    }
}
