internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/projects`: what is measured.
struct ProjectRoutes {
    let projects: Projects
    let metadata: any MetadataStore
    let store: any EventStore
    let ledger: any IngestionLedger
    let gate: Gatekeeper
    let clock: any WallClock

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/projects") { request, _ in try await list(request) }
        router.post("api/v1/projects") { request, _ in try await create(request) }
        router.get("api/v1/projects/:project") { request, context in
            let user = try await gate.user(of: request)
            return try JSONAnswer.response(ProjectBody(try await project(context, user, .readProject)))
        }
        router.patch("api/v1/projects/:project") { request, context in try await change(request, context) }
        router.delete("api/v1/projects/:project") { request, context in try await delete(request, context) }
    }

    private func list(_ request: Request) async throws -> Response {
        let user = try await gate.user(of: request)
        var found: [Project] = []
        for organization in try await metadata.find(Organization.self, by: "member", user.id.text) {
            found += try await metadata.find(Project.self, by: "organization", organization.id.text)
        }
        return try JSONAnswer.response(["projects": found.map { ProjectBody($0) }])
    }

    private func create(_ request: Request) async throws -> Response {
        let user = try await gate.user(of: request)
        let organization = try await gate.organization(for: user, to: .createProject)
        let draft = try ProjectDraft(try await RequestBody.json(of: request))
        let (project, secret) = try await projects.create(draft, in: organization.id)
        return try JSONAnswer.response(ProjectBody(project, apiKey: secret.text), status: .created)
    }

    private func change(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let user = try await gate.user(of: request)
        let project = try await project(context, user, .editProject)
        let change = try ProjectChange(try await RequestBody.json(of: request))
        let now = clock.now
        let changed = try await metadata.update(project.id) { project in
            change.apply(to: &project, now: now)
            return true
        }
        guard let changed else { throw APIError.notFound("project") }
        return try JSONAnswer.response(ProjectBody(changed))
    }

    private func delete(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let user = try await gate.user(of: request)
        let project = try await project(context, user, .deleteProject)
        try await projects.delete(project.id, events: store)
        try await ledger.removeAll(of: project.id)
        return Response(status: .noContent)
    }

    private func project(_ context: IAFARequestContext, _ user: User, _ action: Action) async throws -> Project {
        try await gate.project(context.id(of: "project"), for: .user(user), to: action)
    }
}

/// A project as clients see it.
struct ProjectBody: Encodable {
    let project: Project

    /// The first key's secret, shown once.
    let apiKey: String?

    init(_ project: Project, apiKey: String? = nil) {
        self.project = project
        self.apiKey = apiKey
    }

    private enum CodingKeys: String, CodingKey {
        case id, organizationId, name, timezone, retentionDays, createdAt, updatedAt, apiKey
        case rateLimitPerMinute, addressRateLimitPerMinute
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(project.id.text, forKey: .id)
        try container.encode(project.organization.text, forKey: .organizationId)
        try container.encode(project.name, forKey: .name)
        try container.encode(project.timeZone, forKey: .timezone)
        // Null says that events are kept for ever.
        try container.encode(project.retentionDays, forKey: .retentionDays)
        // Null says that the default holds.
        try container.encode(project.rateLimitPerMinute, forKey: .rateLimitPerMinute)
        try container.encode(project.addressRateLimitPerMinute, forKey: .addressRateLimitPerMinute)
        try container.encode(project.createdAt, forKey: .createdAt)
        try container.encode(project.updatedAt, forKey: .updatedAt)
        try container.encodeIfPresent(apiKey, forKey: .apiKey)
    }
}
