internal import Foundation
internal import IAFACore
internal import IAFADisk

/// The file that says, as long as it is there, that events come into files past the journal, or came and were cut off.
///
/// Until every day is merged, what is imported again after that would be counted twice.
struct ImportMarker {
    private let path: String
    private let dataDirectory: String

    init(dataDirectory: String) {
        self.dataDirectory = dataDirectory
        path = FilePaths.join(dataDirectory, "import.pending")
    }

    /// Whether an import is under way or was cut off.
    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes the file, durably; what it holds is for people.
    ///
    /// Blocks.
    ///
    /// - Throws: `DiskError`.
    func place() throws {
        let text = "an import began at \(SystemWallClock().now); where none is under way, run `iafa compact`\n"
        try DurableFile.replace(Array(text.utf8), at: path)
    }

    /// Removes the file, durably.
    ///
    /// Blocks.
    ///
    /// - Throws: `DiskError`.
    func remove() throws {
        try FileSystem.system.remove(path)
        try FileSystem.system.synchronizeDirectory(dataDirectory)
    }
}
