import IAFACore

/// The events of one type and day in memory as a stage index has them.
final class SectionMemory {
    let section: StageSection
    private let records: UnsafeMutableRawBufferPointer
    private let directory: UnsafeMutableBufferPointer<UInt32>

    /// - `events`: Persons' keys and times, which lie in the day.
    /// - `bits`: Of the directory, 5…12.
    init(_ events: [(key: UInt64, time: Int64)], day: CalendarDay, bits: Int) {
        let start = day.start.microseconds
        let sorted = events.sorted { ($0.key, $0.time) < ($1.key, $1.time) }
        records = .allocate(byteCount: max(1, sorted.count * StageRecord.byteCount), alignment: 8)
        directory = .allocate(capacity: 1 << bits + 1)
        directory.initialize(repeating: 0)
        for (place, event) in sorted.enumerated() {
            let word = StageRecord.word(key: event.key, timeInDay: event.time - start)
            let rest = StageRecord.rest(timeInDay: event.time - start)
            let offset = place * StageRecord.byteCount
            records.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
            records.storeBytes(of: rest.littleEndian, toByteOffset: offset + 8, as: UInt32.self)
            directory[Int(event.key >> UInt64(64 - bits)) + 1] += 1
        }
        for place in 1...1 << bits { directory[place] += directory[place - 1] }
        section = StageSection(
            records: UnsafeRawPointer(records.baseAddress.unsafelyUnwrapped),
            count: sorted.count,
            directory: UnsafePointer(directory.baseAddress.unsafelyUnwrapped),
            directoryBits: bits,
            dayStart: start
        )
    }

    deinit {
        records.deallocate()
        directory.deallocate()
    }
}
