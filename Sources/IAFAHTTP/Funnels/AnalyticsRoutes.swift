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
        router.get("api/v1/analytics/funnel/:funnel") { request, context in
            let known = FunnelQuestionReader.detailParameters
            let bytes = try await answer(
                try await .saved(request, context, gate, known: known, Self.details),
                context
            )
            return JSONAnswer.response(bytes: bytes, to: request)
        }
        router.post("api/v1/analytics/funnel") { request, context in
            let bytes = try await answer(try await .unsaved(request, gate, Self.details), context)
            return JSONAnswer.response(bytes: ByteBuffer(bytes: bytes))
        }
    }

    private static func details(_ reader: FieldReader, _ definition: FunnelDefinition?) -> FunnelDetails {
        FunnelQuestionReader.details(reader, stepCount: definition?.steps.count)
    }

    private func answer(
        _ request: FunnelRequest<FunnelDetails>,
        _ context: IAFARequestContext
    ) async throws -> [UInt8] {
        let question = try request.question(now: clock.now)
        let store = store
        let funnel = request.funnel
        // How an answer came about is another thing each time.
        guard !question.details.wantsExplanation else {
            return try await context.whileClientWaits {
                try JSONAnswer.bytes(try await question.answer(from: store, funnel: funnel))
            }
        }
        let asked = String(decoding: try JSONAnswer.bytes(request.definition), as: UTF8.self)
        let subject = AnswerDesk.Subject(question, asked: "\(funnel?.text ?? "")\0\(asked)\0\(question.details)")
        return try await context.whileClientWaits {
            try await answers.answer(to: subject) {
                try JSONAnswer.bytes(try await question.answer(from: store, funnel: funnel))
            }
        }
    }
}
