package import IAFACore
internal import Synchronization

/// The stage index in files below `index/`, of which those that were asked for stay mapped.
package final class FileStageIndex: StageIndex {
    /// How many files stay mapped.
    static let mappedLimit = 4_096

    /// How many events are sorted at once while an index is made, 16 bytes each.
    static let sortedEvents = 1_000_000

    private let paths: StageIndexPaths
    private let fileSystem: FileSystem
    private let state = Mutex(State())

    private struct Place: Hashable {
        let project: Identifier<Project>
        let day: CalendarDay
    }

    private struct State {
        var known: [Place: Known] = [:]
        var turn: UInt64 = 0
    }

    /// What came of looking at a file.
    private struct Known {
        let source: StageIndexSource
        let identity: FileIdentity
        /// Nil where the file is of no use.
        let file: StageIndexFile?
        var lastTurn: UInt64
    }

    /// The index files below a data directory's `index` folder, which need not be there.
    package init(directory: String, fileSystem: FileSystem = .system) {
        paths = StageIndexPaths(directory: directory)
        self.fileSystem = fileSystem
    }

    package func day(_ source: StageIndexSource) -> (any StageIndexDay)? {
        let place = Place(project: source.project, day: source.day)
        let path = paths.path(of: source.project, source.day)
        // Asked each time: a file that somebody cut short must not be touched, nor one that isn't there be relied on.
        guard let identity = try? fileSystem.identity(path) else {
            state.withLock { $0.known[place] = nil }
            return nil
        }
        let known = state.withLock { state -> Known? in
            state.turn += 1
            state.known[place]?.lastTurn = state.turn
            return state.known[place]
        }
        if let known, known.identity == identity, known.source == source { return Self.usable(known.file) }
        let file = open(path, identity, source)
        state.withLock { state in
            state.known[place] = Known(source: source, identity: identity, file: file, lastTurn: state.turn)
            if state.known.count > Self.mappedLimit,
                let oldest = state.known.min(by: { $0.value.lastTurn < $1.value.lastTurn })?.key
            {
                state.known[oldest] = nil
            }
        }
        return Self.usable(file)
    }

    private static func usable(_ file: StageIndexFile?) -> StageIndexFile? {
        file.flatMap { $0.isDamaged ? nil : $0 }
    }

    private func open(_ path: String, _ identity: FileIdentity, _ source: StageIndexSource) -> StageIndexFile? {
        guard identity.kind == .file else { return nil }
        do throws(DiskError) {
            let binding = try StageIndexBinding(source, fileSystem: fileSystem)
            return try StageIndexFile.open(path, byteCount: identity.byteCount, binding: binding)
        } catch {
            return nil
        }
    }

    package func build(_ source: StageIndexSource, from input: any StageIndexInput) throws -> Int {
        try build(source, from: input, sortedEvents: Self.sortedEvents)
    }

    /// As ``build(_:from:)``, sorting so many events at once.
    func build(_ source: StageIndexSource, from input: any StageIndexInput, sortedEvents: Int) throws -> Int {
        let path = paths.path(of: source.project, source.day)
        let folder = FilePaths.parent(of: path) ?? "/"
        let temporary = path + DurableFile.temporarySuffix
        let binding = try StageIndexBinding(source, fileSystem: fileSystem)
        try fileSystem.createDirectory(folder)
        // Left by a process that died; a file of that name is nobody's.
        try? fileSystem.remove(temporary)
        do {
            let byteCount = try StageIndexWriter.write(
                input,
                binding: binding,
                to: temporary,
                eventLimit: sortedEvents,
                fileSystem: fileSystem
            )
            try fileSystem.rename(temporary, path)
            try fileSystem.synchronizeDirectory(folder)
            return byteCount
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
    }

    package func prune(keeping days: [Identifier<Project>: Set<CalendarDay>]) {
        guard let projects = try? paths.projects(fileSystem: fileSystem) else { return }
        for entry in projects.flatMap({ (try? paths.entries(of: $0, fileSystem: fileSystem)) ?? [] }) {
            if let day = entry.day, days[entry.project]?.contains(day) == true { continue }
            // What stays is tried again; it is never read, since nothing is bound to it.
            try? fileSystem.remove(entry.path)
            guard let day = entry.day else { continue }
            state.withLock { $0.known[Place(project: entry.project, day: day)] = nil }
        }
        for project in projects where days[project] == nil { FolderTree.removeEmpty(paths.folder(of: project)) }
    }

    /// Reads all index files of a data directory's `index` folder, whatever they were made of.
    ///
    /// Blocks, for as long as that takes.
    ///
    /// - Returns: The paths of those that are damaged.
    /// - Throws: ``DiskError`` where the folders can't be listed.
    package static func damagedFiles(
        directory: String,
        fileSystem: FileSystem = .system
    ) throws(DiskError) -> [String] {
        let paths = StageIndexPaths(directory: directory)
        var damaged: [String] = []
        for project in try paths.projects(fileSystem: fileSystem) {
            for entry in try paths.entries(of: project, fileSystem: fileSystem) {
                guard let day = entry.day else { continue }
                // One that vanishes meanwhile is no damage.
                guard let identity = try fileSystem.identityIfAny(of: entry.path) else { continue }
                let file = try? StageIndexFile(entry.path, byteCount: identity.byteCount, day: day)
                if file?.isWhole() != true, try fileSystem.identityIfAny(of: entry.path) == identity {
                    damaged.append(entry.path)
                }
            }
        }
        return damaged
    }
}
