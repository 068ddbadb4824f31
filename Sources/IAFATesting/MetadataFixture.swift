package import IAFACore
internal import Testing

/// Records for tests.
package enum MetadataFixture {
    package static func user(_ email: String) throws -> User {
        let address = try #require(EmailAddress(email))
        return User(email: address, name: nil, passwordHash: "not-a-hash", createdAt: .epoch)
    }

    package static func project(_ name: String) -> Project {
        Project(organization: .fixed("acme"), name: name, createdAt: .epoch)
    }
}
