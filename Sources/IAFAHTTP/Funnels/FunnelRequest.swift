internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// A question about a funnel, as a route gets it: of a saved funnel by parameters, of another by a body.
struct FunnelRequest<Rest: Sendable>: Sendable {
    let definition: FunnelDefinition
    let project: Project
    let start: String?
    let end: String?

    /// Nil where the funnel isn't saved.
    let funnel: Identifier<SavedFunnel>?

    /// What the route itself asks.
    let rest: Rest

    /// Reads the question about a saved funnel, whose id is in the path.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Where the path's parameters are.
    ///   - gate: Who may ask.
    ///   - known: The names of the route's own parameters.
    ///   - body: Reads these as the fields that they stand for.
    /// - Returns: The question.
    /// - Throws: ``APIError``, ``AccessError``, ``ValidationFailure``.
    static func saved(
        _ request: Request,
        _ context: IAFARequestContext,
        _ gate: Gatekeeper,
        known: Set<String>,
        _ body: (FieldReader, FunnelDefinition?) -> Rest
    ) async throws -> FunnelRequest {
        let principal = try await gate.reader(of: request)
        let (funnel, project) = try await gate.funnel(context, for: principal, to: .readFunnels)
        let values = try QueryParameters(
            request,
            known: known.union(["start_date", "end_date"]),
            unsupported: Set(FunnelReader.unsupportedQuestions)
        ).values
        let own = values.filter { known.contains($0.key) }
        return FunnelRequest(
            definition: funnel.definition,
            project: project,
            start: values["start_date"],
            end: values["end_date"],
            funnel: funnel.id,
            rest: try FunnelQuestionReader.read(parameters: own) { body($0, funnel.definition) }
        )
    }

    /// Reads the question about a funnel in the body.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - gate: Who may ask.
    ///   - body: Reads the route's own fields; the definition is nil where it is wrong.
    /// - Returns: The question.
    /// - Throws: As ``saved(_:_:_:known:_:)``, and ``JSONError``.
    static func unsaved(
        _ request: Request,
        _ gate: Gatekeeper,
        _ body: (FieldReader, FunnelDefinition?) -> Rest
    ) async throws -> FunnelRequest {
        let principal = try await gate.reader(of: request)
        let reader = FieldReader(try await RequestBody.json(of: request))
        let id = reader.projectID(required: true)
        let definition = FunnelReader.definition(reader)
        let start = reader.string("start_date")
        let end = reader.string("end_date")
        let rest = body(reader, definition)
        // A saved funnel can be sent as it was read.
        reader.ignore(FunnelReader.savedFields + ["name"])
        FunnelReader.rejectUnsupportedQuestions(reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        guard let definition else { preconditionFailure("stages are there once nothing is invalid") }
        return FunnelRequest(
            definition: definition,
            project: try await gate.project(id, for: principal, to: .readFunnels),
            start: start,
            end: end,
            funnel: nil,
            rest: rest
        )
    }
}

extension FunnelRequest where Rest == FunnelDetails {
    /// The question itself.
    ///
    /// - Throws: ``ValidationFailure``.
    func question(now: Timestamp) throws(ValidationFailure) -> FunnelQuestion {
        try FunnelQuestion(definition, of: project, start: start, end: end, details: rest, now: now)
    }
}
