internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/projects/{id}/rejections` and `…/ingestion`: what became of what apps sent.
struct IngestionRoutes {
    let ledger: any IngestionLedger
    let gate: Gatekeeper
    let clock: any WallClock

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/projects/:project/rejections") { request, context in
            try await rejections(request, context)
        }
        router.get("api/v1/projects/:project/ingestion") { request, context in try await summary(request, context) }
    }

    private func rejections(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let project = try await project(request, context)
        let parameters = try QueryParameters(request, known: ["code", "cursor", "limit"])
        var query = RejectionQuery()
        query.code = parameters["code"]
        query.limit = try parameters.integer("limit", in: RejectionQuery.limitRange, default: query.limit)
        if let cursor = parameters["cursor"] {
            guard let id = UInt64(cursor) else {
                throw ValidationFailure(
                    field: "cursor",
                    code: "invalid_cursor",
                    message: "must be the next_cursor of an answer"
                )
            }
            query.before = id
        }
        return try JSONAnswer.response(RejectionsBody(try await ledger.rejections(of: project.id, query)))
    }

    private func summary(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let project = try await project(request, context)
        let parameters = try QueryParameters(request, known: ["start", "end"])
        let range = try IngestionRange(start: parameters["start"], end: parameters["end"], now: clock.now)
        return try JSONAnswer.response(IngestionBody(range, try await ledger.hours(of: project.id, in: range.hours)))
    }

    private func project(_ request: Request, _ context: IAFARequestContext) async throws -> Project {
        let principal = try await gate.reader(of: request)
        return try await gate.project(context.id(of: "project"), for: principal, to: .readProject)
    }
}
