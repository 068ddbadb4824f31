/// Why a data directory could not be locked.
package enum DirectoryLockError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another process writes it; nil where its number isn't known.
    case inUse(dataDirectory: String, process: Int32?)
    /// The folder or its lock file can't be made or opened.
    case unavailable(DiskError)

    package var description: String {
        switch self {
        case .inUse(let directory, let process):
            "the data directory '\(directory)' is in use by \(process.map { "process \($0)" } ?? "another process")"
                + "; stop it or use another --data-dir"
        case .unavailable(let error): error.description
        }
    }
}
