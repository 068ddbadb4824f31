internal import Crypto
internal import IAFACore

/// Copies files piece by piece and takes their checksums on the way.
///
/// Blocks.
struct FileCopy {
    let fileSystem: FileSystem

    /// Told the bytes of each piece; may throw to end the work.
    let progress: (_ bytes: Int) throws -> Void

    private static let pieceSize = 1 << 20

    /// Size and checksum of what was copied.
    struct Digest: Equatable {
        let bytes: Int
        let sha256: String
    }

    /// Copies a file to a new one of mode 0600, which is not durable yet.
    ///
    /// - Returns: Nil where there is no file to copy.
    /// - Throws: ``DiskError``, what `progress` throws; then there may be a part of the copy.
    func copy(_ source: String, to target: String) throws -> Digest? {
        let input: DiskFile
        do throws(DiskError) {
            input = try fileSystem.open(source, .read)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
        defer { fileSystem.close(input) }
        let output = try fileSystem.open(target, .create)
        defer { fileSystem.close(output) }
        var hash = SHA256()
        var offset = 0
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceSize, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let count = try fileSystem.read(input, piece, offset)
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: piece[..<count])
            hash.update(bufferPointer: bytes)
            try fileSystem.writeAll(bytes, to: output)
            offset += count
            try progress(count)
        }
        return Digest(bytes: offset, sha256: hash.finalize().hexadecimal)
    }

    /// Writes a new file of mode 0600, which is not durable yet.
    ///
    /// - Throws: ``DiskError``, what `progress` throws.
    func write(_ bytes: [UInt8], to target: String) throws -> Digest {
        let output = try fileSystem.open(target, .create)
        defer { fileSystem.close(output) }
        try fileSystem.writeAll(bytes, to: output)
        try progress(bytes.count)
        return Digest(bytes: bytes.count, sha256: SHA256.hash(data: bytes).hexadecimal)
    }

    /// Makes a file durable.
    ///
    /// - Throws: ``DiskError``.
    func synchronize(_ path: String) throws(DiskError) {
        let file = try fileSystem.open(path, .read)
        defer { fileSystem.close(file) }
        try fileSystem.synchronize(file)
    }
}
