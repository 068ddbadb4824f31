internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/projects/{id}/event-types`, `…/properties` and `…/events`: what there is to ask about.
struct TaxonomyRoutes {
    let overview: any EventOverview
    let answers: AnswerDesk
    let gate: Gatekeeper

    private static let always = Timestamp.distantPast..<Timestamp.distantFuture

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/projects/:project/event-types") { request, context in
            let project = try await project(request, context)
            let values = try QueryParameters(request, known: ["q", "sort", "limit"])
            let query = try TaxonomyReader.query(values, orders: TaxonomyQuery.Order.allCases)
            return try await answer(request, context, of: project) {
                try JSONAnswer.bytes(EventTypesAnswer($0, of: project.id, query))
            }
        }
        router.get("api/v1/projects/:project/properties") { request, context in
            let project = try await project(request, context)
            let values = try QueryParameters(request, known: ["event_type", "q", "sort", "limit", "values"])
            let query = try TaxonomyReader.query(values, orders: [.count, .name])
            return try await answer(request, context, of: project) {
                try JSONAnswer.bytes(PropertiesAnswer($0, of: project.id, query))
            }
        }
        router.get("api/v1/projects/:project/events") { request, context in try await events(request, context) }
    }

    /// An answer made of what is known of all events.
    private func answer(
        _ request: Request,
        _ context: IAFARequestContext,
        of project: Project,
        _ body: @escaping @Sendable (TaxonomySummary) throws -> [UInt8]
    ) async throws -> Response {
        let subject = AnswerDesk.Subject(project: project.id, text: Self.text(of: request), ranges: [Self.always])
        let bytes = try await context.whileClientWaits {
            try await answers.answer(to: subject) { try body(try await overview.taxonomy(of: project.id)) }
        }
        return JSONAnswer.response(bytes: bytes, to: request)
    }

    private func events(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let project = try await project(request, context)
        let query = try EventListReader.query(request, of: project)
        let subject = AnswerDesk.Subject(
            project: project.id,
            text: "\(project.timeZone)\0\(Self.text(of: request))",
            ranges: [query.range]
        )
        let bytes = try await context.whileClientWaits {
            try await answers.answer(to: subject) {
                EventListBody.bytes(try await overview.newestEvents(query))
            }
        }
        return JSONAnswer.response(bytes: bytes, to: request)
    }

    private static func text(of request: Request) -> String { "\(request.uri.path)\0\(request.uri.query ?? "")" }

    private func project(_ request: Request, _ context: IAFARequestContext) async throws -> Project {
        let principal = try await gate.reader(of: request)
        return try await gate.project(context.id(of: "project"), for: principal, to: .readProject)
    }
}
