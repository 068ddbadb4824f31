#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// The system calls that need a name of their own, and the one place that looks at `errno`.
enum POSIX {
    /// The result of a call that says −1 on failure, repeated where a signal interrupted it.
    static func result<Value: SignedInteger>(
        _ operation: String,
        _ path: String,
        _ call: () -> Value
    ) throws(DiskError) -> Value {
        while true {
            let value = call()
            if value >= 0 { return value }
            let code = errno
            if code != EINTR { throw DiskError(operation: operation, path: path, code: code) }
        }
    }

    #if canImport(Darwin)
        static func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { Darwin.open(path, flags, mode) }
        static func close(_ descriptor: Int32) -> Int32 { Darwin.close(descriptor) }
        static func rename(_ from: String, _ to: String) -> Int32 { Darwin.rename(from, to) }
        static func link(_ from: String, _ to: String) -> Int32 { Darwin.link(from, to) }
        static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        }
        // fsync leaves the data in the drive's cache on Darwin. File systems without F_FULLFSYNC get the fsync.
        static func synchronize(_ descriptor: Int32) -> Int32 {
            fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : fsync(descriptor)
        }
    #elseif canImport(Glibc)
        static func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { Glibc.open(path, flags, mode) }
        static func close(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }
        static func rename(_ from: String, _ to: String) -> Int32 { Glibc.rename(from, to) }
        static func link(_ from: String, _ to: String) -> Int32 { Glibc.link(from, to) }
        static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        }
        static func synchronize(_ descriptor: Int32) -> Int32 { fdatasync(descriptor) }
    #else
        static func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { Musl.open(path, flags, mode) }
        static func close(_ descriptor: Int32) -> Int32 { Musl.close(descriptor) }
        static func rename(_ from: String, _ to: String) -> Int32 { Musl.rename(from, to) }
        static func link(_ from: String, _ to: String) -> Int32 { Musl.link(from, to) }
        static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        }
        static func synchronize(_ descriptor: Int32) -> Int32 { fdatasync(descriptor) }
    #endif

    /// Makes a folder and those above it, each with mode 0700.
    static func createDirectories(_ path: String) throws(DiskError) {
        if mkdir(path, 0o700) == 0 { return try synchronizeParent(of: path) }
        let code = errno
        if code == EEXIST, isDirectory(path) { return }
        guard code == ENOENT, let parent = FilePaths.parent(of: path) else {
            throw DiskError(operation: "create the folder", path: path, code: code)
        }
        try createDirectories(parent)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw DiskError(operation: "create the folder", path: path, code: errno)
        }
        try synchronizeParent(of: path)
    }

    /// Makes a new folder outlive a power failure, with what is synced in it.
    private static func synchronizeParent(of path: String) throws(DiskError) {
        try synchronizeDirectory(FilePaths.parent(of: path) ?? ".")
    }

    static func synchronizeDirectory(_ path: String) throws(DiskError) {
        let descriptor = try result("open", path) { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        defer { _ = close(descriptor) }
        _ = try result("sync", path) { fsync(descriptor) }
    }

    static func isDirectory(_ path: String, followingLinks: Bool = true) -> Bool {
        var status = stat()
        let code = followingLinks ? stat(path, &status) : lstat(path, &status)
        return code == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The path in full of what is there, without links in it.
    static func realPath(_ path: String) throws(DiskError) -> String {
        guard let pointer = realpath(path, nil) else {
            throw DiskError(operation: "find", path: path, code: errno)
        }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    static func names(in path: String) throws(DiskError) -> [String] {
        guard let stream = opendir(path) else { throw DiskError(operation: "list", path: path, code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if errno != 0 { throw DiskError(operation: "list", path: path, code: errno) }
        return names.sorted()
    }

    static func identity(of path: String) throws(DiskError) -> FileIdentity {
        var status = stat()
        _ = try result("examine", path) { stat(path, &status) }
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        let kind: FileIdentity.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        return FileIdentity(
            kind: kind,
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(status.st_ino),
            byteCount: Int(status.st_size),
            modified: Int64(modified.tv_sec) * 1_000_000_000 + Int64(modified.tv_nsec)
        )
    }
}
