/// Registering, signing in and staying signed in.
package struct Accounts: Sendable {
    /// How long a sign-in lasts after its last use.
    package static let signInLifetime: Duration = .seconds(30 * 86_400)

    private let metadata: any MetadataStore
    private let passwords: any PasswordHashing
    private let clock: any WallClock

    package init(metadata: any MetadataStore, passwords: any PasswordHashing, clock: any WallClock) {
        self.metadata = metadata
        self.passwords = passwords
        self.clock = clock
    }

    /// Makes an account with an organization of its own.
    ///
    /// `origin`: Who makes it; nil for somebody who registers.
    /// - Throws: ``AccessError/emailTaken``, ``MetadataError``, ``PasswordHashingError``.
    package func register(
        _ registration: Registration,
        origin: Organization.Origin? = nil
    ) async throws -> (User, Organization) {
        let user = try await createUser(registration)
        let organization = Organization(
            name: registration.organizationName,
            members: [Organization.Member(user: user.id, role: .owner)],
            origin: origin,
            createdAt: user.createdAt
        )
        do {
            try await metadata.insert(organization)
        } catch {
            // Who hears that nothing was changed tries again, and would find the email taken.
            _ = try? await metadata.delete(user.id)
            throw error
        }
        return (user, organization)
    }

    /// Makes an account within an organization that exists.
    ///
    /// - Throws: ``AccessError/emailTaken``, ``MetadataError``, ``PasswordHashingError``.
    package func register(
        _ registration: Registration,
        into organization: Identifier<Organization>,
        as role: Organization.Role
    )
        async throws -> User
    {
        let user = try await createUser(registration)
        try await metadata.update(organization) { organization in
            organization.members.append(Organization.Member(user: user.id, role: role))
            return true
        }
        return user
    }

    private func createUser(_ registration: Registration) async throws -> User {
        let taken = try await metadata.find(User.self, by: "email", registration.email.canonical)
        guard taken.isEmpty else { throw AccessError.emailTaken }
        let user = User(
            email: registration.email,
            name: registration.name,
            passwordHash: try await passwords.hash(registration.password),
            createdAt: clock.now
        )
        do {
            try await metadata.insert(user)
        } catch MetadataError.conflict {
            throw AccessError.emailTaken
        }
        return user
    }

    /// The account with an email and a password.
    ///
    /// Takes as long for an unknown email as for a wrong password.
    ///
    /// - Throws: ``AccessError/wrongCredentials``, ``MetadataError``, ``PasswordHashingError``.
    package func authenticate(_ credentials: Credentials) async throws -> User {
        let user = try await metadata.find(User.self, by: "email", credentials.email.lowercased()).first
        // bcrypt would cut off what makes this password another one than that of the account.
        let couldBeRight = Registration.fault(ofPassword: credentials.password) == nil
        let hash = couldBeRight ? user?.passwordHash : nil
        guard try await passwords.verify(credentials.password, against: hash), let user else {
            throw AccessError.wrongCredentials
        }
        return user
    }

    /// Begins a sign-in.
    ///
    /// - Returns: Its first refresh token.
    /// - Throws: ``MetadataError``.
    package func signIn(_ user: User) async throws -> String {
        let secret = RandomToken.make()
        let now = clock.now
        let signIn = SignIn(
            user: user.id,
            tokenHash: SecretHash.sha256(secret),
            createdAt: now,
            expiresAt: now + Self.signInLifetime
        )
        try await metadata.insert(signIn)
        try await removeExpiredSignIns(of: user)
        return "\(signIn.id).\(secret)"
    }

    /// Exchanges a refresh token for a newer one.
    ///
    /// One that was exchanged before ends the whole sign-in.
    ///
    /// - Throws: ``AccessError/wrongRefreshToken``, ``MetadataError``.
    package func refresh(_ token: String) async throws -> (user: User, token: String) {
        guard let (id, secret) = Self.parts(of: token), let signIn = try await metadata.get(id) else {
            throw AccessError.wrongRefreshToken
        }
        let now = clock.now
        let hash = SecretHash.sha256(secret)
        let next = RandomToken.make()
        let nextHash = SecretHash.sha256(next)
        let updated = try await metadata.update(id) { signIn in
            guard signIn.tokenHash == hash, signIn.expiresAt > now else { return false }
            signIn.tokenHash = nextHash
            signIn.expiresAt = now + Self.signInLifetime
            return true
        }
        guard updated?.tokenHash == nextHash, let user = try await metadata.get(signIn.user) else {
            try await metadata.delete(id)
            throw AccessError.wrongRefreshToken
        }
        return (user, "\(id).\(next)")
    }

    /// Ends the sign-in of a refresh token; nothing happens where there is none.
    ///
    /// - Throws: ``MetadataError``.
    package func signOut(_ token: String) async throws {
        guard let (id, secret) = Self.parts(of: token), let signIn = try await metadata.get(id),
            signIn.tokenHash == SecretHash.sha256(secret)
        else { return }
        try await metadata.delete(id)
    }

    /// The organizations that a person belongs to, oldest first.
    ///
    /// - Throws: ``MetadataError``.
    package func organizations(of user: Identifier<User>) async throws(MetadataError) -> [Organization] {
        try await metadata.find(Organization.self, by: "member", user.text)
    }

    private func removeExpiredSignIns(of user: User) async throws {
        let now = clock.now
        for signIn in try await metadata.find(SignIn.self, by: "user", user.id.text) where signIn.expiresAt <= now {
            try await metadata.delete(signIn.id)
        }
    }

    private static func parts(of token: String) -> (Identifier<SignIn>, secret: String)? {
        let parts = token.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let id = Identifier<SignIn>(String(parts[0])) else { return nil }
        return (id, String(parts[1]))
    }
}
