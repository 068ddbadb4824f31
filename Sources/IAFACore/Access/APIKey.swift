/// A key with which an app sends events, or a script asks questions, for one project.
package struct APIKey: MetadataRecord {
    package static let collection = "api_keys"
    package static let indexes: [MetadataIndex<APIKey>] = [
        MetadataIndex("project") { [$0.project.text] },
        MetadataIndex("secret", isUnique: true) { [$0.secretHash] },
    ]

    package let id: Identifier<APIKey>
    package let project: Identifier<Project>
    package var name: String
    package var scopes: Set<Scope>

    /// The first characters of the secret, by which a person recognizes it.
    package var prefix: String

    /// SHA-256 of the secret, in hexadecimal.
    ///
    /// The secret has 256 random bits, so that a slow hash would add nothing.
    package var secretHash: String
    package let createdAt: Timestamp

    /// When the key was last used, to the minute; nil where it never was.
    package var lastUsedAt: Timestamp?

    package init(
        id: Identifier<APIKey> = .random(),
        project: Identifier<Project>,
        name: String,
        scopes: Set<Scope>,
        secret: APISecret,
        createdAt: Timestamp
    ) {
        self.id = id
        self.project = project
        self.name = name
        self.scopes = scopes
        self.prefix = secret.prefix
        self.secretHash = secret.hash
        self.createdAt = createdAt
    }

    /// What a key may be used for.
    package enum Scope: String, Codable, Sendable, CaseIterable {
        /// Sending events.
        case write
        /// Reading funnels and events.
        case read
    }
}
