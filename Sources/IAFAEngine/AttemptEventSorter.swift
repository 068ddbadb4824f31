/// Brings a partition's events from several sources into order; one worker's scratch memory.
///
/// Keys are evenly spread, so events are dealt into buckets by the bits of their key that follow those of the
/// partition, a few to a bucket, and only buckets are sorted: linear time but for persons with very many events.
struct AttemptEventSorter {
    /// Buckets up to this size are sorted by insertion.
    private static let insertionLimit = 16
    private static let mostBucketBits = 16

    private var sorted = AttemptEventBuffer()

    /// Where each bucket ends in `sorted`.
    private var ends: [Int] = []

    /// Gives the memory back; the sorter is not to be used again.
    func deallocate() { sorted.deallocate() }

    /// One partition's events of all sources in order; the sources give their memory back.
    ///
    /// - Returns: Memory of the sorter, good until it is used again.
    mutating func sort(
        _ partition: Int,
        of sources: [AttemptEventPartitions]
    ) -> UnsafeBufferPointer<AttemptEvent> {
        let count = sources.reduce(0) { $0 + $1.buffers[partition].count }
        // What a large partition took is not kept for small ones.
        if sorted.capacity > 4 * count + 1_024 { sorted.removeAll() }
        sorted.reserve(count)
        deal(partition, of: sources, count)
        var start = 0
        for end in ends {
            Self.sort(UnsafeMutableBufferPointer(start: sorted.base + start, count: end &- start))
            start = end
        }
        return UnsafeBufferPointer(start: sorted.base, count: count)
    }

    private mutating func deal(_ partition: Int, of sources: [AttemptEventPartitions], _ count: Int) {
        // Four to eight events a bucket, about those of one or two persons.
        let bits = min(Self.mostBucketBits, max(1, Int.bitWidth - (count / 8).leadingZeroBitCount))
        let shift = UInt64(64 - bits)
        ends.removeAll(keepingCapacity: true)
        ends.append(contentsOf: repeatElement(0, count: 1 << bits))
        for source in sources {
            let buffer = source.buffers[partition]
            for index in 0..<buffer.count { ends[Self.bucket(of: buffer.base[index].key, shift)] &+= 1 }
        }
        // First each bucket's start; dealing then moves it on to its end.
        var start = 0
        for bucket in ends.indices {
            let size = ends[bucket]
            ends[bucket] = start
            start &+= size
        }
        for source in sources {
            let buffer = source.buffers[partition]
            for index in 0..<buffer.count {
                let bucket = Self.bucket(of: buffer.base[index].key, shift)
                (sorted.base + ends[bucket]).initialize(to: buffer.base[index])
                ends[bucket] &+= 1
            }
            source.removeAll(in: partition..<partition + 1)
        }
    }

    @inline(__always)
    private static func bucket(of key: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &<< AttemptEventPartitions.keyBits) &>> shift)
    }

    private static func sort(_ events: UnsafeMutableBufferPointer<AttemptEvent>) {
        guard events.count <= insertionLimit else {
            var events = events
            events.sort { $0.precedes($1) }
            return
        }
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
}
