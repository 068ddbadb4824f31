#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// The right to write a data directory: one process at a time has it, until it or this object ends.
package final class DirectoryLock: Sendable {
    private let lock: FileLock

    private init(lock: consuming FileLock) { self.lock = lock }

    /// Takes the lock `iafa.lock` of a data directory, which is made with mode 0700 where it isn't there.
    ///
    /// - Throws: ``DirectoryLockError``.
    package static func acquire(
        dataDirectory: String,
        fileSystem: FileSystem = .system
    ) throws(DirectoryLockError) -> DirectoryLock {
        let path = FilePaths.join(dataDirectory, "iafa.lock")
        let holder: Int32?
        do throws(DiskError) {
            try fileSystem.createDirectory(dataDirectory)
            let lock = try FileLock(path: path, fileSystem: fileSystem)
            if try lock.tryLock() {
                try fileSystem.truncate(lock.file, 0)
                try fileSystem.writeAll(Array("\(getpid())\n".utf8), to: lock.file)
                return DirectoryLock(lock: lock)
            }
            let text = try fileSystem.contents(of: path, limit: 20)
            holder = Int32(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
        } catch {
            throw .unavailable(error)
        }
        throw .inUse(dataDirectory: dataDirectory, process: holder)
    }

    /// Whether a process may be writing a data directory now.
    ///
    /// Changes nothing. For a moment the lock is taken to find out, so that a process that starts in that moment would
    /// be refused: not to be asked again and again.
    package static func isHeld(dataDirectory: String, fileSystem: FileSystem = .system) -> Bool {
        let path = FilePaths.join(dataDirectory, "iafa.lock")
        do throws(DiskError) {
            guard try fileSystem.byteCount(of: path) != nil else { return false }
            let lock = try FileLock(path: path, fileSystem: fileSystem)
            guard try lock.tryLock() else { return true }
            lock.unlock()
            return false
        } catch {
            // Whoever can't find out had better believe so.
            return true
        }
    }
}
