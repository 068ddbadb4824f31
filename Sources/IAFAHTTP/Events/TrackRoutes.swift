internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// `/api/v1/track`: what apps send.
struct TrackRoutes {
    let intake: EventIntake

    /// Where else, besides `/api/v1/track`; nil for nowhere.
    let otherPath: DoorPath?

    /// Room around an event's own bytes: white space, and what is too large by so little that it gets a better answer.
    static let singleLimit = 2 * EventLimits.eventBytes

    /// Where single events are taken.
    ///
    /// `other`: As ``otherPath``.
    static func paths(_ other: DoorPath?) -> [String] { ["/api/v1/track", other?.text].compactMap(\.self) }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        for path in Self.paths(otherPath) {
            router.post("\(path)") { request, context in try await single(request, context) }
            router.post("\(path)/batch") { request, context in try await batch(request, context) }
        }
    }

    /// The key of a request; a page that sends a beacon can set no header, so it may stand in the query.
    private static func key(of request: Request) -> String? {
        request.headers[.apiKey] ?? request.uri.queryParameters["api_key"].map(String.init)
    }

    private func single(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let project = try await intake.project(of: Self.key(of: request), context)
        let draft = try await intake.reading(for: project) {
            let body = try await RequestBody.bytes(of: request, limit: Self.singleLimit, mayBeText: true)
            return try body.withUnsafeReadableBytes { try EventDecoder.event(in: $0) }
        }
        let verdicts = try await intake.accept([draft], for: project, context)
        guard let verdict = verdicts.first else { preconditionFailure("an event has a verdict") }
        if let answer = Self.answer(to: verdict) { return JSONAnswer.response(bytes: answer) }
        guard case .rejected(_, let issues) = verdict else { preconditionFailure("what was taken in has an answer") }
        throw Self.refusal(issues)
    }

    private func batch(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let project = try await intake.project(of: Self.key(of: request), context)
        let drafts = try await intake.reading(for: project) {
            let body = try await RequestBody.bytes(of: request, limit: EventLimits.batchBytes, mayBeText: true)
            let batch = try body.withUnsafeReadableBytes { try EventDecoder.batch(in: $0) }
            guard batch.issues.isEmpty else { throw ValidationFailure(batch.issues) }
            return batch.drafts
        }
        let verdicts = try await intake.accept(drafts, for: project, context)
        // Few need them, and with them an answer grows as long as its batch.
        let wantsIDs = request.uri.queryParameters["event_ids"] == "true"
        var answer = BatchAnswer()
        for (index, verdict) in verdicts.enumerated() {
            switch verdict {
            case .accepted(let id):
                answer.accepted += 1
                if wantsIDs, drafts[index].eventID == nil { answer.add(id, at: index) }
            case .duplicate: answer.duplicates += 1
            case .rejected(let id, let issues): answer.rejected.append(BatchAnswer.Rejection(index, id, issues))
            }
        }
        return try JSONAnswer.response(answer)
    }

    /// What a sender is told of an event that was taken in; nil for one that was not.
    static func answer(to verdict: EventVerdict) -> ByteBuffer? {
        switch verdict {
        case .accepted(let id): answer("accepted", id)
        case .duplicate(let id): answer("duplicate", id)
        case .rejected: nil
        }
    }

    /// `{"status": …, "event_id": …}`, made by hand: it is asked for tens of thousands of times a second.
    private static func answer(_ status: String, _ id: String) -> ByteBuffer {
        var bytes = Array("{\"status\":\"\(status)\",\"event_id\":".utf8)
        JSONValue.write(id, into: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return ByteBuffer(bytes: bytes)
    }

    private static func refusal(_ issues: [ValidationIssue]) -> any Error {
        if let issue = issues.first(where: { $0.code == "event_too_large" }) {
            return APIError(.contentTooLarge, issue.code, issue.message, details: [issue])
        }
        return ValidationFailure(issues)
    }
}

/// What became of a batch: `accepted`, `duplicates`, and `rejected` with a place and a reason for each.
private struct BatchAnswer: Encodable {
    var accepted = 0
    var duplicates = 0
    var rejected: [Rejection] = []

    /// The ids that accepted events were given which came without one; nil where none did, or nobody asked.
    private(set) var eventIds: [GivenID]?

    struct GivenID: Encodable {
        let index: Int
        let eventId: String
    }

    mutating func add(_ id: String, at index: Int) {
        eventIds = eventIds ?? []
        eventIds?.append(GivenID(index: index, eventId: id))
    }

    struct Rejection: Encodable {
        let index: Int
        let eventId: String?

        /// The field that the code is about; empty for the event as a whole.
        let field: String
        let code: String
        let message: String

        /// `issues`: At least one; the first gives the code, all of them the message.
        init(_ index: Int, _ eventID: String?, _ issues: [ValidationIssue]) {
            self.index = index
            eventId = eventID
            field = issues.first?.field ?? ""
            code = issues.first?.code ?? ""
            message = ValidationFailure(issues).description
        }
    }
}
