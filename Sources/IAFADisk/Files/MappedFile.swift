#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A whole file as memory, for reading; the system keeps of it what is used, and drops the rest when memory is short.
///
/// The file may be removed while it is mapped; it must not be cut or written to.
final class MappedFile: Sendable {
    /// How the memory will be read.
    enum Reading {
        /// A page here and there: reading ahead would fetch what nobody wants.
        case anywhere
        /// From front to back, from several places on.
        case ahead
    }

    let byteCount: Int
    private let address: UInt

    /// Maps a file that isn't empty.
    ///
    /// - Throws: ``DiskError``.
    init(_ path: String, byteCount: Int, reading: Reading = .anywhere) throws(DiskError) {
        let descriptor = try POSIX.result("open", path) { POSIX.open(path, O_RDONLY | O_CLOEXEC, 0) }
        defer { _ = POSIX.close(descriptor) }
        let memory = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let memory, memory != MAP_FAILED else {
            throw DiskError(operation: "map", path: path, code: errno)
        }
        if reading == .anywhere { madvise(memory, byteCount, MADV_RANDOM) }
        address = UInt(bitPattern: memory)
        self.byteCount = byteCount
    }

    deinit { munmap(UnsafeMutableRawPointer(bitPattern: address), byteCount) }

    /// The bytes, good as long as this object lives.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: byteCount)
    }
}
