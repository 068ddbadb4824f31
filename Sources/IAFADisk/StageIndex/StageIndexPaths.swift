internal import IAFACore

/// Where index files lie, and how they are called.
struct StageIndexPaths {
    /// `<data>/index`; what else is in it is somebody else's.
    let directory: String

    private static let projectPrefix = "project_"
    private static let prefix = "stages_"
    private static let suffix = ".index"

    /// `<data>/index/project_{id}`.
    func folder(of project: Identifier<Project>) -> String { "\(directory)/\(Self.projectPrefix)\(project)" }

    /// `<data>/index/project_{id}/{YYYY}/{MM}/stages_{YYYY-MM-DD}.index`.
    func path(of project: Identifier<Project>, _ day: CalendarDay) -> String {
        let text = day.description
        let month = "\(text.prefix(4))/\(text.dropFirst(5).prefix(2))"
        return "\(folder(of: project))/\(month)/\(Self.prefix)\(text)\(Self.suffix)"
    }

    /// What lies below the folder.
    struct Entry {
        let path: String
        /// Nil where a file was never finished.
        let day: CalendarDay?
        let project: Identifier<Project>
    }

    /// The projects that have a folder.
    func projects(fileSystem: FileSystem) throws(DiskError) -> [Identifier<Project>] {
        try names(directory, fileSystem).compactMap { name in
            guard name.hasPrefix(Self.projectPrefix) else { return nil }
            return Identifier(String(name.dropFirst(Self.projectPrefix.count)))
        }
    }

    /// A project's index files, in order, and those that were never finished; what is anybody else's is passed over.
    func entries(of project: Identifier<Project>, fileSystem: FileSystem) throws(DiskError) -> [Entry] {
        var entries: [Entry] = []
        let folder = folder(of: project)
        for year in try names(folder, fileSystem) {
            for month in try names("\(folder)/\(year)", fileSystem) {
                let path = "\(folder)/\(year)/\(month)"
                for name in try names(path, fileSystem) where name.hasPrefix(Self.prefix) {
                    entries += entry("\(path)/\(name)", name, of: project)
                }
            }
        }
        return entries
    }

    private func entry(_ path: String, _ name: String, of project: Identifier<Project>) -> [Entry] {
        if name.hasSuffix(Self.suffix + DurableFile.temporarySuffix) {
            return [Entry(path: path, day: nil, project: project)]
        }
        let text = String(name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count))
        guard name.hasSuffix(Self.suffix), let day = try? CalendarDay(text), path == self.path(of: project, day) else {
            return []
        }
        return [Entry(path: path, day: day, project: project)]
    }

    /// The names in a folder; none where there is no folder.
    private func names(_ folder: String, _ fileSystem: FileSystem) throws(DiskError) -> [String] {
        do throws(DiskError) {
            guard try fileSystem.identity(folder).kind == .folder else { return [] }
            return try fileSystem.list(folder)
        } catch {
            guard error.isMissing else { throw error }
            return []
        }
    }
}
