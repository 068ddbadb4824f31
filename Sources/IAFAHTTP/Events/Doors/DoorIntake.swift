internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// The way in behind the doors for other products' clients, and when they are told that something is wrong.
///
/// They repeat what is answered 429 or 5xx, and give up what is answered 400, 401, 403, 413. So they get those only
/// where nothing of a request was taken; a bad event among good ones is left out in silence, as their own servers do.
struct DoorIntake: Sendable {
    let intake: EventIntake

    /// How to send a key, for people.
    let keyHint: String

    /// The project of a key.
    ///
    /// - Throws: ``APIError`` 401, 403, 429; ``EventLogError/overloaded``.
    func project(of key: String?, _ context: IAFARequestContext) async throws -> Project {
        guard let key else { throw APIError.unauthorized(keyHint) }
        return try await intake.project(of: key, context)
    }

    /// Takes the events of a request in.
    ///
    /// - Throws: ``APIError`` 400, 401, 403, 413; ``EventLogError``.
    func accept(_ request: DoorRequest, _ context: IAFARequestContext) async throws {
        let project = try await project(of: request.key, context)
        try await intake.reading(for: project) {
            guard request.issues.isEmpty else { throw Self.refusal(request.issues) }
        }
        guard !request.drafts.isEmpty else { return }
        let verdicts = try await intake.accept(request.drafts, for: project, context)
        var issues: [ValidationIssue] = []
        for (verdict, place) in zip(verdicts, request.places) {
            guard case .rejected(_, let own) = verdict else { return }
            issues += own.map { $0.placed(at: place) }
        }
        throw Self.refusal(Array(issues.prefix(ValidationIssue.maximumCount)))
    }

    private static let sizeCodes: Set<String> = ["event_too_large", "batch_too_large", "too_many"]

    /// `issues`: At least one.
    private static func refusal(_ issues: [ValidationIssue]) -> APIError {
        let message = ValidationFailure(issues).description
        if let issue = issues.first, sizeCodes.contains(issue.code) {
            return APIError(.contentTooLarge, issue.code, message, details: issues)
        }
        return APIError(.badRequest, "validation_failed", message, details: issues)
    }
}

extension ValidationIssue {
    /// The same issue, of an event at a place; an empty one is that of an event on its own.
    fileprivate func placed(at place: String) -> ValidationIssue {
        let parts = [place, field].filter { !$0.isEmpty }
        return ValidationIssue(field: parts.joined(separator: "."), code: code, message: message)
    }
}
