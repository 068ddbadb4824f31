internal import IAFACore

/// A page of what was refused.
struct RejectionsBody: Encodable {
    private let rejections: [Entry]
    private let counts: [String: Int]

    /// Nil on the last page.
    private let nextCursor: String?

    init(_ page: RejectionPage) {
        rejections = page.rejections.map { Entry($0) }
        counts = page.counts
        nextCursor = page.next.map(String.init)
    }

    private struct Entry: Encodable {
        let id: String
        let rejectedAt: Timestamp
        let subject: String
        let code: String
        let field: String
        let message: String
        let eventId: String?
        let eventType: String?
        let value: String?

        init(_ rejection: Rejection) {
            id = String(rejection.id)
            rejectedAt = rejection.rejectedAt
            subject = rejection.subject.rawValue
            code = rejection.code
            field = rejection.field
            message = rejection.message
            eventId = rejection.eventId
            eventType = rejection.eventType
            value = rejection.value
        }
    }
}
