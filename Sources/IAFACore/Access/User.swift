/// A person who signs in.
package struct User: MetadataRecord {
    package static let collection = "users"
    package static let indexes: [MetadataIndex<User>] = [
        MetadataIndex("email", isUnique: true) { [$0.email.canonical] }
    ]

    package let id: Identifier<User>
    package var email: EmailAddress
    package var name: String?

    /// The bcrypt hash, never the password.
    package var passwordHash: String
    package let createdAt: Timestamp

    package init(
        id: Identifier<User> = .random(),
        email: EmailAddress,
        name: String?,
        passwordHash: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
    }
}
