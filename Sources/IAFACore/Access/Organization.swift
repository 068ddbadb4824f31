/// The people and projects that belong together: nothing is ever shared between two organizations.
package struct Organization: MetadataRecord {
    package static let collection = "organizations"
    package static let indexes: [MetadataIndex<Organization>] = [
        MetadataIndex("member") { $0.members.map(\.user.text) },
        MetadataIndex("name") { [$0.name] },
    ]

    package let id: Identifier<Organization>
    package var name: String
    package var members: [Member]

    /// Who made it; nil where somebody did who registered, or a version that didn't note it.
    package let origin: Origin?
    package let createdAt: Timestamp

    package init(
        id: Identifier<Organization> = .random(),
        name: String,
        members: [Member],
        origin: Origin? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.members = members
        self.origin = origin
        self.createdAt = createdAt
    }

    /// The role that a person has here; nil for somebody who isn't a member.
    package func role(of user: Identifier<User>) -> Role? {
        members.first { $0.user == user }?.role
    }
}

extension Organization {
    /// Who makes organizations without having to register.
    package enum Origin: String, Codable, Sendable {
        /// Whoever may write the data directory. Anybody who registers can call an organization as they like, so that
        /// only the name of one with this origin says which one is meant.
        case commandLine = "command_line"
    }

    /// A person's place in an organization.
    package struct Member: Codable, Sendable, Equatable {
        package let user: Identifier<User>
        package var role: Role

        package init(user: Identifier<User>, role: Role) {
            self.user = user
            self.role = role
        }
    }

    /// What a member may do, from most to least.
    package enum Role: String, Codable, Sendable, CaseIterable {
        case owner, admin, member, viewer
    }
}
