internal import CZlib
internal import Foundation

/// Gzipped files, recognized by their first bytes whatever they are called.
enum GzipFile {
    /// Whether a file is gzipped.
    ///
    /// Blocks.
    ///
    /// - Throws: ``ImportError`` where it can't be opened.
    static func isGzip(_ path: String) throws -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ImportError(path: path, message: "can't be opened; check that it exists and may be read")
        }
        defer { try? file.close() }
        return try file.read(upToCount: 2) == Data([0x1F, 0x8B])
    }

    /// Checks that a gzipped file is whole, before anything of it is believed.
    ///
    /// Blocks.
    ///
    /// - Throws: ``ImportError`` where it ends early or its checksum is wrong.
    static func requireWhole(_ path: String) throws {
        guard let file = gzopen(path, "rb") else {
            throw ImportError(path: path, message: "can't be opened; check that it exists and may be read")
        }
        var buffer = [UInt8](repeating: 0, count: 256 * 1_024)
        var count: Int32 = 1
        while count > 0 { count = gzread(file, &buffer, UInt32(buffer.count)) }
        // Closing tells of an end in the middle of the stream, which reading doesn't.
        let status = gzclose(file)
        guard count == 0, status == Z_OK else {
            throw ImportError(path: path, message: "is damaged gzip, or ends early; nothing of it was imported")
        }
    }
}
