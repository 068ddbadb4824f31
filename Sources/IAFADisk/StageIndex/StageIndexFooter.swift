internal import IAFACore

/// The last bytes of an index file.
///
/// Version 1, all integers little-endian:
/// ```
/// 0    magic "IAFASTGX"
/// 8    version          u32  = 1
/// 12   types            u32
/// 16   catalog          2 u64   its offset and its size
/// 32   CRC-32C          u32     of the catalog
/// 36   zero             u32
/// 40   binding          120 bytes, zeros behind it
/// 160  CRC-32C          u32     of the 160 bytes before
/// ```
/// The binding: the event file's size u64 and time of change i64 (ns since 1970), its first and last sequence number
/// and number of events u64, its latest `received_at` i64 (µs), its day i64 (since 1970), a CRC-32C of its last 64 KiB
/// u32; the length of the project's id u32, and the id.
struct StageIndexFooter: Equatable {
    static let byteCount = 164
    static let magic: [UInt8] = Array("IAFASTGX".utf8)
    private static let version: UInt32 = 1
    private static let bindingOffset = 40
    private static let checksumOffset = 160

    var typeCount: Int
    var catalog: Range<Int>
    var catalogChecksum: UInt32
    /// ``StageIndexBinding/bytes``, and zeros.
    var binding: [UInt8]

    init(typeCount: Int, catalog: Range<Int>, catalogChecksum: UInt32, binding: StageIndexBinding) {
        self.typeCount = typeCount
        self.catalog = catalog
        self.catalogChecksum = catalogChecksum
        self.binding = Self.padded(binding)
    }

    /// Whether the index was made of this file.
    func isBound(to binding: StageIndexBinding) -> Bool { self.binding == Self.padded(binding) }

    private static func padded(_ binding: StageIndexBinding) -> [UInt8] {
        let bytes = binding.bytes
        precondition(bytes.count <= checksumOffset - bindingOffset, "an id has at most 64 characters")
        return bytes + Array(repeating: 0, count: checksumOffset - bindingOffset - bytes.count)
    }

    var bytes: [UInt8] {
        var bytes = Self.magic
        JournalFormat.append(Self.version, to: &bytes)
        JournalFormat.append(UInt32(typeCount), to: &bytes)
        JournalFormat.append(UInt64(catalog.lowerBound), to: &bytes)
        JournalFormat.append(UInt64(catalog.count), to: &bytes)
        JournalFormat.append(catalogChecksum, to: &bytes)
        JournalFormat.append(UInt32(0), to: &bytes)
        bytes += binding
        JournalFormat.append(CRC32C.checksum(bytes), to: &bytes)
        return bytes
    }

    /// Reads the end of a file; nil where it is no footer of a version that this program knows.
    init?(endOf file: UnsafeRawBufferPointer) {
        guard file.count >= Self.byteCount else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: file[(file.count - Self.byteCount)...])
        func integer<Value: FixedWidthInteger>(_ offset: Int, as type: Value.Type) -> Value {
            Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
        }
        let checked = UnsafeRawBufferPointer(rebasing: bytes[..<Self.checksumOffset])
        guard bytes.starts(with: Self.magic), integer(8, as: UInt32.self) == Self.version,
            integer(Self.checksumOffset, as: UInt32.self) == CRC32C.checksum(checked),
            let start = Int(exactly: integer(16, as: UInt64.self)),
            let size = Int(exactly: integer(24, as: UInt64.self)),
            start <= file.count, size <= file.count - Self.byteCount - start
        else { return nil }
        typeCount = Int(integer(12, as: UInt32.self))
        catalog = start..<start + size
        catalogChecksum = integer(32, as: UInt32.self)
        binding = Array(bytes[Self.bindingOffset..<Self.checksumOffset])
    }
}
