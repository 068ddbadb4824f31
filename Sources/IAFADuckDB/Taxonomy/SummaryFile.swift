internal import Foundation
internal import IAFACore

/// The bytes of a file that holds the summary of a day file.
///
/// ```
///  0  "IAFASUMM"
///  8  the day file that it is of: sequence numbers first and last, events, bytes; u64 each, little-endian
/// 40  CRC-32C of the record, u32; of the 44 bytes before, u32
/// 48  record                          TaxonomyRecord
/// ```
enum SummaryFile {
    static let headSize = 40
    private static let recordOffset = 48
    private static let magic = Array("IAFASUMM".utf8)

    /// Tells one state of a day file from all others.
    struct Source {
        let numbers: [UInt64]

        /// Nil where the file is gone.
        init?(of file: EventFile) {
            var status = stat()
            guard stat(file.readPath, &status) == 0 else { return nil }
            numbers = [file.footer.first, file.footer.last, UInt64(file.footer.events), UInt64(status.st_size)]
        }
    }

    static func head(of source: Source) -> [UInt8] {
        magic + source.numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
    }

    static func encode(_ summary: TaxonomySummary, of source: Source) -> [UInt8] {
        var record: [UInt8] = []
        TaxonomyRecord.append(summary, to: &record)
        var bytes = head(of: source)
        append(CRC32C.checksum(record), to: &bytes)
        append(CRC32C.checksum(bytes), to: &bytes)
        return bytes + record
    }

    /// The summary, where it is of a state of a file and not damaged.
    static func decode(_ bytes: Data, of source: Source) -> TaxonomySummary? {
        guard bytes.starts(with: head(of: source)), isWhole(bytes) else { return nil }
        return bytes.withUnsafeBytes {
            try? TaxonomyRecord.decode(UnsafeRawBufferPointer(rebasing: $0[recordOffset...]))
        }
    }

    /// Whether the checksums are right.
    static func isWhole(_ bytes: Data) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard bytes.count > recordOffset, bytes.starts(with: magic) else { return false }
            let checksums = [headSize, headSize + 4].map {
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
            }
            return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[recordOffset...])) == checksums[0]
                && CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<(headSize + 4)])) == checksums[1]
        }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
