internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/projects/{id}/api-keys`: what apps send events with.
struct APIKeyRoutes {
    let projects: Projects
    let metadata: any MetadataStore
    let gate: Gatekeeper

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/projects/:project/api-keys") { request, context in
            let project = try await project(request, context, .readKeys)
            let keys = try await metadata.find(APIKey.self, by: "project", project.id.text)
            return try JSONAnswer.response(["api_keys": keys.map { APIKeyBody($0) }])
        }
        router.post("api/v1/projects/:project/api-keys") { request, context in
            let project = try await project(request, context, .editKeys)
            let draft = try APIKeyDraft(try await RequestBody.json(of: request))
            let (key, secret) = try await projects.createKey(for: project.id, name: draft.name, scopes: draft.scopes)
            return try JSONAnswer.response(APIKeyBody(key, secret: secret), status: .created)
        }
        router.delete("api/v1/projects/:project/api-keys/:key") { request, context in
            let key = try await key(request, context)
            try await metadata.delete(key.id)
            return Response(status: .noContent)
        }
        router.post("api/v1/projects/:project/api-keys/:key/rotate") { request, context in
            let key = try await key(request, context)
            let secret = APISecret.random()
            let rotated = try await metadata.update(key.id) { key in
                key.prefix = secret.prefix
                key.secretHash = secret.hash
                return true
            }
            guard let rotated else { throw APIError.notFound("API key") }
            return try JSONAnswer.response(APIKeyBody(rotated, secret: secret))
        }
    }

    private func project(
        _ request: Request,
        _ context: IAFARequestContext,
        _ action: Action
    ) async throws -> Project {
        let user = try await gate.user(of: request)
        return try await gate.project(context.id(of: "project"), for: .user(user), to: action)
    }

    private func key(_ request: Request, _ context: IAFARequestContext) async throws -> APIKey {
        let project = try await project(request, context, .editKeys)
        guard let id: Identifier<APIKey> = context.id(of: "key"), let key = try await metadata.get(id),
            key.project == project.id
        else { throw APIError.notFound("API key") }
        return key
    }
}

/// A key as clients see it.
private struct APIKeyBody: Encodable {
    let id: String
    let name: String
    let scopes: [String]
    let prefix: String
    let createdAt: Timestamp
    let lastUsedAt: Timestamp?

    /// The secret, shown once.
    let apiKey: String?

    init(_ key: APIKey, secret: APISecret? = nil) {
        id = key.id.text
        name = key.name
        scopes = key.scopes.map(\.rawValue).sorted()
        prefix = key.prefix
        createdAt = key.createdAt
        lastUsedAt = key.lastUsedAt
        apiKey = secret?.text
    }
}
