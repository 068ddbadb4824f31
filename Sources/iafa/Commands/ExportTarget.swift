internal import Foundation

/// Where an export goes: a file, which is replaced whole or left as it was, or something that takes bytes as they come.
///
/// Either way everything is written to a file of a name that nobody can foresee first.
struct ExportTarget {
    private enum Kind {
        /// `attributes` are those of the file that is there.
        case file(path: String, attributes: stat?)
        case descriptor(Int32)
        /// A device, a pipe.
        case stream(path: String)
    }

    /// The file to write to.
    let temporary: String

    private let name: String
    private let kind: Kind

    /// Whether this process's standard output is where the result goes, so that no remark may.
    var isStream: Bool {
        if case .file = kind { return false }
        return true
    }

    /// - `name`: A path, or `-` for standard output.
    /// - Throws: ``CommandFailure`` where nothing can be written there.
    init(_ name: String) throws {
        self.name = name
        kind = try Self.kind(of: name)
        var folder = FileManager.default.temporaryDirectory.path
        if case .file(let path, _) = kind { folder = (path as NSString).deletingLastPathComponent }
        if folder.isEmpty { folder = "." }
        temporary = "\(folder)/.iafa-export-\(UUID().uuidString.lowercased()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(name, folder) }
        close(descriptor)
    }

    private static func kind(of name: String) throws -> Kind {
        if let descriptor = descriptor(name) {
            guard fcntl(descriptor, F_GETFL) >= 0 else { throw failure(name) }
            return .descriptor(descriptor)
        }
        var status = stat()
        guard stat(name, &status) == 0 else {
            guard errno == ENOENT, !name.hasSuffix("/"), lstat(name, &status) != 0 else { throw failure(name) }
            return .file(path: name, attributes: nil)
        }
        guard access(name, W_OK) == 0 else { throw failure(name) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw CommandFailure("\(name) is a folder; name a file in it")
        case S_IFREG:
            // Not the link that may lead to it.
            guard let path = realpath(name, nil) else { throw failure(name) }
            defer { free(path) }
            return .file(path: String(cString: path), attributes: status)
        default: return .stream(path: name)
        }
    }

    /// The number of an open file that a name stands for: opening it again would begin at its start.
    private static func descriptor(_ name: String) -> Int32? {
        switch name {
        case "-", "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            let folders = ["/dev/fd/", "/proc/self/fd/"]
            return folders.first(where: name.hasPrefix).flatMap { Int32(name.dropFirst($0.count)) }
        }
    }

    /// Hands over what was written.
    ///
    /// - Returns: Whether somebody took all of it; a reader may have gone away.
    /// - Throws: ``CommandFailure``; then a file is as it was.
    func publish() throws -> Bool {
        switch kind {
        case .file(let path, let attributes):
            try replace(path, attributes)
            return true
        case .descriptor(let descriptor): return try copy(to: descriptor)
        case .stream(let path):
            let descriptor = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure(name) }
            defer { close(descriptor) }
            return try copy(to: descriptor)
        }
    }

    /// Removes what was written, unless it was handed over.
    func discard() { unlink(temporary) }

    private func replace(_ path: String, _ attributes: stat?) throws {
        let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(name) }
        defer { close(descriptor) }
        if let attributes {
            // Another owner's file stays theirs where this process may do that.
            _ = fchown(descriptor, attributes.st_uid, attributes.st_gid)
            fchmod(descriptor, attributes.st_mode & 0o777)
        }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw Self.failure(name) }
    }

    private func copy(to output: Int32) throws -> Bool {
        let input = open(temporary, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw Self.failure(name) }
        defer { close(input) }
        var buffer = [UInt8](repeating: 0, count: 256 * 1_024)
        while true {
            let count = read(input, &buffer, buffer.count)
            guard count >= 0 else { throw Self.failure(name) }
            if count == 0 { return true }
            let problem = buffer.withUnsafeBytes { bytes in
                POSIXWrite.all(UnsafeRawBufferPointer(rebasing: bytes[..<count]), output)
            }
            // Whoever stopped reading has what they wanted.
            if problem == EPIPE { return false }
            if let problem { throw CommandFailure("can't write \(name): \(String(cString: strerror(problem)))") }
        }
    }

    private static func failure(_ name: String, _ folder: String? = nil) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure("can't write \(name): \(folder.map { "in the folder \($0): " } ?? "")\(reason)")
    }
}
