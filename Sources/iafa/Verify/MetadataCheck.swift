internal import IAFACore
internal import IAFADisk

/// Looks at the metadata's documents and at what they say of each other.
struct MetadataCheck {
    let folder: String

    /// How often documents are read again that change while they are read.
    private static let attempts = 100

    /// What was found.
    struct Report {
        var findings: [Finding] = []

        /// Nil where the document can't be read.
        var projects: Set<Identifier<Project>>?
    }

    /// Blocks.
    ///
    /// - Throws: ``CommandFailure`` where the documents change whenever they are read.
    func run() async throws -> Report {
        let store = try JSONMetadataStore.open(directory: folder)
        for _ in 0..<Self.attempts {
            let before = identities()
            let documents = await MetadataDocuments.read(store, folder: folder)
            // What documents say of each other is only right of one moment's.
            guard identities() == before else { continue }
            return Report(
                findings: documents.findings + documents.brokenReferences(folder: folder) + signingKey(),
                projects: documents.projects.map { Set($0.map(\.id)) }
            )
        }
        throw CommandFailure("\(folder) changes too fast to be checked; try again")
    }

    private func identities() -> [String: FileIdentity] {
        let names = (try? FileSystem.system.list(folder)) ?? []
        var identities: [String: FileIdentity] = [:]
        for name in names where name.hasSuffix(".json") {
            identities[name] = try? FileSystem.system.identity("\(folder)/\(name)")
        }
        return identities
    }

    private func signingKey() -> [Finding] {
        let path = folder + "/signing.key"
        guard let identity = try? FileSystem.system.identity(path), identity.byteCount != 32 else { return [] }
        return [
            Finding(
                kind: .damage,
                path: path,
                message: "has \(identity.byteCount) bytes instead of 32",
                remedy: "restore it from a backup, or remove it to make a new one, which signs everybody out"
            )
        ]
    }
}
