package import IAFACore
internal import Testing

/// What every metadata store must do, one case at a time: `@Test(arguments: MetadataStoreConformance.allCases)`.
package enum MetadataStoreConformance: String, CaseIterable, Sendable {
    case insertedRecordsAreFound
    case unknownRecordsAreNotFound
    case recordsComeInOrderOfInsertion
    case indexesFollowChanges
    case takenIDIsAConflict
    case takenUniqueValueIsAConflict
    case uniqueValueMayBeKeptAndFreed
    case refusedChangeLeavesEverything
    case declinedUpdateChangesNothing
    case updateOfUnknownRecordIsNil
    case deletedRecordsAreGone
    case concurrentUpdatesAreNotLost
    case concurrentInsertsOfOneValueHaveOneWinner
    case everyKindOfRecordComesBackAsItWas
    case everyChangeChangesTheVersion

    /// Checks the case with a new, empty store.
    package func check(_ makeStore: () async throws -> any MetadataStore) async throws {
        let store = try await makeStore()
        switch self {
        case .insertedRecordsAreFound: try await Self.insertedRecordsAreFound(store)
        case .unknownRecordsAreNotFound: try await Self.unknownRecordsAreNotFound(store)
        case .recordsComeInOrderOfInsertion: try await Self.recordsComeInOrderOfInsertion(store)
        case .indexesFollowChanges: try await Self.indexesFollowChanges(store)
        case .takenIDIsAConflict: try await Self.takenIDIsAConflict(store)
        case .takenUniqueValueIsAConflict: try await Self.takenUniqueValueIsAConflict(store)
        case .uniqueValueMayBeKeptAndFreed: try await Self.uniqueValueMayBeKeptAndFreed(store)
        case .refusedChangeLeavesEverything: try await Self.refusedChangeLeavesEverything(store)
        case .declinedUpdateChangesNothing: try await Self.declinedUpdateChangesNothing(store)
        case .updateOfUnknownRecordIsNil: try await Self.updateOfUnknownRecordIsNil(store)
        case .deletedRecordsAreGone: try await Self.deletedRecordsAreGone(store)
        case .concurrentUpdatesAreNotLost: try await Self.concurrentUpdatesAreNotLost(store)
        case .concurrentInsertsOfOneValueHaveOneWinner:
            try await Self.concurrentInsertsOfOneValueHaveOneWinner(store)
        case .everyKindOfRecordComesBackAsItWas: try await Self.everyKindOfRecordComesBackAsItWas(store)
        case .everyChangeChangesTheVersion: try await Self.everyChangeChangesTheVersion(store)
        }
    }
}

// MARK: - Reading

extension MetadataStoreConformance {
    private static func insertedRecordsAreFound(_ store: any MetadataStore) async throws {
        let user = try MetadataFixture.user("ada@example.com")
        try await store.insert(user)
        #expect(try await store.get(user.id) == user)
        #expect(try await store.all(User.self) == [user])
        #expect(try await store.find(User.self, by: "email", "ada@example.com") == [user])
    }

    private static func unknownRecordsAreNotFound(_ store: any MetadataStore) async throws {
        #expect(try await store.get(Identifier<User>.fixed("nobody")) == nil)
        #expect(try await store.all(User.self) == [])
        #expect(try await store.find(User.self, by: "email", "ada@example.com") == [])
    }

    private static func recordsComeInOrderOfInsertion(_ store: any MetadataStore) async throws {
        let projects = (0..<20).map { MetadataFixture.project("project \(19 - $0)") }
        for project in projects { try await store.insert(project) }
        #expect(try await store.all(Project.self) == projects)
        #expect(try await store.find(Project.self, by: "organization", "acme") == projects)
        try await store.update(projects[3].id) { project in
            project.name = "renamed"
            return true
        }
        #expect(try await store.find(Project.self, by: "organization", "acme").map(\.id) == projects.map(\.id))
    }

    private static func indexesFollowChanges(_ store: any MetadataStore) async throws {
        let project = MetadataFixture.project("before")
        try await store.insert(project)
        try await store.update(project.id) { project in
            project.name = "after"
            return true
        }
        #expect(try await store.find(Project.self, by: "name", "before") == [])
        #expect(try await store.find(Project.self, by: "name", "after").map(\.id) == [project.id])
    }

