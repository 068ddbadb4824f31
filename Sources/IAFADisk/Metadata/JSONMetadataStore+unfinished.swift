extension JSONMetadataStore {
    /// Files that were begun and never finished, and that nobody is about to finish.
    ///
    /// Blocks while a document is being changed. Changes nothing.
    package static func unfinished(directory: String, fileSystem: FileSystem = .system) -> [String] {
        let names = (try? fileSystem.list(directory)) ?? []
        return names.filter { $0.hasSuffix(DurableFile.temporarySuffix) }.compactMap { name in
            let path = FilePaths.join(directory, name)
            let lockPath = FilePaths.join(directory, name.prefix { $0 != "." } + ".lock")
            do throws(DiskError) {
                guard try fileSystem.byteCount(of: lockPath) != nil else { return path }
                let lock = try FileLock(path: lockPath, fileSystem: fileSystem)
                try lock.lock()
                defer { lock.unlock() }
                return try fileSystem.byteCount(of: path) == nil ? nil : path
            } catch {
                return nil
            }
        }
    }
}
