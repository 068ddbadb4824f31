internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/analytics`: the answers.
struct AnalyticsRoutes {
    let store: any EventStore
    let gate: Gatekeeper
    let clock: any WallClock

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/analytics/funnel/:funnel") { request, context in
            let known = FunnelQuestionReader.detailParameters
            return try await answer(try await .saved(request, context, gate, known: known, Self.details), context)
        }
        router.post("api/v1/analytics/funnel") { request, context in
            try await answer(try await .unsaved(request, gate, Self.details), context)
        }
    }

    private static func details(_ reader: FieldReader, _ definition: FunnelDefinition?) -> FunnelDetails {
        FunnelQuestionReader.details(reader, stepCount: definition?.steps.count)
    }

    private func answer(
        _ request: FunnelRequest<FunnelDetails>,
        _ context: IAFARequestContext
    ) async throws -> Response {
        let question = try request.question(now: clock.now)
        let store = store
        let answer = try await context.whileClientWaits {
            try await question.answer(from: store, funnel: request.funnel)
        }
        return try JSONAnswer.response(answer)
    }
}
