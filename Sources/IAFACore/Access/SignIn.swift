/// One sign-in of a person on one device: a family of refresh tokens, of which only the newest is good.
///
/// A token that was already exchanged for a newer one is a stolen one or a client gone wrong: it ends the family.
package struct SignIn: MetadataRecord {
    package static let collection = "sign_ins"
    package static let indexes: [MetadataIndex<SignIn>] = [
        MetadataIndex("user") { [$0.user.text] }
    ]

    package let id: Identifier<SignIn>
    package let user: Identifier<User>

    /// SHA-256 of the newest refresh token's secret, in hexadecimal.
    package var tokenHash: String
    package let createdAt: Timestamp
    package var expiresAt: Timestamp

    package init(
        id: Identifier<SignIn> = .random(),
        user: Identifier<User>,
        tokenHash: String,
        createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.tokenHash = tokenHash
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
