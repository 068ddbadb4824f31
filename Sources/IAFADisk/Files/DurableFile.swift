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
    /// - Throws: ``DiskError``; then the file is as it was, and no temporary file is left behind. Only where the last
    ///   step failed and there is no backup to go back to, the new contents can be seen, but may not outlive a power
    ///   failure.
    package static func replace(
        _ bytes: [UInt8],
        at path: String,
        keeping backup: String? = nil,
        fileSystem: FileSystem = .system
    ) throws(DiskError) {
        let temporary = path + temporarySuffix
        var isFirst = false
        // Left by a process that died; a file of that name is nobody's.
        try? fileSystem.remove(temporary)
        do throws(DiskError) {
            try writeNew(bytes, at: temporary, fileSystem: fileSystem)
            if let backup { isFirst = !(try keep(path, as: backup, fileSystem: fileSystem)) }
            try fileSystem.rename(temporary, path)
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
        do throws(DiskError) {
            try fileSystem.synchronizeDirectory(FilePaths.parent(of: path) ?? "/")
        } catch {
            if let backup { goBack(path, to: isFirst ? nil : backup, fileSystem: fileSystem) }
            throw error
        }
    }

    /// Brings back what a file held, as far as that can be done: who hears of an error must not see the change.
    ///
    /// `backup`: Where it is kept; nil where there was no file.
    private static func goBack(_ path: String, to backup: String?, fileSystem: FileSystem) {
        guard let backup else {
            try? fileSystem.remove(path)
            return
        }
        let temporary = path + temporarySuffix
        do throws(DiskError) {
            try copy(backup, to: temporary, fileSystem: fileSystem)
            try fileSystem.rename(temporary, path)
        } catch {
            try? fileSystem.remove(temporary)
        }
    }

    private static func writeNew(_ bytes: [UInt8], at path: String, fileSystem: FileSystem) throws(DiskError) {
        let file = try fileSystem.open(path, .create)
        defer { fileSystem.close(file) }
        try fileSystem.writeAll(bytes, to: file)
        try fileSystem.synchronize(file)
    }

    /// Gives a file a second name, or makes a copy on a file system without second names.
    private static func copy(_ path: String, to copy: String, fileSystem: FileSystem) throws(DiskError) {
        do throws(DiskError) {
            try fileSystem.link(path, copy)
        } catch {
            try writeNew(try fileSystem.contents(of: path), at: copy, fileSystem: fileSystem)
        }
    }

    /// Gives the present contents a second name, in place of what had it; returns whether there are any.
    private static func keep(_ path: String, as backup: String, fileSystem: FileSystem) throws(DiskError) -> Bool {
        guard try fileSystem.byteCount(of: path) != nil else { return false }
        let temporary = backup + temporarySuffix
        try? fileSystem.remove(temporary)
        do throws(DiskError) {
            try copy(path, to: temporary, fileSystem: fileSystem)
            try fileSystem.rename(temporary, backup)
        } catch {
            try? fileSystem.remove(temporary)
            throw error
        }
        // Where the backup was this very file already (a crash came before the last renaming), renaming one name of
        // it onto the other did nothing.
        try? fileSystem.remove(temporary)
        return true
    }
}
