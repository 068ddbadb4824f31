internal import IAFACore

/// A walk over the records of one segment.
struct JournalScan {
    private let segment: JournalSegment
    private let bytes: UnsafeRawBufferPointer

    /// Where the next frame begins; after the walk, the end of the last good one.
    private(set) var offset = JournalHeader.byteCount
    private(set) var recordCount = 0

    /// The last record's sequence number; one less than the segment's first where there is none yet.
    private(set) var lastSequence: UInt64

    /// What stopped the walk before the end.
    private(set) var finding: JournalFinding?

    /// Begins a walk.
    ///
    /// - Parameters:
    ///   - segment: What is known of the file.
    ///   - bytes: The whole file as far as it was read.
    init(_ segment: JournalSegment, bytes: UnsafeRawBufferPointer) {
        self.segment = segment
        let limit = min(bytes.count, segment.durableByteCount ?? bytes.count)
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes[..<limit])
        lastSequence = segment.header.firstSequence &- 1
    }

    /// Walks to the end or to the first bad record.
    mutating func run(_ body: (SequencedEvent) throws -> Void) rethrows {
        while finding == nil, offset < bytes.count {
            switch JournalFormat.frame(in: bytes, at: offset) {
            case .failure(let error):
                finding = finding(error.description, isSealed: false)
            case .success(let payload):
                try take(payload, body)
            }
        }
        if finding == nil, let size = segment.durableByteCount, offset < size {
            finding = finding("its end, \(size - offset) bytes too early,", isSealed: true)
        }
    }

    /// Goes on at the next mark behind a bad record.
    ///
    /// - Returns: Whether there is one.
    mutating func skipDamage() -> Bool {
        guard finding != nil, let mark = JournalFormat.firstMark(in: bytes, from: offset + 1) else { return false }
        offset = mark
        finding = nil
        return true
    }

    private mutating func take(
        _ payload: UnsafeRawBufferPointer,
        _ body: (SequencedEvent) throws -> Void
    ) rethrows {
        if !JournalFormat.isMark(payload, at: offset) {
            let event: SequencedEvent
            do throws(EventRecordError) {
                event = try EventRecord.decode(payload)
            } catch {
                // Its checksum is right: these bytes were written on purpose, by whatever version.
                finding = finding(error.description, isSealed: true)
                return
            }
            guard event.sequence > lastSequence else {
                finding = finding("record \(event.sequence) after record \(lastSequence)", isSealed: true)
                return
            }
            try body(event)
            lastSequence = event.sequence
            recordCount += 1
        }
        offset += JournalFormat.frameHeaderSize + payload.count
    }

    /// A bad record is a torn tail only at the newest segment's end, behind the last mark; see ``JournalFormat``.
    private func finding(_ message: String, isSealed: Bool) -> JournalFinding {
        let wasDurable =
            isSealed || segment.durableByteCount != nil || JournalFormat.firstMark(in: bytes, from: offset + 1) != nil
        return JournalFinding(
            kind: wasDurable ? .damage : .tornTail,
            file: segment.path,
            offset: offset,
            message: message,
            recordsBefore: recordCount
        )
    }
}
