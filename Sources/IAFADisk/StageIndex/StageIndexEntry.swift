internal import IAFACore

/// What the catalog of an index file says of an event type.
///
/// 32 bytes, all integers little-endian, in order of the types' bytes; the names follow behind all entries:
/// ```
/// 0   name        2 u32   its offset among the names, and its size
/// 8   offset      u64     of the section in the file
/// 16  events      u64     0 is never there
/// 24  bits        u32     of the section's directory, 5…12
/// 28  CRC-32C     u32     of the section
/// ```
/// A section: the ``IAFACore/StageRecord``s, zeros up to a multiple of 8 bytes, the directory of 2^bits + 1 u32, zeros
/// up to a multiple of 8 bytes.
struct StageIndexEntry {
    static let byteCount = 32

    var name: Range<Int>
    var offset: Int
    var events: Int
    var directoryBits: Int
    var checksum: UInt32

    /// Where the directory begins, from the section's beginning on.
    var directoryOffset: Int { Self.padded(events * StageRecord.byteCount) }

    /// The size of the section.
    var sectionByteCount: Int { directoryOffset + Self.padded(((1 << directoryBits) + 1) * 4) }

    static func padded(_ byteCount: Int) -> Int { (byteCount + 7) / 8 * 8 }

    func append(to bytes: inout [UInt8]) {
        JournalFormat.append(UInt32(name.lowerBound), to: &bytes)
        JournalFormat.append(UInt32(name.count), to: &bytes)
        JournalFormat.append(UInt64(offset), to: &bytes)
        JournalFormat.append(UInt64(events), to: &bytes)
        JournalFormat.append(UInt32(directoryBits), to: &bytes)
        JournalFormat.append(checksum, to: &bytes)
    }
}

extension StageIndexEntry {
    /// Reads an entry.
    init(_ catalog: UnsafeRawBufferPointer, at index: Int) {
        func integer<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
            Value(littleEndian: catalog.loadUnaligned(fromByteOffset: index * Self.byteCount + offset, as: type))
        }
        let start = Int(integer(0, as: UInt32.self))
        name = start..<start + Int(integer(4, as: UInt32.self))
        offset = Int(truncatingIfNeeded: integer(8, as: UInt64.self))
        events = Int(truncatingIfNeeded: integer(16, as: UInt64.self))
        directoryBits = Int(integer(24, as: UInt32.self))
        checksum = integer(28, as: UInt32.self)
    }

    /// Whether the section lies within a file of so many bytes, and the name within the names.
    func fits(file byteCount: Int, names namesByteCount: Int) -> Bool {
        offset >= 0 && offset % 8 == 0 && (1...Int(UInt32.max)).contains(events) && (5...12).contains(directoryBits)
            && offset <= byteCount && sectionByteCount <= byteCount - offset && name.upperBound <= namesByteCount
    }
}
