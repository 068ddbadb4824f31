internal import Foundation
internal import IAFACore

/// Where event files lie below a data directory, and how they get there safely.
struct EventFolder: Sendable {
    let dataDirectory: String

    /// `<data>/events`.
    let path: String

    /// What a process needs while it runs, emptied when the next one starts; named such that nothing of anybody else's
    /// is in it, whatever folder the data directory is.
    let scratch: String

    /// Where the engine that writes files puts what it has no memory for; two engines can't share a folder.
    var writingScratch: String { scratch + "/writing" }

    init(dataDirectory: String) {
        self.dataDirectory = dataDirectory
        path = dataDirectory + "/events"
        scratch = dataDirectory + "/.iafa-scratch"
    }

    /// Makes the folders, and removes what an earlier process left in the scratch folder.
    func prepare() throws(EventStoreError) {
        try? FileManager.default.removeItem(atPath: scratch)
        try create(path)
        try create(scratch)
    }

    /// A file that counts.
    ///
    /// The writing process reads it through a link of its own. `path` may come to mean a newer file of the day, or
    /// nothing, while a question goes on.
    func open(
        _ name: EventFileName,
        of project: Identifier<Project>,
        path: String,
        footer: EventFileFooter,
        isWritable: Bool = true
    ) throws(EventStoreError) -> EventFile {
        var readPath = path
        if isWritable {
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
    ///
    /// - Throws: ``EventStoreError/unreadable`` where a folder can't be listed: taken for empty, it would make every
    ///   answer wrong, and the next merge would overwrite what is in it.
    func projects() throws(EventStoreError) -> [Identifier<Project>] {
        try entries(path).compactMap { name in
            name.hasPrefix("project_") ? Identifier(String(name.dropFirst("project_".count))) : nil
        }
    }

    /// All files below a project's folder, by folder and name.
    ///
    /// - Throws: As ``projects()``.
    func files(of project: Identifier<Project>) throws(EventStoreError) -> [(folder: String, name: String)] {
        var files: [(String, String)] = []
        for year in try entries(folder(of: project)) {
            for month in try entries("\(folder(of: project))/\(year)") {
                let folder = "\(folder(of: project))/\(year)/\(month)"
                for name in try entries(folder) { files.append((folder, name)) }
            }
        }
        return files
    }

    /// The files of a project's day, in whatever folder they lie.
    func files(
        of project: Identifier<Project>,
        _ day: CalendarDay
    ) throws(EventStoreError) -> [(name: EventFileName, path: String)] {
        try files(of: project).compactMap { folder, text in
            guard let name = EventFileName(text), name.day == day else { return nil }
            return (name, "\(folder)/\(text)")
        }
    }

    /// What changes whenever a file of a project's day comes, goes or is replaced.
    func fingerprint(
        of project: Identifier<Project>,
        _ day: CalendarDay
    ) throws(EventStoreError) -> [String: [UInt64]] {
        fingerprint(of: try files(of: project, day).map(\.path))
    }

    /// What changes whenever an event file comes, goes or is replaced.
    func fingerprint() throws(EventStoreError) -> [String: [UInt64]] {
        var paths: [String] = []
        for project in try projects() {
            for (folder, name) in try files(of: project) where EventFileName(name) != nil {
                paths.append("\(folder)/\(name)")
            }
        }
        return fingerprint(of: paths)
    }

    private func fingerprint(of paths: [String]) -> [String: [UInt64]] {
        var fingerprint: [String: [UInt64]] = [:]
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            fingerprint[path] = [UInt64(status.st_ino), UInt64(bitPattern: Int64(status.st_size))]
        }
        return fingerprint
    }

    /// Makes a folder and what is above it, readable by the owner alone, durably.
    func create(_ folder: String) throws(EventStoreError) {
        guard !FileManager.default.fileExists(atPath: folder + "/.") else { return }
        try make(folder)
        // A folder is an entry of the one above it, which may be as new.
        let dataDirectory = Self.parent(of: path)
        var parent = folder
        while parent != dataDirectory {
            parent = Self.parent(of: parent)
            try sync(parent)
        }
    }

    private func make(_ folder: String) throws(EventStoreError) {
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        let parent = Self.parent(of: folder)
        guard errno == ENOENT, !parent.isEmpty else { throw Self.failure("make the folder", folder) }
        try make(parent)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make the folder", folder) }
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

    /// Removes a file; one that isn't there is no error.
    func remove(_ path: String) throws(EventStoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure("remove", path) }
    }

    /// Removes a day's folder and those above it up to the project's, as far as they are empty, durably.
    ///
    /// Not while somebody may write a first file into one of them.
    func removeEmptyFolders(of project: Identifier<Project>, _ day: CalendarDay) throws(EventStoreError) {
        var folder = folder(of: project, day)
        var isChanged = false
        while folder != path, rmdir(folder) == 0 || errno == ENOENT {
            folder = Self.parent(of: folder)
            isChanged = true
        }
        if isChanged { try sync(folder) }
    }

    /// Removes the folders that a crash left empty.
    ///
    /// Not while somebody may write a first file into one of them.
    ///
    /// - Throws: As ``projects()``.
    func removeEmptyFolders() throws(EventStoreError) {
        for project in try projects() {
            let folder = folder(of: project)
            for year in try entries(folder) {
                for month in try entries("\(folder)/\(year)") { rmdir("\(folder)/\(year)/\(month)") }
                rmdir("\(folder)/\(year)")
            }
            rmdir(folder)
        }
    }

    /// Removes a project's folder with all that is in it, as a whole: whatever moment the process dies in, all of it is
    /// there or nothing.
    func removeAll(of project: Identifier<Project>) throws(EventStoreError) {
        let folder = folder(of: project)
        let doomed = "\(scratch)/removed-\(project)-\(UInt64.random(in: 0 ... .max))"
        guard FileManager.default.fileExists(atPath: folder) else { return }
        guard rename(folder, doomed) == 0 else { throw Self.failure("remove", folder) }
        try sync(path)
        // What is left of it here goes at the next start.
        try? FileManager.default.removeItem(atPath: doomed)
    }

    private static func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }

    private static func failure(_ action: String, _ path: String) -> EventStoreError {
        .unwritable(message: "can't \(action) \(path): \(String(cString: strerror(errno)))")
    }

    private func entries(_ folder: String) throws(EventStoreError) -> [String] {
        guard let stream = opendir(folder) else {
            // A file among the folders is none of ours.
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw .unreadable(message: "can't list \(folder): \(String(cString: strerror(errno)))")
        }
        closedir(stream)
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            // Removed in between, as an empty folder is.
            var status = stat()
            if stat(folder, &status) != 0, errno == ENOENT { return [] }
            throw .unreadable(message: "can't list \(folder): \(error.localizedDescription)")
        }
    }
}
