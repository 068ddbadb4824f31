/// Copies folders whose files come, go and are replaced meanwhile, but are never changed.
///
/// Each folder's files are copied as of one moment: what is listed afterwards is what was copied. What differs is
/// copied or removed again, until nothing does. Blocks.
struct FolderCopy {
    /// What paths of the source are below.
    let source: String

    /// What paths of the copy are below.
    let target: String
    let fileSystem: FileSystem
    let copier: FileCopy

    /// How often a folder is listed at the most.
    private static let rounds = 200

    /// Deeper folders are none of ours; also an end to links that go round in a circle.
    private static let depth = 8

    /// Copies a folder and those in it.
    ///
    /// - Parameters:
    ///   - folder: Below the source; where there is none, nothing is copied.
    ///   - note: Told of each copy; with nil of one that was removed again.
    /// - Throws: ``BackupError/changesTooFast(_:)``, ``DiskError``, what the copier's `progress` throws.
    func run(_ folder: String, _ note: (_ path: String, _ digest: FileCopy.Digest?) -> Void) throws {
        try run(folder, depth: Self.depth, note)
    }

    private func run(
        _ folder: String,
        depth: Int,
        _ note: (String, FileCopy.Digest?) -> Void
    ) throws {
        try copyFiles(of: folder, note)
        guard depth > 0 else { return }
        for (name, identity) in try entries(of: folder).sorted(by: { $0.key < $1.key }) where identity.kind == .folder {
            try run("\(folder)/\(name)", depth: depth - 1, note)
        }
    }

    private func copyFiles(of folder: String, _ note: (String, FileCopy.Digest?) -> Void) throws {
        var copied: [String: FileIdentity] = [:]
        for _ in 0..<Self.rounds {
            let before = try files(of: folder)
            for (name, identity) in copied where before[name] != identity {
                try fileSystem.remove(FilePaths.join(target, "\(folder)/\(name)"))
                copied[name] = nil
                note("\(folder)/\(name)", nil)
            }
            for (name, identity) in before.sorted(by: { $0.key < $1.key }) where copied[name] == nil {
                // Where the file was replaced since it was listed, the copy is of the newer one, which the next list
                // tells: then it is copied once more.
                guard let digest = try copy("\(folder)/\(name)") else { continue }
                copied[name] = identity
                note("\(folder)/\(name)", digest)
            }
            if copied == before, try files(of: folder) == before { return }
        }
        throw BackupError.changesTooFast(FilePaths.join(source, folder))
    }

    private func copy(_ path: String) throws -> FileCopy.Digest? {
        let copy = FilePaths.join(target, path)
        try fileSystem.createDirectory(FilePaths.parent(of: copy) ?? target)
        return try copier.copy(FilePaths.join(source, path), to: copy)
    }

    /// The files of a folder that a backup takes: not what was never finished, nor what only locks.
    private func files(of folder: String) throws(DiskError) -> [String: FileIdentity] {
        try entries(of: folder).filter { name, identity in
            identity.kind == .file && !name.hasSuffix(DurableFile.temporarySuffix) && !name.hasSuffix(".lock")
        }
    }

    private func entries(of folder: String) throws(DiskError) -> [String: FileIdentity] {
        let path = FilePaths.join(source, folder)
        var entries: [String: FileIdentity] = [:]
        do throws(DiskError) {
            for name in try fileSystem.list(path) {
                entries[name] = try fileSystem.identityIfAny(of: FilePaths.join(path, name))
            }
        } catch {
            // The last file of a folder may go, and the folder with it.
            guard error.isMissing else { throw error }
            return [:]
        }
        return entries
    }
}
