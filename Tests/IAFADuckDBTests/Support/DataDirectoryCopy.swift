import Foundation

/// States of a data directory, put together from links to files that nobody changes.
enum DataDirectoryCopy {
    /// Links every file below `events` of a directory into another one; what is there already is replaced.
    ///
    /// `isWanted`: Whether to take a file, by its path below `events`.
    static func add(_ source: String, to target: String, where isWanted: (String) -> Bool = { _ in true }) throws {
        let manager = FileManager.default
        for name in StoreFixture.files(below: source + "/events") where isWanted(name) {
            let path = "\(target)/events/\(name)"
            let folder = URL(filePath: path).deletingLastPathComponent().path
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try? manager.removeItem(atPath: path)
            try manager.linkItem(atPath: "\(source)/events/\(name)", toPath: path)
        }
    }
}
