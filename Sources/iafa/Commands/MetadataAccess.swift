internal import IAFACore
internal import IAFADisk

/// The metadata of a data directory for commands that touch nothing else, and so may run beside a server.
enum MetadataAccess {
    /// `mustExist`: Whether a data directory that isn't there is an error, and not made.
    static func open(_ settings: LoadedSettings, mustExist: Bool = false) throws -> JSONMetadataStore {
        if mustExist { try Workspace.requireDirectory(settings.dataDirectory) }
        return try JSONMetadataStore.open(directory: Workspace.metadataFolder(settings.dataDirectory))
    }

    /// The organization with an id or a name; a new one where there is none.
    static func organization(
        _ idOrName: String,
        in metadata: JSONMetadataStore,
        clock: any WallClock
    ) async throws -> Organization {
        if let id = Identifier<Organization>(idOrName), let found = try await metadata.get(id) { return found }
        let named = try await metadata.find(Organization.self, by: "name", idOrName)
        guard named.count <= 1 else {
            let ids = named.map(\.id.text).joined(separator: ", ")
            throw CommandFailure("several organizations are named '\(idOrName)'; give one of their ids: \(ids)")
        }
        if let found = named.first { return found }
        if let (_, message) = TextRules.fault(of: idOrName, length: 1...100) {
            throw CommandFailure("the organization's name \(message)")
        }
        let organization = Organization(name: idOrName, members: [], createdAt: clock.now)
        try await metadata.insert(organization)
        return organization
    }
}
