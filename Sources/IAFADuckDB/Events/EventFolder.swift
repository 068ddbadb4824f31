internal import Foundation
internal import IAFACore

/// Where event files lie below a data directory, and how they get there safely.
struct EventFolder: Sendable {
    /// `<data>/events`.
    let path: String

    /// `<data>/tmp`: what a process needs while it runs, emptied when the next one starts.
    let scratch: String

    /// Where the engine that writes files puts what it has no memory for; two engines can't share a folder.
    var writingScratch: String { scratch + "/writing" }

    init(dataDirectory: String) {
        path = dataDirectory + "/events"
        scratch = dataDirectory + "/tmp"
    }

    /// Makes the folders, and removes what an earlier process left in the scratch folder.
    func prepare() throws(EventStoreError) {
        try? FileManager.default.removeItem(atPath: scratch)
        try create(path)
        try create(scratch)
    }

    /// A file that counts.
    ///
    /// The file of a day keeps its name when a newer one takes its place, so the writing process reads it through a
    /// link that goes on meaning this one.
    func open(
        _ name: EventFileName,
        of project: Identifier<Project>,
        path: String,
        footer: EventFileFooter,
        isWritable: Bool = true
    ) throws(EventStoreError) -> EventFile {
        var readPath = path
        if isWritable, name.part == nil {
            readPath = "\(scratch)/\(project)-\(name.day)-\(footer.last)-\(UInt64.random(in: 0 ... .max)).parquet"
            guard link(path, readPath) == 0 else { throw Self.failure("link", path) }
        }
        return EventFile(project: project, name: name, path: path, readPath: readPath, footer: footer)
    }

    /// `<data>/events/project_{id}`.
    func folder(of project: Identifier<Project>) -> String { "\(path)/project_\(project)" }

    /// `<data>/events/project_{id}/{YYYY}/{MM}`.
    func folder(of project: Identifier<Project>, _ day: CalendarDay) -> String {
        let text = day.description
        return "\(folder(of: project))/\(text.prefix(4))/\(text.dropFirst(5).prefix(2))"
    }

    /// The path of a project's file.
    func path(of name: EventFileName, _ project: Identifier<Project>) -> String {
        "\(folder(of: project, name.day))/\(name.text)"
    }

    /// The projects that have a folder.
    func projects() -> [Identifier<Project>] {
        entries(path).compactMap { name in
            name.hasPrefix("project_") ? Identifier(String(name.dropFirst("project_".count))) : nil
        }
    }

    /// All files below a project's folder, by folder and name.
    func files(of project: Identifier<Project>) -> [(folder: String, name: String)] {
        var files: [(String, String)] = []
        for year in entries(folder(of: project)) {
            for month in entries("\(folder(of: project))/\(year)") {
                let folder = "\(folder(of: project))/\(year)/\(month)"
                for name in entries(folder) { files.append((folder, name)) }
            }
        }
        return files
    }

    /// Makes a folder and what is above it, readable by the owner alone, durably.
    func create(_ folder: String) throws(EventStoreError) {
        guard !FileManager.default.fileExists(atPath: folder + "/.") else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .unwritable(message: "can't make the folder \(folder): \(error.localizedDescription)")
        }
        // A folder is an entry of the one above it, which may be as new.
        let dataDirectory = Self.parent(of: path)
        var parent = folder
        while parent != dataDirectory {
            parent = Self.parent(of: parent)
            try sync(parent)
        }
    }

    /// Makes a file that was written under another name durable, then visible, all at once.
    ///
    /// Synced before it is renamed, since a crash may otherwise leave the new name with nothing behind it.
    func publish(_ temporary: String, as path: String) throws(EventStoreError) {
        try sync(temporary)
        chmod(temporary, 0o600)
        guard rename(temporary, path) == 0 else { throw Self.failure("rename", temporary) }
        try sync(Self.parent(of: path))
    }

    /// Makes a file's content, or a folder's entries, durable.
    func sync(_ path: String) throws(EventStoreError) {
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("sync", path) }
    }

    private static func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }

    private static func failure(_ action: String, _ path: String) -> EventStoreError {
        .unwritable(message: "can't \(action) \(path): \(String(cString: strerror(errno)))")
    }

    private func entries(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
