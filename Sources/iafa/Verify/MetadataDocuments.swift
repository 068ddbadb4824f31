internal import IAFACore
internal import IAFADisk

/// All of the metadata, read at one time; nil what can't be read.
struct MetadataDocuments {
    private(set) var users: [User]?
    private(set) var organizations: [Organization]?
    private(set) var projects: [Project]?
    private(set) var keys: [APIKey]?
    private(set) var funnels: [SavedFunnel]?
    private(set) var signIns: [SignIn]?

    /// Why what can't be read can't.
    private(set) var findings: [Finding] = []

    static func read(_ store: JSONMetadataStore, folder: String) async -> MetadataDocuments {
        var documents = MetadataDocuments()
        documents.users = await documents.all(User.self, store, folder)
        documents.organizations = await documents.all(Organization.self, store, folder)
        documents.projects = await documents.all(Project.self, store, folder)
        documents.keys = await documents.all(APIKey.self, store, folder)
        documents.funnels = await documents.all(SavedFunnel.self, store, folder)
        documents.signIns = await documents.all(SignIn.self, store, folder)
        return documents
    }

    /// Sees to it that every document can be read; costs next to nothing where none has changed.
    ///
    /// - Throws: `MetadataError` of the first that can't.
    static func requireReadable(_ store: JSONMetadataStore) async throws(MetadataError) {
        _ = try await store.all(User.self)
        _ = try await store.all(Organization.self)
        _ = try await store.all(Project.self)
        _ = try await store.all(APIKey.self)
        _ = try await store.all(SavedFunnel.self)
        _ = try await store.all(SignIn.self)
    }

    private mutating func all<Record: MetadataRecord>(
        _ type: Record.Type,
        _ store: JSONMetadataStore,
        _ folder: String
    ) async -> [Record]? {
        do {
            return try await store.all(type)
        } catch {
            let path = Self.path(of: type, folder)
            findings.append(Finding(kind: .damage, path: path, message: error.description, remedy: ""))
            return nil
        }
    }

    private static func path<Record: MetadataRecord>(of type: Record.Type, _ folder: String) -> String {
        "\(folder)/\(Record.collection).json"
    }

    /// Records that name others that aren't there.
    func brokenReferences(folder: String) -> [Finding] {
        func broken<Record: MetadataRecord, Target: MetadataRecord>(
            _ records: [Record]?,
            _ targets: [Target]?,
            _ what: String,
            _ target: String,
            _ references: (Record) -> [Identifier<Target>]
        ) -> [Finding] {
            guard let records, let targets else { return [] }
            let known = Set(targets.map(\.id))
            return records.flatMap { record in
                references(record).filter { !known.contains($0) }.map { missing in
                    Finding(
                        kind: .damage,
                        path: Self.path(of: Record.self, folder),
                        message: "the \(what) \(record.id) belongs to the \(target) \(missing), which isn't there",
                        remedy: "restore \(Target.collection).json from a backup if it should be, else take the line "
                            + "of the \(what) out while no server runs"
                    )
                }
            }
        }
        return broken(keys, projects, "API key", "project") { [$0.project] }
            + broken(funnels, projects, "funnel", "project") { [$0.project] }
            + broken(projects, organizations, "project", "organization") { [$0.organization] }
            + broken(organizations, users, "membership in organization", "user") { $0.members.map(\.user) }
            + broken(signIns, users, "sign-in", "user") { [$0.user] }
    }
}
