/// A whole backup, to be restored from.
package struct BackupReader {
    package let directory: String
    package let manifest: BackupManifest
    private let fileSystem: FileSystem

    /// Where files are until all are there, below the data directory.
    package static let partialFolder = "restore.partial"

    /// Opens a backup.
    ///
    /// - Throws: ``BackupError/noBackup(_:)``, ``BackupError/badManifest(path:message:)``, ``DiskError``.
    package static func open(_ directory: String, fileSystem: FileSystem = .system) throws -> BackupReader {
        let path = FilePaths.join(directory, BackupManifest.fileName)
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try fileSystem.contents(of: path)
        } catch {
            throw error.isMissing ? BackupError.noBackup(directory) : error
        }
        do throws(BackupManifest.Problem) {
            let manifest = try BackupManifest(bytes)
            return BackupReader(directory: directory, manifest: manifest, fileSystem: fileSystem)
        } catch {
            throw BackupError.badManifest(path: path, message: error.message)
        }
    }

    /// Makes a data directory of the backup, durably: all of it, or nothing.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - dataDirectory: A folder that is empty or not there.
    ///   - progress: Told the bytes of each piece that was copied; may throw to end the work.
    /// - Returns: The right to write the data directory.
    /// - Throws: ``BackupError``, ``DirectoryLockError``, ``DiskError``, what `progress` throws.
    package func restore(
        to dataDirectory: String,
        progress: @escaping (_ bytes: Int) throws -> Void
    ) throws -> DirectoryLock {
        let isNew = try isFree(dataDirectory)
        let lock = try DirectoryLock.acquire(dataDirectory: dataDirectory, fileSystem: fileSystem)
        // Once more, now that nobody else can come.
        _ = try isFree(dataDirectory)
        let partial = FilePaths.join(dataDirectory, Self.partialFolder)
        var moved: [String] = []
        do {
            try? FolderTree.remove(partial)
            try copy(to: partial, progress)
            // The metadata last: without it there is nobody who could sign in or send.
            for folder in BackupManifest.folders {
                let place = FilePaths.join(dataDirectory, folder)
                try fileSystem.rename(FilePaths.join(partial, folder), place)
                moved.append(place)
            }
        } catch {
            for path in isNew ? [dataDirectory] : moved + [partial] { try? FolderTree.remove(path) }
            throw error
        }
        try? FolderTree.remove(partial)
        try fileSystem.synchronizeDirectory(dataDirectory)
        return lock
    }

    /// Copies all files and makes them durable.
    private func copy(to partial: String, _ progress: @escaping (Int) throws -> Void) throws {
        for folder in BackupManifest.folders { try fileSystem.createDirectory(FilePaths.join(partial, folder)) }
        let copier = FileCopy(fileSystem: fileSystem, progress: progress)
        var damages: [BackupDamage] = []
        for file in manifest.files {
            let copy = FilePaths.join(partial, file.path)
            try fileSystem.createDirectory(FilePaths.parent(of: copy) ?? partial)
            let digest = try copier.copy(FilePaths.join(directory, file.path), to: copy)
            if let message = Self.damage(of: file, digest) {
                damages.append(BackupDamage(path: FilePaths.join(directory, file.path), message: message))
            } else {
                try copier.synchronize(copy)
            }
        }
        guard damages.isEmpty else { throw BackupError.damaged(damages) }
        for folder in try FolderTree.folders(below: partial).reversed() { try fileSystem.synchronizeDirectory(folder) }
    }

    private static func damage(of file: BackupFile, _ digest: FileCopy.Digest?) -> String? {
        guard let digest else { return "is missing" }
        if digest.bytes != file.bytes { return "has \(digest.bytes) bytes instead of \(file.bytes)" }
        return digest.sha256 == file.sha256 ? nil : "has another checksum than it had"
    }

    /// Whether a data directory isn't there yet; it may be there and empty, or as an interrupted restore left it.
    private func isFree(_ dataDirectory: String) throws -> Bool {
        let names: [String]
        do throws(DiskError) {
            names = try fileSystem.list(dataDirectory)
        } catch {
            guard error.isMissing else { throw error }
            return true
        }
        guard Set(names).isSubset(of: ["iafa.lock", Self.partialFolder, "lost+found"]) else {
            // The more useful thing to say of a data directory that is in use.
            if names.contains("iafa.lock") {
                _ = try DirectoryLock.acquire(dataDirectory: dataDirectory, fileSystem: fileSystem)
            }
            throw BackupError.dataDirectoryNotEmpty(dataDirectory)
        }
        return false
    }
}
