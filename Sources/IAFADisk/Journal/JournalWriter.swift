/// The segments of an open journal, as the one thread sees them that writes.
///
/// Every call blocks. After an error of a write or a sync the segment is given up: what the system says about it
/// afterwards can't be relied upon (a second fsync reports success for pages that were lost at the first). It is cut
/// back if that works; if not, the next segment's header tells how much of it counts.
struct JournalWriter: Sendable {
    private let directory: String
    private let options: JournalOptions
    private let fileSystem: FileSystem

    /// Segments that are no longer written, oldest first.
    private var closed: [Closed] = []
    private var active: Active?

    /// Name and durable size of the segment that was put to use last: what the next header tells of.
    private var newest: (firstSequence: UInt64, byteCount: Int)?

    /// The newest durable record's sequence number, or one that no record has and that is below all to come.
    private(set) var lastSequence: UInt64 = 0

    private struct Closed {
        let path: String
        let byteCount: Int
        /// No record of the segment has a higher sequence number.
        let lastSequence: UInt64
    }

    private struct Active {
        let file: DiskFile
        let firstSequence: UInt64
        var byteCount: Int
    }

    /// A journal without segments.
    init(directory: String, options: JournalOptions, fileSystem: FileSystem) {
        self.directory = directory
        self.options = options
        self.fileSystem = fileSystem
    }

    var byteCount: Int { closed.reduce(active?.byteCount ?? 0) { $0 + $1.byteCount } }
    var segmentCount: Int { closed.count + (active == nil ? 0 : 1) }

    // MARK: - Taking over what is there

    /// Adds a segment of an earlier life, which isn't written any more.
    mutating func adopt(_ segment: JournalSegment, byteCount: Int, lastSequence: UInt64) {
        closed.append(Closed(path: segment.path, byteCount: byteCount, lastSequence: lastSequence))
        newest = (segment.header.firstSequence, byteCount)
        self.lastSequence = max(self.lastSequence, lastSequence)
    }

    /// Goes on in a segment of an earlier life that has no record yet.
    ///
    /// It is kept rather than removed, because its name may be all that tells which sequence numbers were used.
    mutating func resume(_ segment: JournalSegment, byteCount: Int) throws(DiskError) {
        let file = try fileSystem.open(segment.path, .append)
        active = Active(file: file, firstSequence: segment.header.firstSequence, byteCount: byteCount)
        newest = (segment.header.firstSequence, byteCount)
        lastSequence = max(lastSequence, segment.header.firstSequence &- 1)
    }

    // MARK: - Writing

    /// Makes records durable.
    ///
    /// - Parameters:
    ///   - batch: ``JournalFormat/markSize`` bytes to be overwritten by the mark, then the frames of the records.
    ///   - firstSequence: The first record's sequence number, higher than any before.
    ///   - lastSequence: The last record's.
    /// - Throws: ``DiskError``; then none of the records will ever be read.
    mutating func write(_ batch: inout [UInt8], firstSequence: UInt64, lastSequence: UInt64) throws(DiskError) {
        var segment = try segmentForWriting(firstSequence: firstSequence)
        batch.replaceSubrange(..<JournalFormat.markSize, with: JournalFormat.mark(at: segment.byteCount))
        do throws(DiskError) {
            try fileSystem.writeAll(batch, to: segment.file)
            try fileSystem.synchronize(segment.file)
        } catch {
            abandon(segment)
            throw error
        }
        segment.byteCount += batch.count
        active = segment
        newest = (segment.firstSequence, segment.byteCount)
        self.lastSequence = lastSequence
    }

    /// Sees to it that there is a segment to write to.
    mutating func prepare(firstSequence: UInt64) throws(DiskError) {
        _ = try segmentForWriting(firstSequence: firstSequence)
    }

    private mutating func segmentForWriting(firstSequence: UInt64) throws(DiskError) -> Active {
        if let active, active.byteCount < options.segmentByteCount || !hasRecords(active) { return active }
        let segment = try makeSegment(firstSequence: firstSequence)
        retire()
        active = segment
        newest = (firstSequence, segment.byteCount)
        return segment
    }

    /// A segment without records isn't followed by another: the two would have one name.
    private func hasRecords(_ segment: Active) -> Bool { segment.firstSequence <= lastSequence }

    /// Makes a segment that can be used: its header and its name are durable.
    private func makeSegment(firstSequence: UInt64) throws(DiskError) -> Active {
        let path = FilePaths.join(directory, JournalSegment.name(firstSequence: firstSequence))
        let header = JournalHeader(
            firstSequence: firstSequence,
            previousFirstSequence: newest?.firstSequence ?? 0,
            previousByteCount: UInt64(newest?.byteCount ?? 0)
        )
        // Only a segment whose making failed can have the name of one to come; it was never used.
        try? fileSystem.remove(path)
        let file = try fileSystem.open(path, .create)
        do throws(DiskError) {
            try fileSystem.writeAll(header.bytes, to: file)
            try fileSystem.synchronize(file)
            try fileSystem.synchronizeDirectory(directory)
        } catch {
            fileSystem.close(file)
            try? fileSystem.remove(path)
            throw error
        }
        return Active(file: file, firstSequence: firstSequence, byteCount: JournalHeader.byteCount)
    }

    /// Stops writing to the segment in use.
    private mutating func retire() {
        guard let segment = active else { return }
        fileSystem.close(segment.file)
        closed.append(
            Closed(path: segment.file.path, byteCount: segment.byteCount, lastSequence: lastSequence)
        )
        active = nil
    }

    /// Gives up the segment in use; `newest` keeps the size up to which it counts.
    private mutating func abandon(_ segment: Active) {
        try? fileSystem.truncate(segment.file, segment.byteCount)
        try? fileSystem.synchronize(segment.file)
        retire()
    }

    // MARK: - Forgetting

    /// Removes segments all of whose records are at or below a mark.
    ///
    /// - Throws: ``DiskError``; then some of them may remain, and a later call tries again.
    mutating func discard(through mark: UInt64) throws(DiskError) {
        // Before a segment is made, so that on a full disk there is room for it.
        try removeClosed(through: mark)
        // However small it is: what is removed elsewhere must not live on here.
        guard let active, hasRecords(active), lastSequence <= mark else { return }
        let segment = try makeSegment(firstSequence: lastSequence + 1)
        retire()
        self.active = segment
        newest = (segment.firstSequence, segment.byteCount)
        try removeClosed(through: mark)
    }

    private mutating func removeClosed(through mark: UInt64) throws(DiskError) {
        var count = 0
        defer { closed.removeFirst(count) }
        // Oldest first, so that no segment loses the header that tells its size.
        for segment in closed.prefix(while: { $0.lastSequence <= mark }) {
            do throws(DiskError) {
                try fileSystem.remove(segment.path)
            } catch {
                guard error.isMissing else { throw error }
            }
            count += 1
        }
        if count > 0 { try fileSystem.synchronizeDirectory(directory) }
    }

    /// Ends the segment in use with a mark, so that damage to its last records is known as such.
    mutating func finish() {
        guard let segment = active else { return }
        do throws(DiskError) {
            try fileSystem.writeAll(JournalFormat.mark(at: segment.byteCount), to: segment.file)
            try fileSystem.synchronize(segment.file)
        } catch {
            // Every record is durable; only the mark may be missing or torn, and a torn tail is cut.
        }
        retire()
    }
}
