internal import IAFACore

/// Writes fingerprints that come in ascending order as a run.
///
/// Blocks.
struct EventIDRunWriter {
    private static let bufferByteCount = 1 << 20

    private let path: String
    private let file: DiskFile
    private let fileSystem: FileSystem
    private let seed = FingerprintSeed.random()
    private var buffer: [UInt8] = []
    private var filter: [SIMD8<UInt32>]
    private var checksum = CRC32C()
    private var count = 0
    private var last: EventFingerprint?

    /// Writes a run of what several ordered sources hold, each fingerprint once, durably; its name is the caller's to
    /// make durable.
    ///
    /// - Parameters:
    ///   - sources: Each ascending.
    ///   - day: When the newest of the ids was archived.
    ///   - path: A file that isn't there.
    ///   - fileSystem: Does the work.
    /// - Returns: The run, opened.
    /// - Throws: ``DiskError``; then no file is left.
    static func write(
        _ sources: [EventIDCursor],
        day: CalendarDay,
        to path: String,
        fileSystem: FileSystem
    ) throws(DiskError) -> EventIDRun {
        // Left by a process that died before it said so.
        try? fileSystem.remove(path)
        let file = try fileSystem.open(path, .create)
        defer { fileSystem.close(file) }
        do throws(DiskError) {
            let most = sources.reduce(0) { $0 + $1.count }
            var writer = EventIDRunWriter(path: path, file: file, fileSystem: fileSystem, most: most)
            try writer.merge(sources)
            return try EventIDRun(path: path, footer: try writer.finish(day), fileSystem: fileSystem)
        } catch {
            try? fileSystem.remove(path)
            throw error
        }
    }

    private init(path: String, file: DiskFile, fileSystem: FileSystem, most: Int) {
        self.path = path
        self.file = file
        self.fileSystem = fileSystem
        filter = Array(repeating: SIMD8(repeating: 0), count: EventIDFilter.blockCount(ids: most))
        buffer.reserveCapacity(Self.bufferByteCount + EventIDRun.idByteCount)
    }

    private mutating func merge(_ sources: [EventIDCursor]) throws(DiskError) {
        var sources = sources
        while true {
            var lowest: EventFingerprint?
            var source = 0
            // Few sources: looking at each is as fast as a heap.
            for index in sources.indices {
                guard let candidate = sources[index].current else { continue }
                if lowest.map({ candidate < $0 }) ?? true {
                    lowest = candidate
                    source = index
                }
            }
            guard let lowest else { return }
            try sources[source].advance()
            if lowest != last { try append(lowest) }
        }
    }

    private mutating func append(_ fingerprint: EventFingerprint) throws(DiskError) {
        last = fingerprint
        count += 1
        EventIDFilter.insert(seed.hash(fingerprint), into: &filter)
        JournalFormat.append(fingerprint.high, to: &buffer)
        JournalFormat.append(fingerprint.low, to: &buffer)
        if buffer.count >= Self.bufferByteCount { try flush() }
    }

    private mutating func flush() throws(DiskError) {
        buffer.withUnsafeBytes { checksum.update($0) }
        try fileSystem.writeAll(buffer, to: file)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func finish(_ day: CalendarDay) throws(DiskError) -> EventIDRunFooter {
        for block in filter {
            for word in block.indices { JournalFormat.append(block[word], to: &buffer) }
            if buffer.count >= Self.bufferByteCount { try flush() }
        }
        try flush()
        let footer = EventIDRunFooter(
            filterBlocks: filter.count,
            seed: seed,
            count: count,
            day: day,
            bodyChecksum: checksum.value
        )
        try fileSystem.writeAll(footer.bytes, to: file)
        try fileSystem.synchronize(file)
        return footer
    }
}
