/// The file operations that durability rests on, one closure each, so that a test can let any of them fail.
///
/// Every call blocks: none belongs on the cooperative pool.
package struct FileSystem: Sendable {
    /// What a file is opened for.
    package enum Mode: Sendable {
        /// For reading; it must be there.
        case read
        /// For writing, made with mode 0600; it must not be there.
        case create
        /// For writing behind its end; it must be there.
        case append
        /// For locking, made with mode 0600 where it isn't there.
        case lock
    }

    package var open: @Sendable (_ path: String, _ mode: Mode) throws(DiskError) -> DiskFile
    package var close: @Sendable (_ file: DiskFile) -> Void

    /// Reads up to the buffer's size at an offset; 0 at the end.
    package var read:
        @Sendable (_ file: DiskFile, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) throws(DiskError) -> Int

    /// Writes some of the bytes, at least one; returns how many.
    package var write: @Sendable (_ file: DiskFile, _ bytes: UnsafeRawBufferPointer) throws(DiskError) -> Int

    /// Makes what was written to a file durable.
    package var synchronize: @Sendable (_ file: DiskFile) throws(DiskError) -> Void
    package var truncate: @Sendable (_ file: DiskFile, _ byteCount: Int) throws(DiskError) -> Void
    package var rename: @Sendable (_ from: String, _ to: String) throws(DiskError) -> Void

    /// Gives a file a second name.
    package var link: @Sendable (_ from: String, _ to: String) throws(DiskError) -> Void
    package var remove: @Sendable (_ path: String) throws(DiskError) -> Void

    /// Makes the names in a folder durable: files made, renamed and removed.
    package var synchronizeDirectory: @Sendable (_ path: String) throws(DiskError) -> Void

    /// Makes a folder with mode 0700, and those above it; does nothing where it is there.
    package var createDirectory: @Sendable (_ path: String) throws(DiskError) -> Void

    /// The names in a folder, sorted.
    package var list: @Sendable (_ path: String) throws(DiskError) -> [String]
    package var identity: @Sendable (_ path: String) throws(DiskError) -> FileIdentity
}

extension FileSystem {
    /// Writes all bytes, however many calls that takes.
    func writeAll(_ bytes: UnsafeRawBufferPointer, to file: DiskFile) throws(DiskError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = try write(file, rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Writes all bytes, however many calls that takes.
    func writeAll(_ bytes: [UInt8], to file: DiskFile) throws(DiskError) {
        let failure = bytes.withUnsafeBytes { buffer -> DiskError? in
            do throws(DiskError) {
                try writeAll(buffer, to: file)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// All bytes of a file, or its first ones.
    func contents(of path: String, limit: Int = .max) throws(DiskError) -> [UInt8] {
        let file = try open(path, .read)
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let chunk = try chunk(of: file, at: bytes.count, limit: min(1 << 20, limit - bytes.count))
            if chunk.isEmpty { break }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }

    /// Some of a file's bytes from an offset on, at most so many; none at its end.
    func chunk(of file: DiskFile, at offset: Int, limit: Int) throws(DiskError) -> [UInt8] {
        var failure: DiskError?
        let chunk = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            do throws(DiskError) {
                count = try read(file, UnsafeMutableRawBufferPointer(buffer), offset)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return chunk
    }

    /// So many of a file's bytes from an offset on.
    ///
    /// - Throws: ``DiskError``, also where the file has fewer.
    func bytes(of file: DiskFile, _ path: String, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let chunk = try chunk(of: file, at: offset + bytes.count, limit: count - bytes.count)
            guard !chunk.isEmpty else { throw .cutOff(path) }
            bytes = bytes.isEmpty ? chunk : bytes + chunk
        }
        return bytes
    }

    /// The size of a file; nil where there is none.
    func byteCount(of path: String) throws(DiskError) -> Int? { try identityIfAny(of: path)?.byteCount }

    /// What there is at a path; nil where there is nothing.
    func identityIfAny(of path: String) throws(DiskError) -> FileIdentity? {
        do throws(DiskError) {
            return try identity(path)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }
}
