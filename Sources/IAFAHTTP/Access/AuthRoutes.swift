internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// `/api/v1/auth`: who one is.
struct AuthRoutes {
    let accounts: Accounts
    let tokens: AccessTokens
    let gate: Gatekeeper

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.post("api/v1/auth/register") { request, _ in try await register(request) }
        router.post("api/v1/auth/login") { request, _ in try await login(request) }
        router.post("api/v1/auth/refresh") { request, _ in try await refresh(request) }
        router.post("api/v1/auth/logout") { request, _ in try await logout(request) }
        router.get("api/v1/auth/me") { request, _ in try await me(request) }
    }

    private func register(_ request: Request) async throws -> Response {
        let registration = try Registration(try await RequestBody.json(of: request))
        let (user, organization) = try await accounts.register(registration)
        let session = try await session(user, [organization], refreshToken: try await accounts.signIn(user))
        return try JSONAnswer.response(session, status: .created)
    }

    private func login(_ request: Request) async throws -> Response {
        let credentials = try Credentials(try await RequestBody.json(of: request))
        let user = try await accounts.authenticate(credentials)
        let refreshToken = try await accounts.signIn(user)
        return try JSONAnswer.response(try await session(user, refreshToken: refreshToken))
    }

    private func refresh(_ request: Request) async throws -> Response {
        let (user, refreshToken) = try await accounts.refresh(try await refreshToken(in: request))
        return try JSONAnswer.response(try await session(user, refreshToken: refreshToken))
    }

    private func logout(_ request: Request) async throws -> Response {
        try await accounts.signOut(try await refreshToken(in: request))
        return Response(status: .noContent)
    }

    private func me(_ request: Request) async throws -> Response {
        let user = try await gate.user(of: request)
        let organizations = try await accounts.organizations(of: user.id)
        return try JSONAnswer.response(
            Me(
                user: UserBody(user),
                organization: organizations.first.map { OrganizationBody($0, for: user) },
                organizations: organizations.map { OrganizationBody($0, for: user) }
            )
        )
    }

    private func refreshToken(in request: Request) async throws -> String {
        let reader = FieldReader(try await RequestBody.json(of: request))
        let token = reader.string("refresh_token", required: true, length: 1...500)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        return token ?? ""
    }

    private func session(
        _ user: User,
        _ organizations: [Organization]? = nil,
        refreshToken: String
    ) async throws -> Session {
        var known = organizations ?? []
        if organizations == nil { known = try await accounts.organizations(of: user.id) }
        return Session(
            user: UserBody(user),
            organization: known.first.map { OrganizationBody($0, for: user) },
            accessToken: try await tokens.issue(for: user.id),
            refreshToken: refreshToken,
            tokenType: "Bearer",
            expiresIn: AccessTokens.lifetimeSeconds
        )
    }
}

extension AuthRoutes {
    private struct Session: Encodable {
        let user: UserBody
        let organization: OrganizationBody?
        let accessToken: String
        let refreshToken: String
        let tokenType: String
        let expiresIn: Int
    }

    private struct Me: Encodable {
        let user: UserBody
        let organization: OrganizationBody?
        let organizations: [OrganizationBody]
    }

    private struct UserBody: Encodable {
        let id: String
        let email: String
        let name: String?
        let createdAt: Timestamp

        init(_ user: User) {
            id = user.id.text
            email = user.email.text
            name = user.name
            createdAt = user.createdAt
        }
    }

    private struct OrganizationBody: Encodable {
        let id: String
        let name: String
        let role: Organization.Role?

        init(_ organization: Organization, for user: User) {
            id = organization.id.text
            name = organization.name
            role = organization.role(of: user.id)
        }
    }
}
