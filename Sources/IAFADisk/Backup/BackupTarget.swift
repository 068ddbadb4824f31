/// Where a backup may be put.
enum BackupTarget {
    /// The path in full of the folder that a backup is to become.
    ///
    /// - Throws: ``BackupError``, ``DiskError``.
    static func check(_ path: String, of dataDirectory: String, _ fileSystem: FileSystem) throws -> String {
        let target = try resolve(path, fileSystem)
        let data = try POSIX.realPath(dataDirectory)
        if target == data || target.hasPrefix(FilePaths.join(data, "")) { throw BackupError.withinDataDirectory(path) }
        return target
    }

    private static func resolve(_ path: String, _ fileSystem: FileSystem) throws -> String {
        guard let identity = try fileSystem.identityIfAny(of: path) else {
            let parent = FilePaths.parent(of: path) ?? path
            guard try fileSystem.identityIfAny(of: parent) != nil else { throw BackupError.noParent(parent) }
            return FilePaths.join(try POSIX.realPath(parent), FilePaths.name(of: path))
        }
        guard identity.kind == .folder, try fileSystem.list(path).isEmpty else {
            throw BackupError.targetNotEmpty(path)
        }
        let target = try POSIX.realPath(path)
        guard let parent = FilePaths.parent(of: target), try fileSystem.identity(parent).device == identity.device
        else { throw BackupError.mountPoint(path) }
        return target
    }
}
