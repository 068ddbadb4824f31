internal import IAFACore

/// The bytes of a journal's segments, version 1.
///
/// All integers are little-endian. A segment is a header (``JournalHeader``) and frames. A frame is `length u32,
/// CRC-32C of the payload u32, payload`; its payload is an event's record (``EventRecord``) or a mark.
///
/// A mark opens each write: `0xFF, "IAFAMARK", its own offset u64`. It says that everything before it in the file was
/// synced when it was written, since one write is only begun when the one before is durable. That decides what a bad
/// record means. With a good mark behind it, it was durable once: damage. With none behind it, it belongs to the
/// last write, which a crash may have torn at any place, also in its middle: nothing from it on was acknowledged.
/// No text can look like a mark, as 0xFF isn't in UTF-8, and no moved one is taken, as it names its place.
enum JournalFormat {
    static let version: UInt32 = 1
    static let frameHeaderSize = 8

    /// The largest payload; a greater length is damage and not to be believed.
    static let maximumPayloadSize = 16 << 20

    static let markSize = frameHeaderSize + markPayloadSize
    private static let markPayloadSize = 17
    private static let markMagic: [UInt8] = [0xFF] + Array("IAFAMARK".utf8)

    /// Appends a frame's header and an event's record with sequence number and checksum still missing.
    static func appendUnsealed(_ event: Event, project: Identifier<Project>, to buffer: inout [UInt8]) {
        append(UInt32(EventRecord.byteCount(event, project: project)), to: &buffer)
        append(UInt32(0), to: &buffer)
        EventRecord.append(event, project: project, sequence: 0, to: &buffer)
    }

    /// Fills in the sequence number and the checksum of the frame that takes up the buffer from `start` on.
    static func seal(_ buffer: inout [UInt8], from start: Int, sequence: UInt64) {
        buffer.withUnsafeMutableBytes { bytes in
            let place = start + frameHeaderSize + EventRecord.sequenceOffset
            bytes.storeBytes(of: sequence.littleEndian, toByteOffset: place, as: UInt64.self)
            let payload = UnsafeRawBufferPointer(rebasing: bytes[(start + frameHeaderSize)...])
            bytes.storeBytes(of: CRC32C.checksum(payload).littleEndian, toByteOffset: start + 4, as: UInt32.self)
        }
    }

    /// The frame of the mark at an offset.
    static func mark(at offset: Int) -> [UInt8] {
        var payload = markMagic
        append(UInt64(offset), to: &payload)
        var frame: [UInt8] = []
        append(UInt32(payload.count), to: &frame)
        append(CRC32C.checksum(payload), to: &frame)
        return frame + payload
    }

    /// The payload of the frame at an offset, or what is wrong with it.
    static func frame(
        in bytes: UnsafeRawBufferPointer,
        at offset: Int
    ) -> Result<UnsafeRawBufferPointer, JournalFrameError> {
        guard bytes.count - offset >= frameHeaderSize else { return .failure(.incomplete) }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        guard (1...maximumPayloadSize).contains(length) else { return .failure(.impossibleLength) }
        let start = offset + frameHeaderSize
        guard bytes.count - start >= length else { return .failure(.incomplete) }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
        let checksum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        guard CRC32C.checksum(payload) == checksum else { return .failure(.wrongChecksum) }
        return .success(payload)
    }

    static func isMark(_ payload: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        payload.count == markPayloadSize && payload.starts(with: markMagic)
            && UInt64(littleEndian: payload.loadUnaligned(fromByteOffset: markMagic.count, as: UInt64.self)) == offset
    }

    /// The offset of the first good mark at `start` or behind it.
    static func firstMark(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var offset = start
        while offset + markSize <= bytes.count {
            if bytes[offset + frameHeaderSize] == markMagic[0],
                case .success(let payload) = frame(in: bytes, at: offset),
                isMark(payload, at: offset)
            {
                return offset
            }
            offset += 1
        }
        return nil
    }

    static func append(_ value: some FixedWidthInteger, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }
}
