internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// `/api/v1/analytics/funnel/{id}/persons`: who is behind a number.
struct FunnelPersonsRoutes {
    let store: any EventStore
    let gate: Gatekeeper
    let clock: any WallClock

    private struct Fields: Sendable {
        let details: FunnelDetails
        let persons: FunnelPersonsRequest
    }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/analytics/funnel/:funnel/persons") { request, context in
            let known = FunnelQuestionReader.breakdownParameters.union(FunnelQuestionReader.personFields)
            let read = try await FunnelRequest.saved(request, context, gate, known: known, Self.fields)
            return try await answer(read, accept: request.headers[.accept], context)
        }
        router.post("api/v1/analytics/funnel/persons") { request, context in
            let read = try await FunnelRequest.unsaved(request, gate, Self.fields)
            return try await answer(read, accept: request.headers[.accept], context)
        }
    }

    private static func fields(_ reader: FieldReader, _ definition: FunnelDefinition?) -> Fields {
        for name in ["interval", "compare"] where reader.value(name) != nil {
            reader.report(name, "not_allowed", "a question about persons has none; leave it out")
        }
        let details = FunnelQuestionReader.details(reader, stepCount: definition?.steps.count)
        return Fields(details: details, persons: FunnelQuestionReader.persons(reader, definition, details))
    }

    private func answer(
        _ request: FunnelRequest<Fields>,
        accept: String?,
        _ context: IAFARequestContext
    ) async throws -> Response {
        let question = try FunnelPersonsQuestion(
            request.definition,
            of: request.project,
            start: request.start,
            end: request.end,
            details: request.rest.details,
            request: request.rest.persons,
            now: clock.now
        )
        let store = store
        let accepted: FunnelPersonsRequest.Format = accept?.contains("text/csv") == true ? .csv : .json
        guard request.rest.persons.format ?? accepted == .csv else {
            return try JSONAnswer.response(try await context.whileClientWaits { try await question.page(from: store) })
        }
        if request.rest.persons.cursor != nil {
            throw ValidationFailure(
                field: "cursor",
                code: "not_allowed",
                message: "a table has all persons; leave the cursor out"
            )
        }
        let selection = try await context.whileClientWaits { try await question.selection(from: store) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: #"attachment; filename="persons.csv""#,
            ],
            body: table(question, selection)
        )
    }

    private func table(_ question: FunnelPersonsQuestion, _ selection: FunnelSelection) -> ResponseBody {
        let store = store
        return ResponseBody { writer in
            try await question.table(of: selection, from: store) { lines in
                try await writer.write(ByteBuffer(string: lines))
            }
            try await writer.finish(nil)
        }
    }
}
