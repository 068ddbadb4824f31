internal import Foundation

/// What came through a pipe, or from a device, in a file that can be read more than once; it goes with this value.
final class SpooledInput {
    let path: String

    /// Copies everything to a file in the folder for temporary files, which only this user may read.
    ///
    /// Blocks until the other side has ended.
    ///
    /// - Throws: ``CommandFailure``.
    init(of source: String) throws {
        var template = Array((NSTemporaryDirectory() + "iafa-input-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw CommandFailure("no file can be made in \(NSTemporaryDirectory())") }
        let copy = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let input = FileHandle(forReadingAtPath: source) else {
            throw CommandFailure("\(source): can't be opened; check that it exists and may be read")
        }
        do {
            while let bytes = try input.read(upToCount: 1 << 20), !bytes.isEmpty { try copy.write(contentsOf: bytes) }
        } catch {
            throw CommandFailure("\(source) could not be copied to \(path): \(error.localizedDescription)")
        }
    }

    deinit { unlink(path) }

    /// Whether what a path names can only be read once.
    static func isNeeded(for path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }
}
