internal import IAFACore

/// Makes a backup of a data directory, which another process may be writing meanwhile.
///
/// ## Why everything that was acknowledged before is in it, and nothing twice
/// 1. The journal is copied first. An event that was acknowledged before is then in the copy, or it is in an event file
///    by now: segments are only removed once files hold what is in them.
/// 2. Then the event files, folder by folder, each as of one moment (``FolderCopy``). A flush adds files, a merge
///    replaces some by one that holds the same, so whatever moment of a folder is copied, it has at least the events
///    that it had when the journal's copy was done. That each folder is of another moment does no harm: a project's day
///    lies in one, and which events of the journal a day's files hold already follows from their footers.
/// 3. The metadata last, as of one moment: no event file is without its project because that was made meanwhile. That
///    of one that was deleted meanwhile is left out again (``leaveOut(_:)``).
///
/// The backup grows under a temporary name beside its own, is made durable, gets its manifest and then its name.
package final class BackupWriter {
    /// Where the backup will be.
    package let target: String

    /// Where it is until it is whole.
    package let partial: String

    private let dataDirectory: String
    private let fileSystem: FileSystem
    private let copier: FileCopy
    private var files: [String: BackupFile] = [:]

    private init(
        target: String,
        dataDirectory: String,
        fileSystem: FileSystem,
        progress: @escaping (_ bytes: Int) throws -> Void
    ) {
        self.target = target
        self.dataDirectory = dataDirectory
        self.fileSystem = fileSystem
        partial = "\(target).partial-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        copier = FileCopy(fileSystem: fileSystem, progress: progress)
    }

    /// Begins a backup.
    ///
    /// - Parameters:
    ///   - path: A folder that is empty or not there, in one that is there.
    ///   - dataDirectory: What to make it of.
    ///   - fileSystem: Does the work.
    ///   - progress: Told the bytes of each piece that was copied; may throw to end the work.
    /// - Returns: What has to be finished or abandoned.
    /// - Throws: ``BackupError``, ``DiskError``.
    package static func begin(
        at path: String,
        of dataDirectory: String,
        fileSystem: FileSystem = .system,
        progress: @escaping (_ bytes: Int) throws -> Void
    ) throws -> BackupWriter {
        let target = try BackupTarget.check(path, of: dataDirectory, fileSystem)
        let writer = BackupWriter(
            target: target,
            dataDirectory: dataDirectory,
            fileSystem: fileSystem,
            progress: progress
        )
        try fileSystem.createDirectory(writer.partial)
        return writer
    }

    /// Copies everything that a backup holds.
    ///
    /// Blocks.
    ///
    /// - Throws: ``BackupError/changesTooFast(_:)``, ``DiskError``, ``JournalError``, what `progress` throws.
    package func copyDataDirectory() throws {
        for folder in BackupManifest.folders { try fileSystem.createDirectory(FilePaths.join(partial, folder)) }
        let copy = FolderCopy(source: dataDirectory, target: partial, fileSystem: fileSystem, copier: copier)
        // Before the journal, which brings the counts up to date: what is counted already isn't counted again.
        try copy.run("ingestion") { note($0, $1) }
        try JournalReader.segments(
            directory: FilePaths.join(dataDirectory, "journal"),
            fileSystem: fileSystem
        ) { name, bytes in
            let path = "journal/" + name
            note(path, try copier.write(bytes, to: FilePaths.join(partial, path)))
        }
        for folder in ["events", "metadata"] { try copy.run(folder) { note($0, $1) } }
    }

    private func note(_ path: String, _ digest: FileCopy.Digest?) {
        files[path] = digest.map { BackupFile(path: path, bytes: $0.bytes, sha256: $0.sha256) }
    }

    /// Takes the copies below a folder out again.
    ///
    /// - Parameter folder: Below the backup.
    /// - Throws: ``DiskError``.
    package func leaveOut(_ folder: String) throws {
        for path in files.keys where path.hasPrefix(folder + "/") {
            try fileSystem.remove(FilePaths.join(partial, path))
            files[path] = nil
        }
        try? FolderTree.remove(FilePaths.join(partial, folder))
    }

    /// Makes the backup durable, writes its manifest and gives it its name.
    ///
    /// Blocks.
    ///
    /// - Parameter manifest: Makes the manifest of the files that there are.
    /// - Returns: The manifest.
    /// - Throws: ``BackupError``, ``DiskError``, what `progress` throws; then the backup has to be abandoned.
    package func finish(_ manifest: (_ files: [BackupFile]) -> BackupManifest) throws -> BackupManifest {
        let manifest = manifest(files.values.sorted { $0.path < $1.path })
        for file in manifest.files {
            try copier.synchronize(FilePaths.join(partial, file.path))
            try copier.progress(0)
        }
        for folder in try FolderTree.folders(below: partial).reversed() { try fileSystem.synchronizeDirectory(folder) }
        try DurableFile.replace(
            try manifest.encoded(),
            at: FilePaths.join(partial, BackupManifest.fileName),
            fileSystem: fileSystem
        )
        do throws(DiskError) {
            try fileSystem.rename(partial, target)
        } catch {
            if error.isBusy { throw BackupError.mountPoint(target) }
            if error.isNotEmpty { throw BackupError.targetNotEmpty(target) }
            throw error
        }
        try fileSystem.synchronizeDirectory(FilePaths.parent(of: target) ?? ".")
        return manifest
    }

    /// Removes what there is of the backup.
    package func abandon() {
        try? FolderTree.remove(partial)
    }
}
