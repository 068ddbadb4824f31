internal import IAFACore

/// The last bytes of a run's file.
///
/// Version 1, all integers little-endian:
/// ```
/// 0   magic "IAFAEIDS"
/// 8   version          u32  = 1
/// 12  filter blocks    u32
/// 16  seed             2 u64   of the filter
/// 32  ids              u64
/// 40  day              i64     since 1970 (UTC): when the newest of them was archived
/// 48  CRC-32C          u32     of everything before the footer
/// 52  zero             u64
/// 60  CRC-32C          u32     of the 60 bytes before
/// ```
/// Before it stand the fingerprints, ascending, 16 bytes each, and the filter's blocks (``EventIDFilter``).
struct EventIDRunFooter: Equatable {
    static let byteCount = 64
    private static let magic: [UInt8] = Array("IAFAEIDS".utf8)
    private static let version: UInt32 = 1

    var filterBlocks: Int
    var seed: FingerprintSeed
    var count: Int
    var day: CalendarDay
    var bodyChecksum: UInt32

    /// The size of the whole file.
    var fileByteCount: Int {
        count * EventIDRun.idByteCount + filterBlocks * EventIDFilter.blockByteCount + Self.byteCount
    }

    var bytes: [UInt8] {
        var bytes = Self.magic
        JournalFormat.append(Self.version, to: &bytes)
        JournalFormat.append(UInt32(filterBlocks), to: &bytes)
        JournalFormat.append(seed.first, to: &bytes)
        JournalFormat.append(seed.second, to: &bytes)
        JournalFormat.append(UInt64(count), to: &bytes)
        JournalFormat.append(UInt64(bitPattern: Int64(day.daysSinceEpoch)), to: &bytes)
        JournalFormat.append(bodyChecksum, to: &bytes)
        JournalFormat.append(UInt64(0), to: &bytes)
        JournalFormat.append(CRC32C.checksum(bytes), to: &bytes)
        return bytes
    }

    init(filterBlocks: Int, seed: FingerprintSeed, count: Int, day: CalendarDay, bodyChecksum: UInt32) {
        self.filterBlocks = filterBlocks
        self.seed = seed
        self.count = count
        self.day = day
        self.bodyChecksum = bodyChecksum
    }

    /// Reads a file's last bytes; nil where they are no footer of a version that this program knows.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.magic) else { return nil }
        func integer<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
            bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
        }
        guard integer(60, as: UInt32.self) == CRC32C.checksum(Array(bytes[..<60])),
            integer(8, as: UInt32.self) == Self.version, let count = Int(exactly: integer(32, as: UInt64.self)),
            count < 1 << 40
        else { return nil }
        self.init(
            filterBlocks: Int(integer(12, as: UInt32.self)),
            seed: FingerprintSeed(first: integer(16, as: UInt64.self), second: integer(24, as: UInt64.self)),
            count: count,
            day: CalendarDay(daysSinceEpoch: Int32(clamping: integer(40, as: Int64.self))),
            bodyChecksum: integer(48, as: UInt32.self)
        )
    }
}
