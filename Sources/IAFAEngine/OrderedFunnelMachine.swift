internal import IAFACore
private import Synchronization

/// Follows all persons through an ordered funnel in one pass over their events, a slice of time after the other.
///
/// Exactly what ``IAFACore/FunnelEvaluator`` computes, with a state per person whose size depends on how far the person
/// got and not on the number of events. Known as a "state per step" scan; see docs/funnels.md for why it is exact.
///
/// Its calls may come from any thread but never from two at once, and it guards nothing itself: that is why it may
/// cross threads unchecked. Within a call it works on several threads, each on partitions of its own.
package final class OrderedFunnelMachine: @unchecked Sendable {
    /// Below this, threads cost more than they save.
    private static let fewestEventsForThreads = 4096

    let stepCount: Int
    let windowMicroseconds: Int64
    let threads: Int
    let tables: UnsafeMutablePointer<PersonTable>
    private let sorters: UnsafeMutablePointer<StageEventSorter>
    private let matchings: UnsafeMutablePointer<SimultaneousMatching>

    /// A machine that has seen no events.
    ///
    /// - Parameters:
    ///   - stepCount: The number of steps, 2…20.
    ///   - windowMicroseconds: The longest time from an attempt's first event to its last, in µs.
    ///   - threads: How many threads work during a call, at least 1.
    package init(stepCount: Int, windowMicroseconds: Int64, threads: Int) {
        precondition(FunnelDefinition.stepCountRange.contains(stepCount), "a funnel has 2 to 20 steps")
        precondition(windowMicroseconds >= 0, "a window is no less than nothing")
        precondition(threads > 0, "someone has to work")
        self.stepCount = stepCount
        self.windowMicroseconds = windowMicroseconds
        self.threads = threads
        tables = .allocate(capacity: StageEventPartitions.count)
        for index in 0..<StageEventPartitions.count {
            (tables + index).initialize(
                to: PersonTable(stepCount: stepCount, windowMicroseconds: windowMicroseconds)
            )
        }
        sorters = .allocate(capacity: threads)
        matchings = .allocate(capacity: threads)
        for index in 0..<threads {
            (sorters + index).initialize(to: StageEventSorter())
            (matchings + index).initialize(to: SimultaneousMatching(stepCount: stepCount))
        }
    }

    deinit {
        for index in 0..<StageEventPartitions.count { tables[index].deallocate() }
        for index in 0..<threads {
            sorters[index].deallocate()
            matchings[index].deallocate()
        }
        tables.deallocate()
        sorters.deallocate()
        matchings.deallocate()
    }

    /// Takes in the events of the next slice of time, which may be of any length.
    ///
    /// Blocks until done. Every event is later than all events of earlier slices: not even one timestamp of a person
    /// may be spread over two slices, since simultaneous events must be seen together.
    /// - Parameters:
    ///   - slice: The slice's events, unsorted, each in one of the sources. They stay as they are; nobody adds to them
    ///     meanwhile.
    ///   - isStopped: Whether nobody wants the result any more, which is then worth nothing; asked from any thread.
    package func consume(slice: [StageEventPartitions], isStopped: @Sendable () -> Bool = { false }) {
        let isWorthThreads = slice.reduce(0) { $0 + $1.eventCount } >= Self.fewestEventsForThreads
        forEachPartition(threads: isWorthThreads ? threads : 1) { [self] worker, partition in
            guard !isStopped() else { return }
            let events = sorters[worker].sort(partition: partition, of: slice)
            tables[partition].consume(events, matching: &matchings[worker])
        }
    }

    /// Calls `work` with a worker's and a partition's number, once a partition; a worker is one thread at a time.
    func forEachPartition(threads: Int, _ work: @Sendable (_ worker: Int, _ partition: Int) -> Void) {
        guard threads > 1 else {
            for partition in 0..<StageEventPartitions.count { work(0, partition) }
            return
        }
        let next = Atomic(0)
        ParallelWork.run(threads: threads) { worker in
            while true {
                let partition = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard partition < StageEventPartitions.count else { return }
                work(worker, partition)
            }
        }
    }
}
