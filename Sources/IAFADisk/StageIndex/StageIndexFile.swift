internal import IAFACore
internal import Synchronization

/// An index file that is whole as far as it has been looked at, in memory as long as somebody holds it.
final class StageIndexFile: StageIndexDay {
    let path: String
    private let file: MappedFile
    private let footer: StageIndexFooter
    private let dayStart: Int64
    private let damage = Mutex(Damage())

    private struct Damage {
        /// The sections that were read and found whole, by place in the catalog.
        var whole: Set<Int> = []
        var isFound = false
    }

    /// Opens a file, and reads its catalog.
    ///
    /// Blocks.
    ///
    /// - Returns: Nil where it is damaged, or was made of another file.
    /// - Throws: ``DiskError`` where it can't be read.
    static func open(
        _ path: String,
        byteCount: Int,
        binding: StageIndexBinding
    ) throws(DiskError) -> StageIndexFile? {
        guard let file = try StageIndexFile(path, byteCount: byteCount, day: binding.source.day) else { return nil }
        return file.footer.isBound(to: binding) ? file : nil
    }

    /// As ``open(_:byteCount:binding:)``, whatever it was made of.
    init?(_ path: String, byteCount: Int, day: CalendarDay) throws(DiskError) {
        guard byteCount >= StageIndexFooter.byteCount else { return nil }
        file = try MappedFile(path, byteCount: byteCount, reading: .ahead)
        guard let footer = StageIndexFooter(endOf: file.bytes) else { return nil }
        self.footer = footer
        self.path = path
        dayStart = day.start.microseconds
        guard CRC32C.checksum(UnsafeRawBufferPointer(rebasing: file.bytes[footer.catalog])) == footer.catalogChecksum,
            footer.typeCount * StageIndexEntry.byteCount <= footer.catalog.count
        else { return nil }
        for index in 0..<footer.typeCount {
            guard entry(index).fits(file: byteCount, names: names.count) else { return nil }
        }
    }

    var byteCount: Int { file.byteCount }

    /// Whether some section turned out not to be what was written.
    var isDamaged: Bool { damage.withLock(\.isFound) }

    /// Whether the index was made of this file.
    func isBound(to binding: StageIndexBinding) -> Bool { footer.isBound(to: binding) }

    func count(ofType type: String) -> Int { place(ofType: type).map { entry($0).events } ?? 0 }

    func section(ofType type: String) -> StageSection? {
        guard let place = place(ofType: type), isWhole(place) else { return nil }
        return section(entry(place))
    }

    func isWhole() -> Bool { (0..<footer.typeCount).allSatisfy(isWhole) }

    private var catalog: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[footer.catalog]) }

    private var names: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: catalog[(footer.typeCount * StageIndexEntry.byteCount)...])
    }

    private func entry(_ index: Int) -> StageIndexEntry { StageIndexEntry(catalog, at: index) }

    private func place(ofType type: String) -> Int? {
        var type = type
        return type.withUTF8 { type in
            var places = 0..<footer.typeCount
            while !places.isEmpty {
                let middle = (places.lowerBound + places.upperBound) / 2
                let name = names[entry(middle).name]
                if name.elementsEqual(type) { return middle }
                if name.lexicographicallyPrecedes(type) {
                    places = middle + 1..<places.upperBound
                } else {
                    places = places.lowerBound..<middle
                }
            }
            return nil
        }
    }

    private func isWhole(_ place: Int) -> Bool {
        let (isKnown, isFound) = damage.withLock { ($0.whole.contains(place), $0.isFound) }
        // What lies beside something damaged isn't trusted either.
        guard !isFound else { return false }
        guard !isKnown else { return true }
        let entry = entry(place)
        let bytes = file.bytes[entry.offset..<entry.offset + entry.sectionByteCount]
        let isWhole =
            CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes)) == entry.checksum
            && Self.isAscending(section(entry), entry)
        damage.withLock { damage in
            if isWhole { damage.whole.insert(place) } else { damage.isFound = true }
        }
        return isWhole
    }

    /// Whether the directory leads nowhere but to records: the engine reads where it points to.
    private static func isAscending(_ section: StageSection, _ entry: StageIndexEntry) -> Bool {
        var last: UInt32 = 0
        for place in 0...1 << entry.directoryBits {
            let next = UInt32(littleEndian: section.directory[place])
            guard next >= last, place > 0 || next == 0 else { return false }
            last = next
        }
        return Int(last) == entry.events
    }

    private func section(_ entry: StageIndexEntry) -> StageSection {
        let start = file.bytes.baseAddress.unsafelyUnwrapped + entry.offset
        return StageSection(
            records: start,
            count: entry.events,
            directory: (start + entry.directoryOffset).assumingMemoryBound(to: UInt32.self),
            directoryBits: entry.directoryBits,
            dayStart: dayStart
        )
    }
}
