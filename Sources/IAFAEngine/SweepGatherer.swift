internal import IAFACore

/// Brings the events of a range of persons together from all sections and other sources, those of each person side by
/// side; one worker's scratch memory.
///
/// They are dealt into buckets by the bits of their key that follow those of the range, a few to a bucket; what is in a
/// bucket is sorted when it is asked for, while it is in the nearest cache.
struct SweepGatherer {
    private static let mostBucketBits: UInt64 = 16
    /// Buckets up to this size are sorted by insertion.
    private static let insertionLimit = 32

    private let sections: UnsafeBufferPointer<SweepSection>
    /// The question's range in µs, its end excluded.
    private let first: Int64
    private let end: Int64
    /// From when on the times of packed events count.
    private let base: Int64
    /// The leading bits of the keys that make a range.
    private let rangeBits: Int

    private var events: UnsafeMutablePointer<PackedEvent> = .allocate(capacity: 0)
    private var eventsCapacity = 0
    private var places: UnsafeMutablePointer<Range<Int>>
    /// Where each bucket ends in `events`.
    private var ends: UnsafeMutablePointer<Int32> = .allocate(capacity: 0)
    private var endsCapacity = 0
    private(set) var bucketCount = 0

    /// - Parameters:
    ///   - sections: Stay where they are as long as the gatherer is used.
    ///   - times: The question's range.
    ///   - base: No event that counts is earlier, or later by ``PackedEvent/timeSpan``; µs since 1970 UTC.
    ///   - rangeBits: 5…16.
    init(sections: UnsafeBufferPointer<SweepSection>, times: Range<Timestamp>, base: Int64, rangeBits: Int) {
        self.sections = sections
        first = times.lowerBound.microseconds
        end = times.upperBound.microseconds
        self.base = base
        self.rangeBits = rangeBits
        places = .allocate(capacity: sections.count)
        places.initialize(repeating: 0..<0, count: sections.count)
    }

    /// Gives the memory back; the gatherer is not to be used again.
    func deallocate() {
        events.deallocate()
        places.deallocate()
        ends.deallocate()
    }

    /// Gathers a range's events.
    ///
    /// - Parameters:
    ///   - range: The leading bits of the keys.
    ///   - others: Further events, of this range only.
    mutating func gather(range: Int, others: UnsafeBufferPointer<StageEvent>) {
        var count = others.count
        for index in 0..<sections.count {
            places[index] = sections[index].places(ofKeysWith: range, bits: rangeBits)
            count &+= places[index].count
        }
        reserve(count)
        // Two to four events a bucket.
        let log = count < 8 ? 0 : UInt64(Int.bitWidth &- 1 &- count.leadingZeroBitCount) &- 1
        let bits = min(Self.mostBucketBits, log)
        clear(1 &<< Int(bits))
        let buckets = Buckets(skipped: UInt64(rangeBits) &- StageEventPartitions.keyBits, bits: bits)
        self.count(others, buckets)
        // First each bucket's start; dealing then moves it on to its end.
        var start: Int32 = 0
        for bucket in 0..<bucketCount {
            let size = ends[bucket]
            ends[bucket] = start
            start &+= size
        }
        deal(others, buckets)
    }

    /// A bucket's events in order; good until the next call of `gather`.
    @inline(__always)
    func sortedBucket(_ bucket: Int) -> UnsafeBufferPointer<PackedEvent> {
        let start = bucket == 0 ? 0 : Int(ends[bucket &- 1])
        let count = Int(ends[bucket]) &- start
        let first = events + start
        if count > Self.insertionLimit {
            var events = UnsafeMutableBufferPointer(start: first, count: count)
            events.sort { $0.number < $1.number }
        } else {
            var next = 1
            while next < count {
                let event = first[next]
                var place = next
                while place > 0, event.number < first[place &- 1].number {
                    first[place] = first[place &- 1]
                    place &-= 1
                }
                first[place] = event
                next &+= 1
            }
        }
        return UnsafeBufferPointer(start: first, count: count)
    }

    /// In which bucket an event belongs.
    private struct Buckets {
        /// How many bits after the partition's all keys of the range have in common.
        let skipped: UInt64
        let shift: UInt64

        init(skipped: UInt64, bits: UInt64) {
            self.skipped = skipped
            shift = 63 &- bits
        }

        /// Shifted in two, so that no bits at all give bucket 0.
        @inline(__always)
        func bucket(ofShiftedKey key: UInt64) -> Int {
            Int(truncatingIfNeeded: ((key &<< skipped) &>> 1) &>> shift)
        }
    }

    @inline(__always)
    private func count(_ others: UnsafeBufferPointer<StageEvent>, _ buckets: Buckets) {
        for index in 0..<sections.count {
            let section = sections[index]
            for place in places[index] {
                let word = section.word(at: place)
                if section.isCut, !contains(section.time(word, at: place)) { continue }
                ends[buckets.bucket(ofShiftedKey: word)] &+= 1
            }
        }
        for index in 0..<others.count {
            ends[buckets.bucket(ofShiftedKey: others[index].key &<< StageEventPartitions.keyBits)] &+= 1
        }
    }

    @inline(__always)
    private func deal(_ others: UnsafeBufferPointer<StageEvent>, _ buckets: Buckets) {
        for index in 0..<sections.count {
            let section = sections[index]
            for place in places[index] {
                let word = section.word(at: place)
                let time = section.time(word, at: place)
                if section.isCut, !contains(time) { continue }
                let event = PackedEvent(shiftedKey: word, time: time &- base, steps: section.steps)
                put(event, in: buckets.bucket(ofShiftedKey: word))
            }
        }
        for index in 0..<others.count {
            let other = others[index]
            let key = other.key &<< StageEventPartitions.keyBits
            let event = PackedEvent(shiftedKey: key, time: other.time &- base, steps: other.steps)
            put(event, in: buckets.bucket(ofShiftedKey: key))
        }
    }

    @inline(__always)
    private func put(_ event: PackedEvent, in bucket: Int) {
        let place = Int(ends[bucket])
        (events + place).initialize(to: event)
        ends[bucket] &+= 1
    }

    @inline(__always)
    private func contains(_ time: Int64) -> Bool { time >= first && time < end }

    private mutating func clear(_ count: Int) {
        bucketCount = count
        if endsCapacity < count {
            ends.deallocate()
            ends = .allocate(capacity: count)
            endsCapacity = count
        }
        ends.initialize(repeating: 0, count: count)
    }

    private mutating func reserve(_ count: Int) {
        guard eventsCapacity < count else { return }
        events.deallocate()
        events = .allocate(capacity: count + count / 4)
        eventsCapacity = count + count / 4
    }
}
