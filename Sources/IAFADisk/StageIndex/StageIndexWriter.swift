internal import IAFACore

/// Writes an index file: the events of one type after the other, each type's in order of person and time.
///
/// Blocks. Used once.
struct StageIndexWriter {
    /// How many event types a day may have and still get an index; beyond, the catalog would outgrow what it is for.
    static let typeLimit = 65_536

    private static let bufferByteCount = 1 << 20

    private let file: DiskFile
    private let fileSystem: FileSystem

    /// How many events are sorted at once, 16 bytes each.
    private let eventLimit: Int
    private var buffer: [UInt8] = []
    private var offset = 0
    private var checksum = CRC32C()

    /// An event that waits to be written, of a type that is known.
    private struct Row {
        let key: UInt64
        let time: Int64

        static func precedes(_ left: Row, _ right: Row) -> Bool {
            left.key != right.key ? left.key < right.key : left.time < right.time
        }
    }

    /// Writes a file that isn't there, and makes it durable; its name is the caller's to make durable.
    ///
    /// - Returns: Its size in bytes.
    /// - Throws: ``DiskError``, ``IAFACore/StageIndexError`` where the input isn't what it says, and what it throws.
    static func write(
        _ input: any StageIndexInput,
        binding: StageIndexBinding,
        to path: String,
        eventLimit: Int,
        fileSystem: FileSystem
    ) throws -> Int {
        let types = try input.types().filter { $0.events > 0 }
            .sorted { $0.type.utf8.lexicographicallyPrecedes($1.type.utf8) }
        guard types.count <= typeLimit else {
            throw StageIndexError(
                "the day has \(types.count) event types, more than the \(typeLimit) that an index is made for"
            )
        }
        let file = try fileSystem.open(path, .create)
        defer { fileSystem.close(file) }
        var writer = StageIndexWriter(file: file, fileSystem: fileSystem, eventLimit: eventLimit)
        try writer.write(types, of: input, binding)
        try fileSystem.synchronize(file)
        return writer.offset
    }

    private init(file: DiskFile, fileSystem: FileSystem, eventLimit: Int) {
        self.file = file
        self.fileSystem = fileSystem
        self.eventLimit = eventLimit
    }

    private mutating func write(
        _ types: [(type: String, events: Int)],
        of input: any StageIndexInput,
        _ binding: StageIndexBinding
    ) throws {
        var entries: [StageIndexEntry] = []
        for group in groups(of: types) {
            if group.count == 1, types[group.lowerBound].events > eventLimit {
                entries.append(try writeLarge(types[group.lowerBound], of: input, binding.source.day))
            } else {
                entries += try write(Array(types[group]), of: input, binding.source.day)
            }
        }
        let names = types.map { Array($0.type.utf8) }
        let start = offset
        checksum = CRC32C()
        var place = 0
        for index in entries.indices {
            entries[index].name = place..<place + names[index].count
            place += names[index].count
            entries[index].append(to: &buffer)
            try flushIfFull()
        }
        for name in names {
            buffer += name
            try flushIfFull()
        }
        try flush()
        let footer = StageIndexFooter(
            typeCount: entries.count,
            catalog: start..<offset,
            catalogChecksum: checksum.value,
            binding: binding
        )
        buffer = footer.bytes
        try flush()
    }

    /// Types that are read together, as many as may be sorted at once.
    private func groups(of types: [(type: String, events: Int)]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        var events = 0
        for (index, type) in types.enumerated() {
            if index > start, events + type.events > eventLimit {
                groups.append(start..<index)
                start = index
                events = 0
            }
            events += type.events
        }
        if start < types.count { groups.append(start..<types.count) }
        return groups
    }

    private mutating func write(
        _ types: [(type: String, events: Int)],
        of input: any StageIndexInput,
        _ day: CalendarDay
    ) throws -> [StageIndexEntry] {
        var rows = types.map { type in
            var rows: [Row] = []
            rows.reserveCapacity(type.events)
            return rows
        }
        let start = day.start
        try input.read(types: types.map(\.type), keys: 0 ... .max) { type, key, time in
            rows[type].append(Row(key: key, time: time.microseconds - start.microseconds))
        }
        var entries: [StageIndexEntry] = []
        for index in types.indices {
            var section = beginSection(types[index])
            try append(&rows[index], to: &section)
            rows[index] = []
            entries.append(try endSection(section))
        }
        return entries
    }

    /// Writes a type with more events than may be sorted at once: of some persons after the other.
    private mutating func writeLarge(
        _ type: (type: String, events: Int),
        of input: any StageIndexInput,
        _ day: CalendarDay
    ) throws -> StageIndexEntry {
        let passes = UInt64(type.events / eventLimit + 1)
        let width = UInt64.max / passes + 1
        let start = day.start
        var section = beginSection(type)
        for pass in 0..<passes {
            let first = pass * width
            let keys = first...(pass == passes - 1 ? .max : first + (width - 1))
            var rows: [Row] = []
            try input.read(types: [type.type], keys: keys) { _, key, time in
                rows.append(Row(key: key, time: time.microseconds - start.microseconds))
            }
            try append(&rows, to: &section)
        }
        return try endSection(section)
    }

    /// A section that is being written.
    private struct Section {
        let type: (type: String, events: Int)
        let start: Int
        let bits: Int
        /// The records whose keys begin with each value of the leading bits.
        var counts: [UInt32]
        var events = 0
    }

    private mutating func beginSection(_ type: (type: String, events: Int)) -> Section {
        checksum = CRC32C()
        let bits = StageSection.directoryBits(for: type.events)
        return Section(type: type, start: offset, bits: bits, counts: Array(repeating: 0, count: 1 << bits))
    }

    private mutating func append(_ rows: inout [Row], to section: inout Section) throws {
        rows.sort(by: Row.precedes)
        let shift = UInt64(64 - section.bits)
        for row in rows {
            guard (0..<1 << 37).contains(row.time) else {
                throw StageIndexError("an event does not lie in its file's day; `iafa verify` says more")
            }
            section.counts[Int(row.key >> shift)] += 1
            JournalFormat.append(StageRecord.word(key: row.key, timeInDay: row.time), to: &buffer)
            JournalFormat.append(StageRecord.rest(timeInDay: row.time), to: &buffer)
            try flushIfFull()
        }
        section.events += rows.count
    }

    private mutating func endSection(_ section: Section) throws -> StageIndexEntry {
        guard section.events == section.type.events, section.events <= Int(UInt32.max) else {
            throw StageIndexError("the file holds not as many events of a type as it said")
        }
        try flush()
        var entry = StageIndexEntry(
            name: 0..<0,
            offset: section.start,
            events: section.events,
            directoryBits: section.bits,
            checksum: 0
        )
        buffer += Array(repeating: 0, count: entry.directoryOffset - (offset - section.start))
        var place: UInt32 = 0
        JournalFormat.append(place, to: &buffer)
        for count in section.counts {
            place += count
            JournalFormat.append(place, to: &buffer)
        }
        buffer += Array(repeating: 0, count: entry.sectionByteCount - (offset + buffer.count - section.start))
        try flush()
        entry.checksum = checksum.value
        return entry
    }

    private mutating func flushIfFull() throws(DiskError) {
        if buffer.count >= Self.bufferByteCount { try flush() }
    }

    private mutating func flush() throws(DiskError) {
        buffer.withUnsafeBytes { checksum.update($0) }
        try fileSystem.writeAll(buffer, to: file)
        offset += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}
