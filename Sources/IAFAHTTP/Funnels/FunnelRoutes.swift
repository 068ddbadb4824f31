internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/funnels`: what is asked again and again.
struct FunnelRoutes {
    let metadata: any MetadataStore
    let gate: Gatekeeper
    let clock: any WallClock

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/funnels") { request, _ in try await list(request) }
        router.post("api/v1/funnels") { request, _ in try await create(request) }
        router.get("api/v1/funnels/:funnel") { request, context in
            let (funnel, _) = try await gate.funnel(context, for: gate.reader(of: request), to: .readFunnels)
            return try JSONAnswer.response(FunnelBody(funnel: funnel))
        }
        router.put("api/v1/funnels/:funnel") { request, context in
            try await change(request, context, isWhole: true)
        }
        router.patch("api/v1/funnels/:funnel") { request, context in
            try await change(request, context, isWhole: false)
        }
        router.delete("api/v1/funnels/:funnel") { request, context in
            let user = try await gate.user(of: request)
            let (funnel, _) = try await gate.funnel(context, for: .user(user), to: .editFunnels)
            try await metadata.delete(funnel.id)
            return Response(status: .noContent)
        }
    }

    private func list(_ request: Request) async throws -> Response {
        let principal = try await gate.reader(of: request)
        var projects: [Identifier<Project>] = []
        if let wanted = try QueryParameters(request, known: ["project_id"])["project_id"] {
            projects = [try await gate.project(Identifier<Project>(wanted), for: principal, to: .readFunnels).id]
        } else {
            switch principal {
            case .key(let key): projects = [key.project]
            case .user(let user):
                for organization in try await metadata.find(Organization.self, by: "member", user.id.text) {
                    let found = try await metadata.find(Project.self, by: "organization", organization.id.text)
                    projects += found.map(\.id)
                }
            }
        }
        var funnels: [SavedFunnel] = []
        for project in projects {
            funnels += try await metadata.find(SavedFunnel.self, by: "project", project.text)
        }
        return try JSONAnswer.response(["funnels": funnels.map { FunnelBody(funnel: $0) }])
    }

    private func create(_ request: Request) async throws -> Response {
        let user = try await gate.user(of: request)
        let draft = try FunnelDraft(try await RequestBody.json(of: request))
        let project = try await gate.project(draft.project, for: .user(user), to: .editFunnels)
        let funnel = SavedFunnel(
            project: project.id,
            name: draft.name,
            definition: draft.definition,
            createdAt: clock.now
        )
        try await metadata.insert(funnel)
        return try JSONAnswer.response(FunnelBody(funnel: funnel), status: .created)
    }

    private func change(
        _ request: Request,
        _ context: IAFARequestContext,
        isWhole: Bool
    ) async throws -> Response {
        let user = try await gate.user(of: request)
        let (funnel, _) = try await gate.funnel(context, for: .user(user), to: .editFunnels)
        let change = try FunnelChange(try await RequestBody.json(of: request), to: funnel, isWhole: isWhole)
        let now = clock.now
        let changed = try await metadata.update(funnel.id) { funnel in
            change.apply(to: &funnel, now: now)
            return true
        }
        guard let changed else { throw APIError.notFound("funnel") }
        return try JSONAnswer.response(FunnelBody(funnel: changed))
    }
}

extension Gatekeeper {
    /// The funnel in the path, and its project, where who asks may do something with it.
    ///
    /// - Throws: ``APIError`` 404, ``AccessError/forbidden(_:)``.
    func funnel(
        _ context: IAFARequestContext,
        for principal: Principal,
        to action: Action
    ) async throws -> (SavedFunnel, Project) {
        guard let id: Identifier<SavedFunnel> = context.id(of: "funnel"), let funnel = try await metadata.get(id) else {
            throw APIError.notFound("funnel")
        }
        return (funnel, try await project(funnel.project, for: principal, to: action, as: "funnel"))
    }
}

/// A saved funnel as clients see it: what they sent, and when.
private struct FunnelBody: Encodable {
    let funnel: SavedFunnel

    private enum CodingKeys: String, CodingKey {
        case id, projectId, name, createdAt, updatedAt
    }

    func encode(to encoder: any Encoder) throws {
        try funnel.definition.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(funnel.id.text, forKey: .id)
        try container.encode(funnel.project.text, forKey: .projectId)
        try container.encode(funnel.name, forKey: .name)
        try container.encode(funnel.createdAt, forKey: .createdAt)
        try container.encode(funnel.updatedAt, forKey: .updatedAt)
    }
}
