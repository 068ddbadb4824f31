#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// An advisory lock on a file, against other processes and other holders in this one.
///
/// It ends with the process, however that ends. The file stays: to remove it would let two processes lock two files
/// of one name.
struct FileLock: ~Copyable, Sendable {
    let file: DiskFile
    private let fileSystem: FileSystem

    /// Opens the file, made with mode 0600 where it isn't there; locks nothing yet.
    init(path: String, fileSystem: FileSystem) throws(DiskError) {
        file = try fileSystem.open(path, .lock)
        self.fileSystem = fileSystem
    }

    deinit { fileSystem.close(file) }

    /// Takes the lock unless somebody else has it.
    ///
    /// - Returns: Whether it was taken.
    borrowing func tryLock() throws(DiskError) -> Bool {
        do throws(DiskError) {
            _ = try POSIX.result("lock", file.path) { flock(file.descriptor, LOCK_EX | LOCK_NB) }
            return true
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return false
        }
    }

    /// Takes the lock, waiting for whoever has it.
    ///
    /// Blocks. Asking again and again instead, with a limit, would starve beside a process that takes it in quick
    /// succession.
    borrowing func lock() throws(DiskError) {
        _ = try POSIX.result("lock", file.path) { flock(file.descriptor, LOCK_EX) }
    }

    borrowing func unlock() { _ = flock(file.descriptor, LOCK_UN) }
}
