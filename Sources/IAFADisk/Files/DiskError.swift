#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A file operation that the system refused.
package struct DiskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was attempted, as a verb: "write", "sync", "rename".
    package let operation: String
    package let path: String

    /// The system's `errno`.
    package let code: Int32

    package init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// A file that was whole has lost its end.
    static func cutOff(_ path: String) -> DiskError { DiskError(operation: "read all of", path: path, code: EIO) }

    /// Whether the file or folder isn't there.
    package var isMissing: Bool { code == ENOENT }

    /// Whether it is in use by the system, as the place is where a file system is mounted.
    var isBusy: Bool { code == EBUSY || code == EXDEV }

    /// Whether a folder that is to be replaced holds something.
    var isNotEmpty: Bool { code == ENOTEMPTY || code == EEXIST }

    package var description: String {
        "cannot \(operation) '\(path)': \(String(cString: strerror(code)))"
    }
}
