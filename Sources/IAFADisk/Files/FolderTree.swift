internal import Foundation

/// Folders with all that is in them.
enum FolderTree {
    /// A folder and all below it, each before those in it; links are not followed.
    ///
    /// - Throws: ``DiskError``.
    static func folders(below path: String) throws(DiskError) -> [String] {
        var folders = [path]
        for name in try POSIX.names(in: path) {
            let entry = FilePaths.join(path, name)
            if POSIX.isDirectory(entry, followingLinks: false) { folders += try self.folders(below: entry) }
        }
        return folders
    }

    /// Removes a folder and all that is in it.
    static func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: path)
    }

    /// Removes a folder and those below it as far as there is no file in them.
    static func removeEmpty(_ path: String) {
        guard let folders = try? folders(below: path) else { return }
        for folder in folders.reversed() { rmdir(folder) }
    }
}
