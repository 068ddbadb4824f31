/// A file of a backup as the manifest lists it.
package struct BackupFile: Sendable, Equatable, Codable {
    /// Below the backup, and below the data directory.
    package let path: String
    package let bytes: Int

    /// In hexadecimal.
    package let sha256: String

    /// Whether the path stays within what a backup holds: a manifest comes from outside.
    var isPlausible: Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count >= 2 && BackupManifest.folders.contains(String(parts[0]))
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) } && bytes >= 0
    }
}