    private static func everyKindOfRecordComesBackAsItWas(_ store: any MetadataStore) async throws {
        let user = try MetadataFixture.user("ada@example.com")
        let organization = Organization(
            name: "Ångström & Söhne \"GmbH\" / 🦆",
            members: [.init(user: user.id, role: .owner)],
            createdAt: Timestamp(microseconds: 1_750_000_000_123_456)
        )
        var key = APIKey(
            project: .fixed("p1"),
            name: "app",
            scopes: [.read, .write],
            secret: .random(),
            createdAt: Timestamp(microseconds: -1)
        )
        key.lastUsedAt = Timestamp(microseconds: 1_750_000_000_000_001)
        let signIn = SignIn(user: user.id, tokenHash: "00ff", createdAt: .epoch, expiresAt: .epoch + .seconds(60))
        var project = MetadataFixture.project("kept for ever")
        project.retentionDays = nil
        try await store.insert(user)
        try await store.insert(organization)
        try await store.insert(key)
        try await store.insert(signIn)
        try await store.insert(project)
        #expect(try await store.get(user.id) == user)
        #expect(try await store.get(organization.id) == organization)
        #expect(try await store.get(key.id) == key)
        #expect(try await store.get(signIn.id) == signIn)
        #expect(try await store.get(project.id) == project)
    }
}

// MARK: - Changing

extension MetadataStoreConformance {
    private static func everyChangeChangesTheVersion(_ store: any MetadataStore) async throws {
        let project = MetadataFixture.project("one")
        var versions = [store.version]
        try await store.insert(project)
        versions.append(store.version)
        try await store.update(project.id) { project in
            project.name = "renamed"
            return true
        }
        versions.append(store.version)
        try await store.delete(project.id)
        versions.append(store.version)
        #expect(Set(versions).count == 4)
    }

    private static func takenIDIsAConflict(_ store: any MetadataStore) async throws {
        let project = MetadataFixture.project("one")
        try await store.insert(project)
        await #expect(throws: MetadataError.conflict(collection: "projects", index: "id")) {
            try await store.insert(project)
        }
        #expect(try await store.all(Project.self) == [project])
    }

    private static func takenUniqueValueIsAConflict(_ store: any MetadataStore) async throws {
        try await store.insert(try MetadataFixture.user("ada@example.com"))
        let other = try MetadataFixture.user("ADA@example.com")
        await #expect(throws: MetadataError.conflict(collection: "users", index: "email")) {
            try await store.insert(other)
        }
        let third = try MetadataFixture.user("grace@example.com")
        try await store.insert(third)
        let taken = other.email
        await #expect(throws: MetadataError.conflict(collection: "users", index: "email")) {
            try await store.update(third.id) { user in
                user.email = taken
                return true
            }
        }
        #expect(try await store.get(third.id) == third)
    }

    private static func uniqueValueMayBeKeptAndFreed(_ store: any MetadataStore) async throws {
        let first = try MetadataFixture.user("ada@example.com")
        try await store.insert(first)
        try await store.update(first.id) { user in
            user.name = "Ada"
            return true
        }
        try await store.delete(first.id)
        let second = try MetadataFixture.user("ada@example.com")
        try await store.insert(second)
        #expect(try await store.find(User.self, by: "email", "ada@example.com") == [second])
    }

    private static func refusedChangeLeavesEverything(_ store: any MetadataStore) async throws {
        let user = try MetadataFixture.user("ada@example.com")
        try await store.insert(user)
        await #expect(throws: MetadataError.self) { try await store.insert(user) }
        #expect(try await store.all(User.self) == [user])
        #expect(try await store.find(User.self, by: "email", "ada@example.com") == [user])
    }

    private static func declinedUpdateChangesNothing(_ store: any MetadataStore) async throws {
        let project = MetadataFixture.project("one")
        try await store.insert(project)
        let result = try await store.update(project.id) { project in
            project.name = "two"
            return false
        }
        #expect(result == project)
        #expect(try await store.get(project.id) == project)
    }

    private static func updateOfUnknownRecordIsNil(_ store: any MetadataStore) async throws {
        #expect(try await store.update(Identifier<Project>.fixed("nothing")) { _ in true } == nil)
    }

    private static func deletedRecordsAreGone(_ store: any MetadataStore) async throws {
        let projects = (0..<3).map { MetadataFixture.project("project \($0)") }
        for project in projects { try await store.insert(project) }
        #expect(try await store.delete(projects[1].id))
        #expect(try await !store.delete(projects[1].id))
        #expect(try await store.get(projects[1].id) == nil)
        #expect(try await store.find(Project.self, by: "organization", "acme") == [projects[0], projects[2]])
    }

    private static func concurrentUpdatesAreNotLost(_ store: any MetadataStore) async throws {
        var project = MetadataFixture.project("counter")
        project.retentionDays = 0
        try await store.insert(project)
        let id = project.id
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    try await store.update(id) { project in
                        project.retentionDays = (project.retentionDays ?? 0) + 1
                        return true
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.get(id)?.retentionDays == 32)
    }

    private static func concurrentInsertsOfOneValueHaveOneWinner(_ store: any MetadataStore) async throws {
        let winners = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                let user = try MetadataFixture.user("ada@example.com")
                group.addTask {
                    do throws(MetadataError) {
                        try await store.insert(user)
                        return 1
                    } catch .conflict {
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(winners == 1)
        #expect(try await store.all(User.self).count == 1)
    }
}
