/// Making, changing and removing projects and their keys.
package struct Projects: Sendable {
    private let metadata: any MetadataStore
    private let clock: any WallClock

    package init(metadata: any MetadataStore, clock: any WallClock) {
        self.metadata = metadata
        self.clock = clock
    }

    /// Makes a project with a first key for sending events.
    ///
    /// - Throws: ``MetadataError``.
    package func create(
        _ draft: ProjectDraft,
        in organization: Identifier<Organization>
    ) async throws(MetadataError) -> (Project, APISecret) {
        let project = Project(
            organization: organization,
            name: draft.name,
            timeZone: draft.timeZone,
            retentionDays: draft.retentionDays,
            rateLimitPerMinute: draft.rateLimitPerMinute,
            addressRateLimitPerMinute: draft.addressRateLimitPerMinute,
            createdAt: clock.now
        )
        try await metadata.insert(project)
        do throws(MetadataError) {
            let (_, secret) = try await createKey(for: project.id, name: "Default", scopes: [.write])
            return (project, secret)
        } catch {
            // Who hears that nothing was changed tries again, and would have two.
            _ = try? await metadata.delete(project.id)
            throw error
        }
    }

    /// Makes a key.
    ///
    /// - Throws: ``MetadataError``.
    package func createKey(
        for project: Identifier<Project>,
        name: String,
        scopes: Set<APIKey.Scope>
    ) async throws(MetadataError) -> (APIKey, APISecret) {
        let secret = APISecret.random()
        let key = APIKey(project: project, name: name, scopes: scopes, secret: secret, createdAt: clock.now)
        try await metadata.insert(key)
        return (key, secret)
    }

    /// The one project that an id or a name means to whoever sits at the command line.
    ///
    /// A name means a project of an organization that the command line made, where there is one: anybody who registers
    /// can call theirs the same.
    ///
    /// `writes`: Whether events go into it. Then a name means no project of anybody who registered.
    /// - Throws: ``ProjectLookupError``, ``MetadataError``.
    package func find(_ idOrName: String, writes: Bool = false) async throws -> Project {
        if let id = Identifier<Project>(idOrName), let project = try await metadata.get(id) { return project }
        let named = try await metadata.find(Project.self, by: "name", idOrName)
        var own: [Project] = []
        for project in named where try await metadata.get(project.organization)?.origin == .commandLine {
            own.append(project)
        }
        let meant = own.isEmpty ? named : own
        guard let project = meant.first else { throw ProjectLookupError.unknown(idOrName) }
        guard !writes || !own.isEmpty else {
            throw ProjectLookupError.registered(idOrName, ids: named.map(\.id.text))
        }
        guard meant.count == 1 else { throw ProjectLookupError.ambiguous(idOrName, ids: meant.map(\.id.text)) }
        return project
    }

    /// Removes a project with its keys, events and funnels.
    ///
    /// The keys go first, so that nothing new comes in, and the project last: where this fails or the process dies on
    /// the way, what is left still belongs to a project, which can be deleted again.
    ///
    /// - Throws: ``MetadataError``, ``EventStoreError``.
    package func delete(_ id: Identifier<Project>, events: any EventStore) async throws {
        try await removeKeys(of: id)
        try await events.removeAll(of: id)
        try await removeFunnels(of: id)
        try await metadata.delete(id)
        // Those that somebody made meanwhile.
        try await removeKeys(of: id)
        try await removeFunnels(of: id)
    }

    private func removeKeys(of project: Identifier<Project>) async throws(MetadataError) {
        for key in try await metadata.find(APIKey.self, by: "project", project.text) {
            try await metadata.delete(key.id)
        }
    }

    private func removeFunnels(of project: Identifier<Project>) async throws(MetadataError) {
        for funnel in try await metadata.find(SavedFunnel.self, by: "project", project.text) {
            try await metadata.delete(funnel.id)
        }
    }
}

/// Why a project could not be told from what somebody wrote.
package enum ProjectLookupError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknown(String)
    case ambiguous(String, ids: [String])
    /// It belongs to somebody who registered, and might be anybody's.
    case registered(String, ids: [String])

    package var description: String {
        switch self {
        case .unknown(let name):
            "there is no project with the id or name '\(name)'; `iafa project list` shows what there is"
        case .ambiguous(let name, let ids):
            "several projects are named '\(name)'; give one of their ids: \(ids.joined(separator: ", "))"
        case .registered(let name, let ids):
            "the project '\(name)' is of an organization that was not made by the command line; "
                + "give its id if you mean it: \(ids.joined(separator: ", "))"
        }
    }
}
