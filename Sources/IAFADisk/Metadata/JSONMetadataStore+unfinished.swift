extension JSONMetadataStore {
    /// Files that were begun and never finished, and that nobody is about to finish.
    ///
    /// Blocks while a document is being changed. Changes nothing.
    package static func unfinished(directory: String, fileSystem: FileSystem = .system) -> [String] {
        var found: [String] = []
        forEachUnfinished(directory: directory, fileSystem) { found.append($0) }
        return found
    }

    /// Removes files that were begun and never finished: what a process that died left.
    ///
    /// Blocks while a document is being changed. What can't be removed now is removed when its document is changed.
    package static func removeUnfinished(directory: String, fileSystem: FileSystem = .system) {
        forEachUnfinished(directory: directory, fileSystem) { try? fileSystem.remove($0) }
    }

    /// Hands over each such file while nobody can begin one of its name.
    private static func forEachUnfinished(
        directory: String,
        _ fileSystem: FileSystem,
        _ body: (_ path: String) -> Void
    ) {
        let names = (try? fileSystem.list(directory)) ?? []
        for name in names where name.hasSuffix(DurableFile.temporarySuffix) {
            let path = FilePaths.join(directory, name)
            let lockPath = FilePaths.join(directory, name.prefix { $0 != "." } + ".lock")
            do throws(DiskError) {
                guard try fileSystem.byteCount(of: lockPath) != nil else {
                    body(path)
                    continue
                }
                let lock = try FileLock(path: lockPath, fileSystem: fileSystem)
                try lock.lock()
                defer { lock.unlock() }
                if try fileSystem.byteCount(of: path) != nil { body(path) }
            } catch {
                continue
            }
        }
    }
}
