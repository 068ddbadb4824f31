internal import Foundation
internal import IAFACore

/// Where the summaries of day files lie below a data directory: `index/project_{id}/{YYYY}/{MM}/summary_{day}.bin`.
///
/// All in it is derived. So nothing is synced: what a crash leaves is found out by its checksum and made anew.
package struct SummaryFolder: Sendable {
    /// `<data>/index`.
    let path: String

    package init(dataDirectory: String) { path = dataDirectory + "/index" }

    func folder(of project: Identifier<Project>) -> String { "\(path)/project_\(project)" }

    func file(of project: Identifier<Project>, _ day: CalendarDay) -> String {
        let text = day.description
        return "\(folder(of: project))/\(text.prefix(4))/\(text.dropFirst(5).prefix(2))/summary_\(text).bin"
    }

    /// Reads the summary of a day file; nil where there is none, or one that is damaged or of another state of
    /// the file.
    ///
    /// Blocks.
    func read(of file: EventFile) -> TaxonomySummary? {
        guard let bytes = FileManager.default.contents(atPath: self.file(of: file.project, file.name.day)),
            let source = SummaryFile.Source(of: file)
        else { return nil }
        return SummaryFile.decode(bytes, of: source)
    }

    /// Whether there is a summary of a day file, by its first bytes.
    ///
    /// Blocks.
    func has(of file: EventFile) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: self.file(of: file.project, file.name.day)),
            let source = SummaryFile.Source(of: file), let head = try? handle.read(upToCount: SummaryFile.headSize)
        else { return false }
        return SummaryFile.head(of: source).elementsEqual(head)
    }

    /// Writes the summary of a day file, in place of any other.
    ///
    /// Blocks.
    ///
    /// - Throws: What the system says.
    func write(_ summary: TaxonomySummary, of file: EventFile) throws {
        guard let source = SummaryFile.Source(of: file) else { return }
        let path = self.file(of: file.project, file.name.day)
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).tmp"
        do {
            try Self.write(SummaryFile.encode(summary, of: source), to: temporary)
            guard rename(temporary, path) == 0 else { throw Self.failure }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    private static var failure: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    /// Removes the summary of a day, and the folders that are empty without it.
    func remove(of project: Identifier<Project>, _ day: CalendarDay) {
        var path = file(of: project, day)
        unlink(path)
        for _ in 0..<3 {
            path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            guard rmdir(path) == 0 || errno == ENOENT else { return }
        }
    }

    /// Removes all of a project.
    func removeAll(of project: Identifier<Project>) {
        try? FileManager.default.removeItem(atPath: folder(of: project))
    }

    /// All summaries, and what was never finished of them.
    func files() -> [(project: Identifier<Project>, path: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().flatMap { name -> [(Identifier<Project>, String)] in
            guard name.hasPrefix("project_"), let project = Identifier<Project>(String(name.dropFirst(8))) else {
                return []
            }
            let files = FileManager.default.enumerator(atPath: "\(path)/\(name)")?.compactMap { $0 as? String } ?? []
            return files.filter { ($0.split(separator: "/").last ?? "").hasPrefix("summary_") }.sorted()
                .map { (project, "\(path)/\(name)/\($0)") }
        }
    }

    /// Removes summaries of days that have no file, what was never finished, and folders that are empty.
    ///
    /// Not while somebody may write one.
    func removeStrays(besides catalog: EventCatalog) {
        let wanted = Set(
            catalog.projects.flatMap { project, days in
                days.filter { $1.file != nil }.keys.map { file(of: project, $0) }
            }
        )
        for (_, path) in files() where !wanted.contains(path) { unlink(path) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("project_") {
            let folders = FileManager.default.enumerator(atPath: "\(path)/\(name)")?.compactMap { $0 as? String } ?? []
            // Those that lie deepest first; what isn't empty stays.
            for folder in folders.sorted().reversed() { rmdir("\(path)/\(name)/\(folder)") }
            rmdir("\(path)/\(name)")
        }
    }

    /// Summaries that are damaged.
    ///
    /// Blocks while it reads all of them.
    package func damaged() -> [String] {
        files().map(\.path).filter { path in
            guard path.hasSuffix(".bin"), let bytes = FileManager.default.contents(atPath: path) else { return false }
            return !SummaryFile.isWhole(bytes)
        }
    }
}
