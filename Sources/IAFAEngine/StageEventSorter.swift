/// Brings a partition's events from several sources into order of person and time; one worker's scratch memory.
///
/// Keys are evenly spread, so events are dealt into buckets by the bits of their key that follow those of the
/// partition, a few to a bucket, and only buckets are sorted: linear time but for a person with very many events.
struct StageEventSorter {
    /// Buckets up to this size are sorted by insertion.
    private static let insertionLimit = 24
    private static let mostBucketBits: UInt64 = 16

    private var sorted = StageEventBuffer()
    /// Where each bucket ends in `sorted`.
    private var ends: UnsafeMutablePointer<Int> = .allocate(capacity: 0)
    private var endsCapacity = 0

    /// Gives the memory back; the sorter is not to be used again.
    func deallocate() {
        sorted.deallocate()
        ends.deallocate()
    }

    /// One partition's events of all sources in order.
    ///
    /// - Returns: Memory of the sorter or of the only source, good until either is used again.
    mutating func sort(partition: Int, of sources: [StageEventPartitions]) -> UnsafeBufferPointer<StageEvent> {
        var count = 0
        var filled = 0
        var last = 0
        for (index, source) in sources.enumerated() where source.buffers[partition].count > 0 {
            count &+= source.buffers[partition].count
            filled &+= 1
            last = index
        }
        guard count > 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
        if filled == 1 {
            let only = sources[last].buffers[partition]
            let events = UnsafeBufferPointer(start: only.base, count: only.count)
            if Self.isSorted(events) { return events }
        }
        sorted.reserve(count)
        let bits = Self.bucketBits(for: count)
        deal(partition: partition, of: sources, bits: bits)
        var start = 0
        for bucket in 0..<1 &<< Int(bits) {
            Self.sortBucket(UnsafeMutableBufferPointer(start: sorted.base + start, count: ends[bucket] &- start))
            start = ends[bucket]
        }
        return UnsafeBufferPointer(start: sorted.base, count: count)
    }

    /// Enough for two to four events a bucket.
    private static func bucketBits(for count: Int) -> UInt64 {
        let log = UInt64(Int.bitWidth &- 1 &- count.leadingZeroBitCount)
        return log < 3 ? 0 : min(mostBucketBits, log &- 1)
    }

    private static func bucket(of key: UInt64, bits: UInt64) -> Int {
        // The shift by 63 comes apart from that by the rest, so that no bits at all give bucket 0.
        Int(truncatingIfNeeded: ((key &<< StageEventPartitions.keyBits) &>> 1) &>> (63 &- bits))
    }

    private mutating func deal(partition: Int, of sources: [StageEventPartitions], bits: UInt64) {
        let bucketCount = 1 &<< Int(bits)
        if endsCapacity < bucketCount {
            ends.deallocate()
            ends = .allocate(capacity: bucketCount)
            endsCapacity = bucketCount
        }
        ends.initialize(repeating: 0, count: bucketCount)
        for source in sources {
            let buffer = source.buffers[partition]
            for index in 0..<buffer.count {
                ends[Self.bucket(of: buffer.base[index].key, bits: bits)] &+= 1
            }
        }
        // First each bucket's start; dealing then moves it on to its end.
        var start = 0
        for bucket in 0..<bucketCount {
            let size = ends[bucket]
            ends[bucket] = start
            start &+= size
        }
        for source in sources {
            let buffer = source.buffers[partition]
            for index in 0..<buffer.count {
                let event = buffer.base[index]
                let bucket = Self.bucket(of: event.key, bits: bits)
                (sorted.base + ends[bucket]).initialize(to: event)
                ends[bucket] &+= 1
            }
        }
    }

    static func sortBucket(_ events: UnsafeMutableBufferPointer<StageEvent>) {
        guard events.count > insertionLimit else {
            insertionSort(events)
            return
        }
        guard !isSorted(UnsafeBufferPointer(events)) else { return }
        var events = events
        events.sort { $0.precedes($1) }
    }

    private static func insertionSort(_ events: UnsafeMutableBufferPointer<StageEvent>) {
        var next = 1
        while next < events.count {
            let event = events[next]
            var place = next
            while place > 0, event.precedes(events[place &- 1]) {
                events[place] = events[place &- 1]
                place &-= 1
            }
            events[place] = event
            next &+= 1
        }
    }

    private static func isSorted(_ events: UnsafeBufferPointer<StageEvent>) -> Bool {
        var next = 1
        while next < events.count {
            if events[next].precedes(events[next &- 1]) { return false }
            next &+= 1
        }
        return true
    }
}
