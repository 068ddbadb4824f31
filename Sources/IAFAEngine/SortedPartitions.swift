internal import IAFACore
private import Synchronization

/// Events from several sources, in order of person and time within each partition.
///
/// May cross threads unchecked: once it is made, nobody writes to it.
struct SortedPartitions: @unchecked Sendable {
    private let sorters: UnsafeMutablePointer<StageEventSorter>
    private let events: UnsafeMutablePointer<UnsafeBufferPointer<StageEvent>>

    /// Sorts; the sources stay as they are and are used as long as this is.
    init(_ sources: [StageEventPartitions], threads: Int) {
        sorters = .allocate(capacity: StageEventPartitions.count)
        events = .allocate(capacity: StageEventPartitions.count)
        for partition in 0..<StageEventPartitions.count {
            (sorters + partition).initialize(to: StageEventSorter())
            (events + partition).initialize(to: UnsafeBufferPointer(start: nil, count: 0))
        }
        guard sources.contains(where: { $0.eventCount > 0 }) else { return }
        let own = self
        let next = Atomic(0)
        ParallelWork.run(threads: threads) { _ in
            while true {
                let partition = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard partition < StageEventPartitions.count else { return }
                own.events[partition] = own.sorters[partition].sort(partition: partition, of: sources)
            }
        }
    }

    /// Gives the memory back; not to be used again.
    func deallocate() {
        for partition in 0..<StageEventPartitions.count { sorters[partition].deallocate() }
        sorters.deallocate()
        events.deallocate()
    }

    /// The events of the persons whose keys begin with some bits, at least as many as a partition's.
    func events(ofKeysWith prefix: Int, bits: Int) -> UnsafeBufferPointer<StageEvent> {
        let all = events[prefix &>> (bits &- Int(StageEventPartitions.keyBits))]
        let start = firstPlace(in: all, notBelow: UInt64(truncatingIfNeeded: prefix), bits: bits)
        let end = firstPlace(in: all, notBelow: UInt64(truncatingIfNeeded: prefix &+ 1), bits: bits)
        return UnsafeBufferPointer(rebasing: all[start..<end])
    }

    private func firstPlace(in events: UnsafeBufferPointer<StageEvent>, notBelow prefix: UInt64, bits: Int) -> Int {
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low &+ high) &>> 1
            if events[middle].key &>> UInt64(64 &- bits) < prefix { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
