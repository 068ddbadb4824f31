internal import IAFACore
internal import IAFADisk

/// The metadata of a data directory for commands that touch nothing else, and so may run beside a server.
enum MetadataAccess {
    /// `mustExist`: Whether a data directory that isn't there is an error, and not made.
    static func open(_ settings: LoadedSettings, mustExist: Bool = false) throws -> JSONMetadataStore {
        if mustExist { try Workspace.requireDirectory(settings.dataDirectory) }
        return try JSONMetadataStore.open(directory: Workspace.metadataFolder(settings.dataDirectory))
    }

    /// The organization with an id, or with a name where the command line made it; a new one where there is none.
    ///
    /// A name that somebody who registered gave theirs could be meant to be taken for another.
    static func organization(
        _ idOrName: String,
        in metadata: JSONMetadataStore,
        clock: any WallClock
    ) async throws -> Organization {
        if let id = Identifier<Organization>(idOrName), let found = try await metadata.get(id) { return found }
        let named = try await metadata.find(Organization.self, by: "name", idOrName)
        let own = named.filter { $0.origin == .commandLine }
        if let found = own.first, own.count == 1 { return found }
        let ids = (own.isEmpty ? named : own).map(\.id.text).joined(separator: ", ")
        guard own.isEmpty else {
            throw CommandFailure("several organizations are named '\(idOrName)'; give one of their ids: \(ids)")
        }
        guard named.isEmpty else {
            throw CommandFailure(
                "the organization '\(idOrName)' was not made by the command line; give its id if you mean it: \(ids)"
            )
        }
        if let (_, message) = TextRules.fault(of: idOrName, length: 1...100) {
            throw CommandFailure("the organization's name \(message)")
        }
        return try await makeOrganization(idOrName, in: metadata, clock: clock)
    }

    /// The first organization that the command line made; a new one where there is none.
    static func firstOrganization(in metadata: JSONMetadataStore, clock: any WallClock) async throws -> Organization {
        let first = try await metadata.all(Organization.self).first { $0.origin == .commandLine }
        if let first { return first }
        return try await makeOrganization("Default", in: metadata, clock: clock)
    }

    private static func makeOrganization(
        _ name: String,
        in metadata: JSONMetadataStore,
        clock: any WallClock
    ) async throws -> Organization {
        let organization = Organization(name: name, members: [], origin: .commandLine, createdAt: clock.now)
        try await metadata.insert(organization)
        return organization
    }
}
