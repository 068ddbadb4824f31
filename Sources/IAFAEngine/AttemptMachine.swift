package import IAFACore
internal import Synchronization

/// Answers a funnel with any options from all events of each person together.
///
/// Exactly what ``IAFACore/FunnelEvaluator`` computes. Persons come in partitions, of which any number may be evaluated
/// at a time, in any order, each once: so a question whose events don't fit into memory is answered in several passes.
///
/// Its calls may come from any thread but never from two at once. Within a call it works on several threads.
package final class AttemptMachine: Sendable {
    private let plan: AttemptPlan
    private let threads: Int
    private let memory: Int
    private let counts: Mutex<Counts>

    private struct Counts {
        var tally: FunnelTally
        var attempts: FunnelAttempts
        var bytes = 0
    }

    /// A machine that has seen no events.
    ///
    /// - Parameters:
    ///   - query: The question; any options.
    ///   - threads: How many threads work during a call, at least 1.
    ///   - memory: How many bytes the counts may take; what is counted beyond them is lost.
    package init(_ query: FunnelQuery, threads: Int, memory: Int = .max) {
        plan = AttemptPlan(query)
        self.threads = threads
        self.memory = memory
        var tally = FunnelTally(stepCount: plan.stepCount)
        for step in plan.optional { tally.isOptional[step] = true }
        counts = Mutex(Counts(tally: tally, attempts: FunnelAttempts(stepCount: plan.stepCount)))
    }

    /// Whether the counts have outgrown their memory, so that they mean nothing.
    package var isFull: Bool { counts.withLock { $0.bytes > memory } }

    /// Evaluates the persons of some partitions, which give their memory back.
    ///
    /// Blocks until done.
    ///
    /// - Parameters:
    ///   - partitions: Whose persons; all their events are in the sources.
    ///   - sources: The events, unsorted, each in one of them.
    ///   - isStopped: Whether nobody wants the result any more, which is then worth nothing; asked from any thread.
    package func evaluate(
        _ partitions: Range<Int>,
        of sources: [AttemptEventPartitions],
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        let next = Atomic(partitions.lowerBound)
        ParallelWork.run(threads: threads) { [self] _ in
            var search = AttemptSearch(plan, isStopped: isStopped)
            var sorter = AttemptEventSorter()
            defer { sorter.deallocate() }
            while true {
                let partition = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard partition < partitions.upperBound, !isStopped(), !isFull else { return }
                Self.follow(sorter.sort(partition, of: sources), &search)
                add(&search)
            }
        }
    }

    /// What all events so far come to.
    ///
    /// - Returns: The counts, and the attempts where the question wants them; of the values of the breakdown only the
    ///   numbers that the events had.
    package func finish() -> (tally: FunnelTally, attempts: FunnelAttempts) {
        counts.withLock { ($0.tally, $0.attempts) }
    }

    private static func follow(_ events: UnsafeBufferPointer<AttemptEvent>, _ search: inout AttemptSearch) {
        var start = 0
        while start < events.count {
            let key = events[start].key
            var end = start &+ 1
            while end < events.count, events[end].key == key { end &+= 1 }
            search.follow(UnsafeBufferPointer(rebasing: events[start..<end]))
            start = end
        }
    }

    private func add(_ search: inout AttemptSearch) {
        let bytes = search.byteCount
        let (tally, attempts) = search.takeCounts()
        counts.withLock { counts in
            counts.bytes += bytes
            counts.tally.add(tally)
            counts.attempts.add(attempts)
        }
    }
}
