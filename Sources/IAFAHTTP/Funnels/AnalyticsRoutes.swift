internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/analytics`: the answers.
struct AnalyticsRoutes {
    let store: any EventStore
    let gate: Gatekeeper
    let clock: any WallClock

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/analytics/funnel/:funnel") { request, context in try await saved(request, context) }
        router.post("api/v1/analytics/funnel") { request, context in try await unsaved(request, context) }
    }

    private func saved(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let principal = try await gate.reader(of: request)
        let (funnel, project) = try await gate.funnel(context, for: principal, to: .readFunnels)
        let values = try QueryParameters(
            request,
            known: ["start_date", "end_date", "explain"],
            unsupported: Set(FunnelReader.unsupportedQuestions)
        )
        return try await answer(
            funnel.definition,
            of: project,
            start: values["start_date"],
            end: values["end_date"],
            explain: try values.boolean("explain"),
            funnel: funnel.id,
            context
        )
    }

    private func unsaved(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let principal = try await gate.reader(of: request)
        let reader = FieldReader(try await RequestBody.json(of: request))
        let id = reader.projectID(required: true)
        let definition = FunnelReader.definition(reader)
        let start = reader.string("start_date")
        let end = reader.string("end_date")
        let explain = reader.flag("explain") ?? false
        // A saved funnel can be sent as it was read.
        reader.ignore(FunnelReader.savedFields + ["name"])
        FunnelReader.rejectUnsupportedQuestions(reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        guard let definition else { preconditionFailure("stages are there once nothing is invalid") }
        let project = try await gate.project(id, for: principal, to: .readFunnels)
        return try await answer(
            definition,
            of: project,
            start: start,
            end: end,
            explain: explain,
            funnel: nil,
            context
        )
    }

    private func answer(
        _ definition: FunnelDefinition,
        of project: Project,
        start: String?,
        end: String?,
        explain: Bool,
        funnel: Identifier<SavedFunnel>?,
        _ context: IAFARequestContext
    ) async throws -> Response {
        var question = try FunnelQuestion(definition, of: project, start: start, end: end, now: clock.now)
        question.query.wantsExplanation = explain
        let query = question.query
        let result = try await context.whileClientWaits { try await store.funnel(query) }
        return try JSONAnswer.response(question.answer(result, funnel: funnel))
    }
}
