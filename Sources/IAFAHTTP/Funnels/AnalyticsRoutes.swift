internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// `/api/v1/analytics`: the answers.
struct AnalyticsRoutes {
    let store: any EventStore
    let answers: AnswerDesk
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
            known: ["start_date", "end_date"],
            unsupported: Set(FunnelReader.unsupportedQuestions)
        )
        let bytes = try await answer(
            funnel.definition,
            of: project,
            start: values["start_date"],
            end: values["end_date"],
            funnel: funnel.id,
            asked: String(decoding: try JSONAnswer.bytes(funnel.definition), as: UTF8.self)
                + "\0\(request.uri.query ?? "")",
            context
        )
        return JSONAnswer.response(bytes: bytes, to: request)
    }

    private func unsaved(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let principal = try await gate.reader(of: request)
        let body = try await RequestBody.json(of: request)
        let reader = FieldReader(body)
        let id = reader.projectID(required: true)
        let definition = FunnelReader.definition(reader)
        let start = reader.string("start_date")
        let end = reader.string("end_date")
        // A saved funnel can be sent as it was read.
        reader.ignore(FunnelReader.savedFields + ["name"])
        FunnelReader.rejectUnsupportedQuestions(reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        guard let definition else { preconditionFailure("stages are there once nothing is invalid") }
        let project = try await gate.project(id, for: principal, to: .readFunnels)
        let bytes = try await answer(
            definition,
            of: project,
            start: start,
            end: end,
            funnel: nil,
            asked: body.serialized(),
            context
        )
        return JSONAnswer.response(bytes: ByteBuffer(bytes: bytes))
    }

    /// `asked`: Everything in which two requests that get here may differ.
    private func answer(
        _ definition: FunnelDefinition,
        of project: Project,
        start: String?,
        end: String?,
        funnel: Identifier<SavedFunnel>?,
        asked: String,
        _ context: IAFARequestContext
    ) async throws -> [UInt8] {
        let question = try FunnelQuestion(definition, of: project, start: start, end: end, now: clock.now)
        let subject = AnswerDesk.Subject(question, asked: "\(funnel?.text ?? "")\0\(asked)")
        return try await context.whileClientWaits {
            try await answers.answer(to: subject) {
                try JSONAnswer.bytes(question.answer(try await store.funnel(question.query), funnel: funnel))
            }
        }
    }
}
