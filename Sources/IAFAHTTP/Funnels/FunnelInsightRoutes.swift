internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/analytics/funnel/{id}/next-events` and `…/correlations`: why people drop out.
struct FunnelInsightRoutes {
    let store: any EventStore
    let gate: Gatekeeper
    let clock: any WallClock

    private struct Fields: Sendable {
        var step = 0
        var limit = 0
    }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/analytics/funnel/:funnel/next-events") { request, context in
            let known = FunnelQuestionReader.nextEventFields
            return try await nextEvents(.saved(request, context, gate, known: known, Self.nextFields), context)
        }
        router.post("api/v1/analytics/funnel/next-events") { request, context in
            try await nextEvents(.unsaved(request, gate, Self.nextFields), context)
        }
        router.get("api/v1/analytics/funnel/:funnel/correlations") { request, context in
            let known = FunnelQuestionReader.correlationFields
            return try await correlations(.saved(request, context, gate, known: known, Self.correlationFields), context)
        }
        router.post("api/v1/analytics/funnel/correlations") { request, context in
            try await correlations(.unsaved(request, gate, Self.correlationFields), context)
        }
    }

    private static func nextFields(_ reader: FieldReader, _ definition: FunnelDefinition?) -> Fields {
        let (step, limit) = FunnelQuestionReader.nextEvents(reader, definition)
        return Fields(step: step, limit: limit)
    }

    private static func correlationFields(_ reader: FieldReader, _ definition: FunnelDefinition?) -> Fields {
        Fields(limit: FunnelQuestionReader.correlations(reader))
    }

    private func question(_ request: FunnelRequest<Fields>) throws(ValidationFailure) -> FunnelQuestion {
        var details = FunnelDetails()
        details.wantsAttempts = true
        return try FunnelQuestion(
            request.definition,
            of: request.project,
            start: request.start,
            end: request.end,
            details: details,
            now: clock.now
        )
    }

    private func nextEvents(
        _ request: FunnelRequest<Fields>,
        _ context: IAFARequestContext
    ) async throws -> Response {
        let question = try question(request)
        let (store, rest) = (store, request.rest)
        let answer = try await context.whileClientWaits {
            try await question.nextEvents(after: rest.step, limit: rest.limit, from: store, funnel: request.funnel)
        }
        return try JSONAnswer.response(answer)
    }

    private func correlations(
        _ request: FunnelRequest<Fields>,
        _ context: IAFARequestContext
    ) async throws -> Response {
        let question = try question(request)
        let (store, limit) = (store, request.rest.limit)
        let answer = try await context.whileClientWaits {
            try await question.correlations(limit: limit, from: store, funnel: request.funnel)
        }
        return try JSONAnswer.response(answer)
    }
}
