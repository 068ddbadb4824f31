/// The persons of one partition who have begun an attempt, by key; open addressing with linear probing.
///
/// A person's place follows from the bits of the key after those of the partition, so that events in order of key walk
/// the table from front to back. Keys must be well mixed.
struct PersonTable {
    /// How many events ahead slots are loaded; about as many loads as a core keeps under way.
    private static let touchedAhead = 16

    let stepCount: Int
    /// The longest time from the first event of an attempt to its last, in µs.
    let window: UInt64
    var arena: TimeArena
    /// The number of persons of each reach.
    let reachCounts: UnsafeMutablePointer<Int>

    private(set) var slots: UnsafeMutablePointer<PersonSlot> = .allocate(capacity: 0)
    private(set) var capacity = 0
    private var count = 0
    /// What of a key, past the partition's bits, is not part of the place.
    private var shift: UInt64 = 64
    /// Keeps the loads of `touch` from being optimized away; means nothing.
    private var touches: UInt8 = 0

    /// An empty table; memory is taken as persons come.
    init(stepCount: Int, windowMicroseconds: Int64) {
        self.stepCount = stepCount
        window = UInt64(bitPattern: windowMicroseconds)
        arena = TimeArena(largestBlock: max(stepCount, PersonSlot.blockSize(reach: stepCount - 1)))
        reachCounts = .allocate(capacity: stepCount + 1)
        reachCounts.initialize(repeating: 0, count: stepCount + 1)
    }

    /// Gives all memory back; the table is not to be used again.
    func deallocate() {
        arena.deallocate()
        reachCounts.deallocate()
        slots.deallocate()
    }

    /// Runs a slice's events through the persons' attempts.
    ///
    /// - Parameters:
    ///   - events: Ordered by person and time, all later than those of earlier slices.
    ///   - matching: Scratch memory.
    mutating func consume(_ events: UnsafeBufferPointer<StageEvent>, matching: inout SimultaneousMatching) {
        guard let base = events.baseAddress else { return }
        reserve(for: events)
        var start = 0
        var touched = 0
        while start < events.count {
            if start >= touched {
                touched = min(start &+ Self.touchedAhead, events.count)
                touch(UnsafeBufferPointer(start: base + start, count: touched &- start))
            }
            let key = base[start].key
            var steps = base[start].steps
            var end = start &+ 1
            while end < events.count, base[end].key == key {
                steps |= base[end].steps
                end &+= 1
            }
            if let slot = slot(of: key, begins: steps & 1 != 0), Int(slot.pointee.reach) < stepCount {
                let run = UnsafeBufferPointer(start: base + start, count: end &- start)
                advance(slot, over: run, matching: &matching)
            }
            start = end
        }
    }

    /// Loads the slots of the next events at once, which then come from the cache.
    ///
    /// One after the other, waiting for memory would be more than half of all time.
    @inline(__always)
    private mutating func touch(_ events: UnsafeBufferPointer<StageEvent>) {
        guard capacity > 0 else { return }
        for index in 0..<events.count {
            touches &+= slots[home(of: events[index].key)].reach
        }
    }

    /// Where the search for a person's slot begins.
    @inline(__always)
    private func home(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &<< StageEventPartitions.keyBits) &>> shift)
    }

    /// A person's slot; where there is none, a new one of reach 0 if the person begins an attempt now, else nil.
    @inline(__always)
    private mutating func slot(of key: UInt64, begins: Bool) -> UnsafeMutablePointer<PersonSlot>? {
        if capacity > 0 {
            let slot = place(of: key)
            if slot.pointee.reach != 0 { return slot }
        }
        guard begins else { return nil }
        // At most two thirds full.
        if 3 &* (count &+ 1) > 2 &* capacity { grow(to: max(16, 2 &* capacity)) }
        count &+= 1
        let slot = place(of: key)
        slot.pointee.key = key
        return slot
    }

    /// Where the person's slot is or, if there is none, would be.
    @inline(__always)
    private func place(of key: UInt64) -> UnsafeMutablePointer<PersonSlot> {
        var index = home(of: key)
        while slots[index].reach != 0, slots[index].key != key {
            index = (index &+ 1) & (capacity &- 1)
        }
        return slots + index
    }

    /// Makes room at once for persons who may come with a slice, where they are many beside those who are there.
    ///
    /// They come in order of key. If the table grew only as they came, they would crowd its front each time.
    private mutating func reserve(for events: UnsafeBufferPointer<StageEvent>) {
        var persons = 0
        var last: UInt64 = 0
        for index in 0..<events.count where events[index].steps & 1 != 0 {
            persons &+= persons == 0 || events[index].key != last ? 1 : 0
            last = events[index].key
        }
        guard persons > capacity &>> 2 else { return }
        var wanted = max(16, capacity)
        while 3 &* (count &+ persons) > 2 &* wanted { wanted &*= 2 }
        if wanted > capacity { grow(to: wanted) }
    }

    @inline(never)
    private mutating func grow(to wanted: Int) {
        let old = slots
        let oldCapacity = capacity
        capacity = wanted
        shift = UInt64(64 &- capacity.trailingZeroBitCount)
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: PersonSlot(key: 0, latestStart: 0, word: 0, reach: 0), count: capacity)
        for index in 0..<oldCapacity where old[index].reach != 0 {
            place(of: old[index].key).pointee = old[index]
        }
        old.deallocate()
    }

    /// Calls `body` with the key, the reach and the times of the attempt that counts, for each person.
    func forEachPerson(_ body: (UInt64, Int, UnsafePointer<Int64>) -> Void) {
        for index in 0..<capacity where slots[index].reach != 0 {
            withTimes(of: slots + index) { body(slots[index].key, $1, $0) }
        }
    }
}
