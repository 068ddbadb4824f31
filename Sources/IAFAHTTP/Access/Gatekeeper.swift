internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// Finds out who asks, and whether they may: the one place that every route goes through.
struct Gatekeeper: Sendable {
    let metadata: any MetadataStore
    let tokens: AccessTokens
    let keyUses: KeyUseRecorder
    private let senders = KeyRing()

    init(metadata: any MetadataStore, tokens: AccessTokens, keyUses: KeyUseRecorder) {
        self.metadata = metadata
        self.tokens = tokens
        self.keyUses = keyUses
    }

    /// The person of the request's access token.
    ///
    /// - Throws: ``APIError`` 401.
    func user(of request: Request) async throws -> User {
        guard let header = request.headers[.authorization] else {
            throw APIError.unauthorized("send an access token in the header Authorization: Bearer …")
        }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw APIError.unauthorized("the header Authorization must be: Bearer, a space, the access token")
        }
        let id = try await tokens.user(of: String(parts[1]))
        guard let user = try await metadata.get(id) else {
            throw APIError.unauthorized("the account of this access token is gone")
        }
        return user
    }

    /// The key with a secret, which must be good for something.
    ///
    /// - Throws: ``APIError`` 401 for an unknown or revoked key, 403 for one of another scope.
    func key(_ secret: String?, for scope: APIKey.Scope) async throws -> APIKey {
        guard let secret else {
            throw APIError.unauthorized("send the project's API key in the header X-API-Key")
        }
        let hash = APISecret(text: secret).hash
        guard let key = try await metadata.find(APIKey.self, by: "secret", hash).first else {
            throw APIError.unauthorized("the API key is unknown or was revoked")
        }
        guard key.scopes.contains(scope) else {
            throw APIError.forbidden("this API key has no \(scope.rawValue) scope")
        }
        keyUses.note(key.id)
        return key
    }

    /// The key with a secret, which must be good for sending events, and the project that it is for.
    ///
    /// - Throws: As ``key(_:for:)``.
    func sender(_ secret: String?) async throws -> KeyRing.Entry {
        let version = metadata.version
        if let secret, let known = senders.entry(secret, version: version) {
            keyUses.note(known.key.id)
            return known
        }
        let key = try await key(secret, for: .write)
        guard let project = try await metadata.get(key.project) else {
            throw APIError.unauthorized("the project of this API key is gone")
        }
        let entry = KeyRing.Entry(key: key, project: project)
        if let secret { senders.keep(entry, for: secret, version: version) }
        return entry
    }

    /// A person, or a key that may read.
    ///
    /// - Throws: ``APIError`` 401, 403.
    func reader(of request: Request) async throws -> Principal {
        if request.headers[.apiKey] != nil { return .key(try await key(request.headers[.apiKey], for: .read)) }
        return .user(try await user(of: request))
    }

    /// The project with an id, where who asks may do something with it.
    ///
    /// `thing`: What to call it where there is none: the funnel, say, through which it was asked for.
    /// - Throws: ``APIError`` 404 where it is unknown or of another organization, ``AccessError/forbidden(_:)``.
    func project(
        _ id: Identifier<Project>?,
        for principal: Principal,
        to action: Action,
        as thing: String = "project"
    ) async throws -> Project {
        guard let id, let project = try await metadata.get(id) else { throw APIError.notFound(thing) }
        switch principal {
        case .user(let user):
            guard let role = try await metadata.get(project.organization)?.role(of: user.id) else {
                throw APIError.notFound(thing)
            }
            guard role.allows(action) else { throw AccessError.forbidden(action) }
        case .key(let key):
            guard key.project == project.id else { throw APIError.notFound(thing) }
            guard action == .readFunnels || action == .readProject else {
                throw APIError.forbidden("an API key can't \(action.rawValue)")
            }
        }
        return project
    }

    /// The organization in which a person does something.
    ///
    /// - Throws: ``APIError`` 403 where there is none, ``AccessError/forbidden(_:)``.
    func organization(for user: User, to action: Action) async throws -> Organization {
        let organizations = try await metadata.find(Organization.self, by: "member", user.id.text)
        guard let organization = organizations.first, let role = organization.role(of: user.id) else {
            throw APIError.forbidden("you belong to no organization")
        }
        guard role.allows(action) else { throw AccessError.forbidden(action) }
        return organization
    }
}
