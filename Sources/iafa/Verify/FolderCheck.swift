internal import Foundation
internal import IAFACore
internal import IAFADisk

/// Looks at names, places and modes of files, without reading one.
struct FolderCheck {
    private let dataDirectory: String

    /// The folders of projects, as they were before anything else was looked at.
    private let projectFolders: [(project: Identifier<Project>, path: String)]

    /// Begins; before the metadata is read, so that a project that is made meanwhile isn't missed in it.
    init(dataDirectory: String) {
        self.dataDirectory = dataDirectory
        var folders: [(project: Identifier<Project>, path: String)] = []
        for parent in ["events", "ingestion"].map({ "\(dataDirectory)/\($0)" }) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
                guard name.hasPrefix("project_"), let id = Identifier<Project>(String(name.dropFirst("project_".count)))
                else { continue }
                folders.append((id, "\(parent)/\(name)"))
            }
        }
        projectFolders = folders
    }

    /// Looks.
    ///
    /// Blocks.
    ///
    /// - Parameter projects: Those that there are; nil where nobody knows.
    /// - Returns: What isn't as it should be.
    func run(projects: Set<Identifier<Project>>?) -> [Finding] {
        var walk = FolderWalk(dataDirectory: dataDirectory)
        walk.run()
        return interruptedRestore() + orphans(projects) + walk.findings + unfinished(walk.unfinished)
    }

    private func interruptedRestore() -> [Finding] {
        let path = "\(dataDirectory)/\(BackupReader.partialFolder)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return [
            Finding(
                kind: .damage,
                path: path,
                message: "a restore was interrupted",
                remedy: "empty the data directory and restore again"
            )
        ]
    }

    private func orphans(_ projects: Set<Identifier<Project>>?) -> [Finding] {
        guard let projects else { return [] }
        let orphans = projectFolders.filter { id, path in
            // One whose project was deleted meanwhile is gone by now.
            !projects.contains(id) && FileManager.default.fileExists(atPath: path)
        }
        return orphans.sorted { $0.path < $1.path }.map { id, path in
            Finding(
                // Counts of a project that was made while a backup was are no loss.
                kind: path.contains("/events/") ? .damage : .warning,
                path: path,
                message: "there is no project \(id) to which it could belong",
                remedy: "restore projects.json from a backup if there should be, else remove the folder"
            )
        }
    }

    private func unfinished(_ paths: [String]) -> [Finding] {
        let metadata = JSONMetadataStore.unfinished(directory: dataDirectory + "/metadata")
        let left = (paths + metadata).filter(FileManager.default.fileExists(atPath:))
        // A process that writes is about to finish them.
        guard let first = left.first, !DirectoryLock.isHeld(dataDirectory: dataDirectory) else { return [] }
        return [
            Finding(
                kind: .warning,
                path: first,
                message: "was never finished" + (left.count > 1 ? ", nor were \(left.count - 1) more" : ""),
                remedy: "the next start or change removes it"
            )
        ]
    }
}
