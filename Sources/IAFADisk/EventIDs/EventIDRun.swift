internal import IAFACore
internal import Synchronization

/// A file of fingerprints in ascending order, with a filter behind them: written once, then only read.
///
/// The filter is in memory. Fingerprints are read, not mapped: of what is missing of a file, or can't be read, the
/// caller hears, where touching a map of it would end the process.
final class EventIDRun: Sendable {
    static let idByteCount = 16

    /// Fingerprints that are read at once: mostly all that a look-up needs.
    private static let pageCount = 256

    let path: String
    let footer: EventIDRunFooter
    private let fileSystem: FileSystem
    private let file: DiskFile
    private let filter: [UInt8]
    private let hasFailed = Atomic(false)

    /// Opens a run that is known to be whole.
    ///
    /// - Throws: ``DiskError``.
    init(path: String, footer: EventIDRunFooter, fileSystem: FileSystem) throws(DiskError) {
        self.path = path
        self.footer = footer
        self.fileSystem = fileSystem
        file = try fileSystem.open(path, .read)
        do throws(DiskError) {
            let byteCount = footer.filterBlocks * EventIDFilter.blockByteCount
            filter = try fileSystem.bytes(of: file, path, at: footer.count * Self.idByteCount, count: byteCount)
        } catch {
            fileSystem.close(file)
            throw error
        }
    }

    deinit { fileSystem.close(file) }

    var count: Int { footer.count }
    var day: CalendarDay { footer.day }

    /// Whether some of it could not be read since it was opened.
    var isUnreadable: Bool { hasFailed.load(ordering: .relaxed) }

    /// Opens a run of an earlier life and reads all of it, to know that it is whole.
    ///
    /// - Returns: Nil where it is damaged.
    /// - Throws: ``DiskError`` where it is missing or can't be read.
    static func check(_ path: String, fileSystem: FileSystem) throws(DiskError) -> EventIDRun? {
        let size = try fileSystem.identity(path).byteCount
        guard size >= EventIDRunFooter.byteCount else { return nil }
        let file = try fileSystem.open(path, .read)
        defer { fileSystem.close(file) }
        var checksum = CRC32C()
        var offset = 0
        let body = size - EventIDRunFooter.byteCount
        while offset < body {
            let chunk = try fileSystem.chunk(of: file, at: offset, limit: min(1 << 20, body - offset))
            if chunk.isEmpty { return nil }
            chunk.withUnsafeBytes { checksum.update($0) }
            offset += chunk.count
        }
        let tail = try fileSystem.chunk(of: file, at: body, limit: EventIDRunFooter.byteCount)
        guard let footer = EventIDRunFooter(tail), footer.fileByteCount == size,
            footer.bodyChecksum == checksum.value
        else { return nil }
        return try EventIDRun(path: path, footer: footer, fileSystem: fileSystem)
    }

    /// Whether a fingerprint is in the run; may wait for the disk.
    ///
    /// Fingerprints are spread evenly, so that the place can be foretold to within a page or few; what is left of the
    /// run then halves with every page at least, which stays short where somebody chose them unevenly.
    ///
    /// - Throws: ``DiskError`` where the disk fails, or part of the file is missing.
    func contains(_ fingerprint: EventFingerprint) throws(DiskError) -> Bool {
        let mayContain = filter.withUnsafeBytes { EventIDFilter.mayContain(footer.seed.hash(fingerprint), in: $0) }
        guard mayContain else { return false }
        var rest = 0..<count
        var place = Int(truncatingIfNeeded: fingerprint.high.multipliedFullWidth(by: UInt64(count)).high)
        while !rest.isEmpty {
            let start = min(max(rest.lowerBound, place - Self.pageCount / 2), rest.upperBound - 1)
            let page = try fingerprints(in: start..<min(start + Self.pageCount, rest.upperBound))
            guard let first = page.first, let last = page.last else { return false }
            if fingerprint < first {
                rest = rest.lowerBound..<start
            } else if last < fingerprint {
                rest = start + page.count..<rest.upperBound
            } else {
                return page.contains(fingerprint)
            }
            place = (rest.lowerBound + rest.upperBound) / 2
        }
        return false
    }

    /// The fingerprints at some places, 0 the lowest.
    ///
    /// - Throws: ``DiskError``.
    func fingerprints(in places: Range<Int>) throws(DiskError) -> [EventFingerprint] {
        let bytes: [UInt8]
        do throws(DiskError) {
            let start = places.lowerBound * Self.idByteCount
            bytes = try fileSystem.bytes(of: file, path, at: start, count: places.count * Self.idByteCount)
        } catch {
            hasFailed.store(true, ordering: .relaxed)
            throw error
        }
        return bytes.withUnsafeBytes { bytes in
            (0..<places.count).map { index in
                let offset = index * Self.idByteCount
                return EventFingerprint(
                    high: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                    low: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
                )
            }
        }
    }
}
