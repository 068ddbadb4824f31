internal import IAFACore

/// What one thread of a sweep works with.
struct SweepWorker {
    private var gatherer: SweepGatherer
    private var table: PersonTable
    private var matching: SimultaneousMatching
    private let results: SweepResults
    private var scratch = StageEventBuffer()
    private let base: Int64

    /// Has counted nothing yet; the gatherer is its own from now on.
    init(stepCount: Int, windowMicroseconds: Int64, gatherer: SweepGatherer, base: Int64, now: Timestamp) {
        self.gatherer = gatherer
        self.base = base
        table = PersonTable(stepCount: stepCount, windowMicroseconds: windowMicroseconds)
        matching = SimultaneousMatching(stepCount: stepCount)
        results = SweepResults(stepCount: stepCount, now: now)
    }

    /// Gives the memory back; the worker is not to be used again.
    func deallocate() {
        gatherer.deallocate()
        table.deallocate()
        matching.deallocate()
        results.deallocate()
        scratch.deallocate()
    }

    /// Counts the persons of a range.
    ///
    /// - Parameters:
    ///   - range: The leading bits of their keys.
    ///   - others: The events that no section has, of these persons only.
    mutating func work(on range: Int, others: UnsafeBufferPointer<StageEvent>) {
        gatherer.gather(range: range, others: others)
        for bucket in 0..<gatherer.bucketCount {
            let events = gatherer.sortedBucket(bucket)
            table.settle(events, base: base, into: results, scratch: &scratch, matching: &matching)
        }
    }

    /// What some workers counted in all.
    static func tally(of workers: UnsafeBufferPointer<SweepWorker>, stepCount: Int) -> FunnelTally {
        var tally = FunnelTally(stepCount: stepCount)
        for worker in workers {
            for reach in 1...stepCount { tally.reachCounts[reach - 1] += worker.table.reachCounts[reach] }
            for reach in 1..<stepCount { tally.inProgressCounts[reach - 1] += worker.results.openCounts[reach] }
        }
        tally.totalDurations = column(0, of: workers)
        tally.stepDurations = (1..<stepCount).map { column($0, of: workers) }
        return tally
    }

    private static func column(_ column: Int, of workers: UnsafeBufferPointer<SweepWorker>) -> [Int64] {
        let count = workers.reduce(0) { $0 + $1.results.count(inColumn: column) }
        return Array(unsafeUninitializedCapacity: count) { target, filled in
            guard let base = target.baseAddress else { return }
            for worker in workers {
                worker.results.copy(column: column, to: base + filled)
                filled += worker.results.count(inColumn: column)
            }
        }
    }
}
