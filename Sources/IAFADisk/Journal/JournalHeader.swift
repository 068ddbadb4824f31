internal import IAFACore

/// The first bytes of a segment.
///
/// It tells how much of the segment before is to be trusted. That can't be told there: after a failed sync nothing
/// that is written to that file can be relied upon, not even its truncation.
struct JournalHeader: Equatable {
    static let byteCount = 40
    private static let magic: [UInt8] = Array("IAFAJRNL".utf8)

    /// No record of the segment has a lower sequence number; it is also the segment's name.
    var firstSequence: UInt64

    /// The name of the segment before; 0 where there was none.
    var previousFirstSequence: UInt64 = 0

    /// How many bytes of the segment before were durable: what stands behind them never happened.
    var previousByteCount: UInt64 = 0

    var bytes: [UInt8] {
        var bytes = Self.magic
        JournalFormat.append(JournalFormat.version, to: &bytes)
        JournalFormat.append(firstSequence, to: &bytes)
        JournalFormat.append(previousFirstSequence, to: &bytes)
        JournalFormat.append(previousByteCount, to: &bytes)
        JournalFormat.append(CRC32C.checksum(bytes), to: &bytes)
        return bytes
    }

    init(firstSequence: UInt64, previousFirstSequence: UInt64 = 0, previousByteCount: UInt64 = 0) {
        self.firstSequence = firstSequence
        self.previousFirstSequence = previousFirstSequence
        self.previousByteCount = previousByteCount
    }

    /// Takes a segment's first bytes; says what is wrong where they are no header.
    init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.count >= Self.byteCount else { throw Problem(description: "an incomplete header") }
        guard bytes.starts(with: Self.magic) else { throw Problem(description: "no journal header") }
        let (version, first, previous, count, checksum) = bytes.withUnsafeBytes { buffer in
            (
                UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt32.self)),
                UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: 12, as: UInt64.self)),
                UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: 20, as: UInt64.self)),
                UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: 28, as: UInt64.self)),
                UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: 36, as: UInt32.self))
            )
        }
        guard CRC32C.checksum(Array(bytes[..<36])) == checksum else {
            throw Problem(description: "a header with a wrong checksum")
        }
        guard version == JournalFormat.version else {
            throw Problem(description: "a header of version \(version), which this version of iafa does not know,")
        }
        self.init(firstSequence: first, previousFirstSequence: previous, previousByteCount: count)
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }
}
