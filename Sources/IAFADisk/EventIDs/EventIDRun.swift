internal import IAFACore

/// A file of fingerprints in ascending order, with a filter before them: written once, then only read.
final class EventIDRun: Sendable {
    static let idByteCount = 16

    let path: String
    let footer: EventIDRunFooter
    private let file: MappedFile

    init(path: String, footer: EventIDRunFooter) throws(DiskError) {
        self.path = path
        self.footer = footer
        file = try MappedFile(path, byteCount: footer.fileByteCount)
    }

    var count: Int { footer.count }
    var day: CalendarDay { footer.day }

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
        return try EventIDRun(path: path, footer: footer)
    }

    /// Whether a fingerprint is in the run.
    func contains(_ fingerprint: EventFingerprint) -> Bool {
        let ids = footer.count * Self.idByteCount
        let filter = UnsafeRawBufferPointer(
            rebasing: file.bytes[ids..<(ids + footer.filterBlocks * EventIDFilter.blockByteCount)]
        )
        guard EventIDFilter.mayContain(footer.seed.hash(fingerprint), in: filter) else { return false }
        let place = firstPlace(notBelow: fingerprint)
        return place < footer.count && self[place] == fingerprint
    }

    /// The fingerprint at a place, 0 the lowest.
    subscript(place: Int) -> EventFingerprint {
        let offset = place * Self.idByteCount
        return EventFingerprint(
            high: UInt64(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
            low: UInt64(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
        )
    }

    /// Fingerprints are spread evenly, so that the place can be foretold to within a page or few; from there by
    /// doubling steps, then by halving, which stays short where somebody chose them unevenly.
    private func firstPlace(notBelow fingerprint: EventFingerprint) -> Int {
        let guess = Int(truncatingIfNeeded: fingerprint.high.multipliedFullWidth(by: UInt64(footer.count)).high)
        var step = 64
        var low = guess
        var high = guess
        while low > 0, !(self[low - 1] < fingerprint) {
            high = low
            low = max(0, low - step)
            step *= 2
        }
        step = 64
        while high < footer.count, self[high] < fingerprint {
            low = high + 1
            high = min(footer.count, high + step)
            step *= 2
        }
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < fingerprint { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
