/// Why a backup could not be made or restored.
package enum BackupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The folder for a backup holds something, or is no folder.
    case targetNotEmpty(String)
    /// The folder that a backup is to be put in isn't there.
    case noParent(String)
    /// The folder for a backup is where a file system is mounted, so that it can't take a folder's name at the end.
    case mountPoint(String)
    /// The folder for a backup is within the data directory.
    case withinDataDirectory(String)
    /// A folder changed whenever it was looked at.
    case changesTooFast(String)

    /// There is no manifest: no backup, or one that was not finished.
    case noBackup(String)
    /// The manifest can't be read; the message says why.
    case badManifest(path: String, message: String)
    /// Files of a backup are not what they were; each with what is wrong.
    case damaged([BackupDamage])
    /// The data directory to restore into holds something.
    case dataDirectoryNotEmpty(String)

    package var description: String {
        switch self {
        case .targetNotEmpty(let path): "'\(path)' exists and is no empty folder; name a new one for the backup"
        case .noParent(let path): "there is no folder '\(path)' to put the backup in; make it, or mount what it is on"
        case .mountPoint(let path): "'\(path)' is a mount point; name a new folder in it for the backup"
        case .withinDataDirectory(let path):
            "'\(path)' is within the data directory; put the backup elsewhere, best on another disk"
        case .changesTooFast(let path):
            "'\(path)' changes too fast to be copied; try again when less comes in, or while the server is stopped"
        case .noBackup(let path):
            "'\(path)' is no whole backup: it has no \(BackupManifest.fileName); name a folder that `iafa backup` made"
        case .badManifest(let path, let message): "the backup's '\(path)' \(message)"
        case .damaged(let damages):
            "the backup is damaged, nothing was restored: \(damages.count) file\(damages.count == 1 ? "" : "s"), "
                + "first \(damages.first.map { "'\($0.path)' \($0.message)" } ?? ""); use another backup"
        case .dataDirectoryNotEmpty(let path):
            "'\(path)' is not empty; restore into a new folder with --data-dir, or move what is there away first"
        }
    }
}

/// A file of a backup that isn't what it was.
package struct BackupDamage: Sendable, Equatable {
    package let path: String
    package let message: String
}
