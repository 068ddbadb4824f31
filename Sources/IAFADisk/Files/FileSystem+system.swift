#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

extension FileSystem {
    /// The real one.
    ///
    /// Calls that a signal interrupted are repeated.
    package static let system = FileSystem(
        open: { path, mode throws(DiskError) in
            let flags =
                switch mode {
                case .read: O_RDONLY
                case .create: O_WRONLY | O_CREAT | O_EXCL | O_APPEND
                case .append: O_WRONLY | O_APPEND
                case .lock: O_RDWR | O_CREAT
                }
            let descriptor = try POSIX.result("open", path) { POSIX.open(path, flags | O_CLOEXEC, 0o600) }
            return DiskFile(descriptor: descriptor, path: path)
        },
        close: { file in _ = POSIX.close(file.descriptor) },
        read: { file, buffer, offset throws(DiskError) in
            try POSIX.result("read", file.path) {
                pread(file.descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            }
        },
        write: { file, bytes throws(DiskError) in
            try POSIX.result("write", file.path) { POSIX.write(file.descriptor, bytes) }
        },
        synchronize: { file throws(DiskError) in
            _ = try POSIX.result("sync", file.path) { POSIX.synchronize(file.descriptor) }
        },
        truncate: { file, byteCount throws(DiskError) in
            _ = try POSIX.result("truncate", file.path) { ftruncate(file.descriptor, off_t(byteCount)) }
        },
        rename: { from, to throws(DiskError) in
            _ = try POSIX.result("rename", from) { POSIX.rename(from, to) }
        },
        link: { from, to throws(DiskError) in
            _ = try POSIX.result("link", from) { POSIX.link(from, to) }
        },
        remove: { path throws(DiskError) in
            _ = try POSIX.result("remove", path) { unlink(path) }
        },
        synchronizeDirectory: { path throws(DiskError) in try POSIX.synchronizeDirectory(path) },
        createDirectory: { path throws(DiskError) in try POSIX.createDirectories(path) },
        list: { path throws(DiskError) in try POSIX.names(in: path) },
        identity: { path throws(DiskError) in try POSIX.identity(of: path) }
    )
}
