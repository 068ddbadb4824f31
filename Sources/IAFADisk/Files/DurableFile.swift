/// Files that are replaced whole: whoever reads one sees the old bytes or the new ones, also after a crash.
package enum DurableFile {
    /// What ends the name of a file that isn't finished; such files may be removed whenever nobody writes.
    package static let temporarySuffix = ".tmp"

    /// Replaces a file's contents, or makes it, with mode 0600; durable when it returns.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - bytes: The new contents.
    ///   - path: The file. Only one caller at a time may replace it: the temporary name beside it is fixed.
    ///   - backup: A path in the same folder under which the contents before are kept.
    ///   - fileSystem: Does the work.
    /// - Throws: ``DiskError``. Where the last step failed, the new contents can be seen but may not outlive a power
    ///   failure; in every other case the file is as it was. No temporary file is left behind.
    package static func replace(
        _ bytes: [UInt8],
        at path: String,
        keeping backup: String? = nil,
        fileSystem: FileSystem = .system
    ) throws(DiskError) {
        let temporary = path + temporarySuffix
        // Left by a process that died; a file of that name is nobody's.
        try? fileSystem.remove(temporary)
        do throws(DiskError) {
            try writeNew(bytes, at: temporary, fileSystem: fileSystem)
            if let backup { try keep(path, as: backup, fileSystem: fileSystem) }
            try fileSystem.rename(temporary, path)
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
        try fileSystem.synchronizeDirectory(FilePaths.parent(of: path) ?? "/")
    }

    private static func writeNew(_ bytes: [UInt8], at path: String, fileSystem: FileSystem) throws(DiskError) {
        let file = try fileSystem.open(path, .create)
        defer { fileSystem.close(file) }
        try fileSystem.writeAll(bytes, to: file)
        try fileSystem.synchronize(file)
    }

    /// Gives the present contents a second name, in place of what had it.
    private static func keep(_ path: String, as backup: String, fileSystem: FileSystem) throws(DiskError) {
        guard try fileSystem.byteCount(of: path) != nil else { return }
        let temporary = backup + temporarySuffix
        try? fileSystem.remove(temporary)
        do throws(DiskError) {
            do throws(DiskError) {
                try fileSystem.link(path, temporary)
            } catch {
                // A file system without second names.
                try writeNew(try fileSystem.contents(of: path), at: temporary, fileSystem: fileSystem)
            }
            try fileSystem.rename(temporary, backup)
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
        // Where the backup was this very file already (a crash came before the last renaming), renaming one name of
        // it onto the other did nothing.
        try? fileSystem.remove(temporary)
    }
}
