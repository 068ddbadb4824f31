package import IAFACore

/// A stage index's events of one type and day, and the steps that they satisfy.
///
/// Reads the memory of a ``IAFACore/StageSection``, here where that can be inlined. May cross threads unchecked: nobody
/// writes to the memory.
package struct SweepSection: @unchecked Sendable {
    /// ``IAFACore/StageRecord/byteCount``; here, so that it is known where records are read.
    private static var recordByteCount: Int { 12 }

    private let records: UnsafeRawPointer
    private let directory: UnsafePointer<UInt32>
    private let directoryBits: Int
    private let dayStart: Int64

    /// The number of events, those outside of the question's range included.
    package let count: Int

    let steps: UInt32

    /// Whether some of the events may lie outside of the question's range.
    let isCut: Bool

    /// Makes a section.
    ///
    /// - Parameters:
    ///   - section: The events; whoever made it keeps its memory as long as this is used.
    ///   - steps: As bits from 0; none beyond the funnel's last.
    ///   - isCut: Whether the question's range may leave some of the events out.
    package init(_ section: StageSection, steps: UInt32, isCut: Bool) {
        records = section.records
        directory = section.directory
        directoryBits = section.directoryBits
        dayStart = section.dayStart
        count = section.count
        self.steps = steps
        self.isCut = isCut
    }

    /// The first number of a record.
    @inline(__always)
    func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: records.loadUnaligned(fromByteOffset: place &* Self.recordByteCount, as: UInt64.self))
    }

    /// When the event happened, of whose record the first number is `word`; µs since 1970 UTC.
    @inline(__always)
    func time(_ word: UInt64, at place: Int) -> Int64 {
        let offset = place &* Self.recordByteCount &+ 8
        let rest = UInt32(littleEndian: records.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        return dayStart &+ Int64(truncatingIfNeeded: (word & 31) &<< 32 | UInt64(rest))
    }

    /// The person's key, of a record in a partition.
    @inline(__always)
    static func key(_ word: UInt64, partition: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: partition) &<< (64 &- StageEventPartitions.keyBits)
            | word &>> StageEventPartitions.keyBits
    }

    /// Where the records stand whose keys begin with some bits.
    ///
    /// - Parameters:
    ///   - prefix: The leading bits of the keys.
    ///   - bits: How many they are, 5…32.
    /// - Returns: Their places.
    @inline(__always)
    func places(ofKeysWith prefix: Int, bits: Int) -> Range<Int> {
        guard bits > directoryBits else {
            let shift = directoryBits &- bits
            return entry(prefix &<< shift)..<entry((prefix &+ 1) &<< shift)
        }
        // Few records: those before and behind are left out one by one.
        let prefixEntry = prefix &>> (bits &- directoryBits)
        var start = entry(prefixEntry)
        var end = entry(prefixEntry &+ 1)
        let ownBits = bits &- Int(StageEventPartitions.keyBits)
        let shift = UInt64(truncatingIfNeeded: 64 &- ownBits)
        let own = UInt64(truncatingIfNeeded: prefix & (1 &<< ownBits &- 1))
        while start < end, word(at: start) &>> shift < own { start &+= 1 }
        while end > start, word(at: end &- 1) &>> shift > own { end &-= 1 }
        return start..<end
    }

    @inline(__always)
    private func entry(_ index: Int) -> Int { Int(UInt32(littleEndian: directory[index])) }

    /// Calls `body` with the person's key and the time, in µs since 1970 UTC, of each event, in order of the keys.
    package func forEach(_ body: (_ key: UInt64, _ time: Int64) -> Void) {
        for partition in 0..<StageEventPartitions.count {
            for place in places(ofKeysWith: partition, bits: Int(StageEventPartitions.keyBits)) {
                let word = word(at: place)
                body(Self.key(word, partition: partition), time(word, at: place))
            }
        }
    }

    /// Adds the events that lie in the question's range to others.
    package func append(to partitions: StageEventPartitions, times: Range<Timestamp>) {
        forEach { key, time in
            guard !isCut || times.contains(Timestamp(microseconds: time)) else { return }
            partitions.append(key: key, time: time, steps: steps)
        }
    }
}
