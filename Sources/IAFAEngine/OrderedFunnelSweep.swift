package import IAFACore
private import Synchronization

/// Follows all persons through an ordered funnel, some persons after the others: each with all events of all days at
/// once, so that what is known of a person need not be kept.
///
/// The same rule and the same outcome as ``OrderedFunnelMachine``, which takes slices of time one after the other.
/// Reads the sections of stage indexes where they lie; memory grows with the persons who take more than one step, and
/// with the other events.
package struct OrderedFunnelSweep {
    /// Events that a worker has at hand at a time, about: as many as stay in its caches.
    package static let eventsAtHand = 8_192

    private static let mostRangeBits = 12

    /// Below this, threads cost more than they save.
    private static let fewestEventsForThreads = 4096

    private let stepCount: Int
    private let windowMicroseconds: Int64
    private let times: Range<Timestamp>
    private let threads: Int
    private let eventsAtHand: Int

    /// A sweep.
    ///
    /// - Parameters:
    ///   - stepCount: The number of steps, 2…20.
    ///   - windowMicroseconds: The longest time from an attempt's first event to its last, in µs.
    ///   - times: When the events lie that count.
    ///   - threads: How many threads work, at least 1.
    ///   - eventsAtHand: How many events a worker takes at a time, about.
    package init(
        stepCount: Int,
        windowMicroseconds: Int64,
        times: Range<Timestamp>,
        threads: Int,
        eventsAtHand: Int = Self.eventsAtHand
    ) {
        precondition(FunnelDefinition.stepCountRange.contains(stepCount), "a funnel has 2 to 20 steps")
        precondition(windowMicroseconds >= 0, "a window is no less than nothing")
        precondition(threads > 0, "someone has to work")
        precondition(Self.spans(times), "a sweep is over no more than 17 years")
        self.stepCount = stepCount
        self.windowMicroseconds = windowMicroseconds
        self.times = times
        self.threads = threads
        self.eventsAtHand = eventsAtHand
    }

    /// Whether a range of time is short enough for a sweep.
    package static func spans(_ times: Range<Timestamp>) -> Bool {
        let (span, isTooLong) = times.upperBound.microseconds
            .subtractingReportingOverflow(times.lowerBound.microseconds)
        return !isTooLong && span <= PackedEvent.timeSpan
    }

    /// Counts.
    ///
    /// Blocks until done.
    ///
    /// - Parameters:
    ///   - sections: Events of stage indexes.
    ///   - others: Events of the question's range from elsewhere, unsorted.
    ///   - now: The moment of the question, by which attempts are in progress.
    ///   - isStopped: Whether nobody wants the result any more, which is then worth nothing; asked from any thread.
    /// - Returns: The tally of all persons.
    package func run(
        _ sections: [SweepSection],
        others: [StageEventPartitions],
        now: Timestamp,
        isStopped: @Sendable () -> Bool = { false }
    ) -> FunnelTally {
        let count = sections.reduce(0) { $0 + $1.count } + others.reduce(0) { $0 + $1.eventCount }
        let threads = count < Self.fewestEventsForThreads ? 1 : threads
        let sorted = SortedPartitions(others, threads: threads)
        defer { sorted.deallocate() }
        let rangeBits = rangeBits(for: count)
        let base = times.lowerBound.microseconds
        let workers = UnsafeMutablePointer<SweepWorker>.allocate(capacity: threads)
        defer { workers.deallocate() }
        return sections.withUnsafeBufferPointer { sections in
            for index in 0..<threads {
                (workers + index).initialize(
                    to: SweepWorker(
                        stepCount: stepCount,
                        windowMicroseconds: windowMicroseconds,
                        gatherer: SweepGatherer(sections: sections, times: times, base: base, rangeBits: rangeBits),
                        base: base,
                        now: now
                    )
                )
            }
            defer { for index in 0..<threads { workers[index].deallocate() } }
            let shared = SharedWorkers(workers: workers)
            let next = Atomic(0)
            ParallelWork.run(threads: threads) { worker in
                while !isStopped() {
                    let range = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard range < 1 << rangeBits else { return }
                    shared.workers[worker].work(on: range, others: sorted.events(ofKeysWith: range, bits: rangeBits))
                }
            }
            return SweepWorker.tally(of: UnsafeBufferPointer(start: workers, count: threads), stepCount: stepCount)
        }
    }

    private func rangeBits(for count: Int) -> Int {
        var bits = Int(StageEventPartitions.keyBits)
        while bits < Self.mostRangeBits, count >> bits > eventsAtHand { bits += 1 }
        return bits
    }

    /// May cross threads unchecked: each uses the worker of its own number.
    private struct SharedWorkers: @unchecked Sendable {
        let workers: UnsafeMutablePointer<SweepWorker>
    }
}
