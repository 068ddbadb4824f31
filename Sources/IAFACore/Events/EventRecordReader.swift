/// Reads the fields of an event's record one after another, and never outside it.
struct EventRecordReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - offset }

    mutating func byte(_ field: String) throws(EventRecordError) -> UInt8 {
        guard remaining >= 1 else { throw .truncated(field: field) }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func integer(_ field: String) throws(EventRecordError) -> Int64 {
        guard remaining >= 8 else { throw .truncated(field: field) }
        defer { offset += 8 }
        return Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    }

    mutating func text(_ field: String) throws(EventRecordError) -> String {
        guard let text = String(validating: try slice(field), as: UTF8.self) else { throw .malformed(field: field) }
        return text
    }

    /// Bytes behind their number, as a text has them.
    mutating func slice(_ field: String) throws(EventRecordError) -> UnsafeRawBufferPointer {
        guard remaining >= 4 else { throw .truncated(field: field) }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        guard remaining - 4 >= length else { throw .truncated(field: field) }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[(offset + 4)..<(offset + 4 + length)])
        offset += 4 + length
        return slice
    }
}
