internal import DuckDB
internal import IAFACore
internal import IAFAEngine
internal import Synchronization

/// Answers a funnel with any options: gathers all events of some persons, lets the engine follow them, goes on with
/// the next persons.
///
/// As a rule all persons fit into memory at once; else the files are read several times.
struct AttemptScan: Sendable {
    let query: FunnelQuery
    let days: [StoredDay]
    let database: Database
    let cores: Int
    let stop: StopSignal
    let meter = FunnelMeter()

    let maker: AttemptEventMaker
    private let values: BreakdownValues
    let memory: AttemptMemory
    private let machine: AttemptMachine

    /// Where events may lie, in µs.
    let range: Range<Int64>

    /// Days, and about how many events of any type, that are read by one query.
    private static let sliceDays = 16
    private static let sliceEvents = 400_000

    /// - `days`: Those of the query's visible range.
    /// - `cores`: How many may be used.
    /// - `memory`: How many bytes the events, the counts and the values of a breakdown may take, each.
    /// - `stop`: Ends the scan early; what it then counted means nothing.
    init(query: FunnelQuery, days: [StoredDay], database: Database, cores: Int, memory: Int, stop: StopSignal) {
        self.query = query
        self.days = days
        self.database = database
        self.cores = cores
        self.stop = stop
        values = BreakdownValues(memory: memory)
        maker = AttemptEventMaker(query, values: values)
        self.memory = AttemptMemory(workers: cores, limit: memory)
        machine = AttemptMachine(query, threads: cores, memory: memory)
        let visible = query.visibleRange
        range = visible.lowerBound.microseconds..<visible.upperBound.microseconds
    }

    /// Counts.
    ///
    /// Blocks.
    ///
    /// - Throws: ``EventStoreError``.
    func run() throws(EventStoreError) -> (tally: FunnelTally, attempts: FunnelAttempts) {
        let slices = slices()
        var lower = 0
        var width = AttemptEventPartitions.count
        var strays = 0
        while lower < AttemptEventPartitions.count, !stop.isStopped {
            memory.begin(upTo: min(AttemptEventPartitions.count, lower + width))
            strays = try meter.measure(.read) { () throws(EventStoreError) in try read(slices, from: lower) }
            memory.end()
            let upper = memory.upper
            meter.measure(.count) { machine.evaluate(lower..<upper, of: memory.sources) { stop.isStopped } }
            width = upper - lower
            lower = upper
            if values.isFull || machine.isFull {
                throw .tooLarge(message: "the answer needs more memory than the engine may use; ask for fewer days")
            }
        }
        var (tally, attempts) = meter.measure(.count) { machine.finish() }
        tally.eventsWithoutSession = strays
        attempts.values = values.all
        return (tally, attempts)
    }

    /// Whether an event lies in the range of the question itself.
    func isInRange(_ time: Int64) -> Bool { query.range.contains(Timestamp(microseconds: time)) }

    private func slices() -> [[StoredDay]] {
        var slices: [[StoredDay]] = []
        var events = 0
        for day in days {
            if let last = slices.last, last.count < Self.sliceDays, events + day.events <= Self.sliceEvents {
                slices[slices.count - 1].append(day)
                events += day.events
            } else {
                slices.append([day])
                events = day.events
            }
        }
        return slices
    }

    /// Reads everything on as many threads as there are cores.
    ///
    /// - Returns: How many events of steps have no session, where those are counted.
    private func read(_ slices: [[StoredDay]], from lower: Int) throws(EventStoreError) -> Int {
        let failure: Mutex<EventStoreError?> = Mutex(nil)
        let next = Atomic(0)
        let strays = Atomic(0)
        ParallelWork.run(threads: cores) { worker in
            var reader = AttemptReader(self, worker: worker, lower: lower)
            do throws(EventStoreError) {
                try reader.settle()
                while failure.withLock({ $0 == nil }), !stop.isStopped {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < slices.count else { break }
                    try reader.read(slices[index])
                }
                try reader.settle(hasEnded: true)
            } catch {
                failure.withLock { $0 = error }
            }
            strays.add(reader.strays, ordering: .relaxed)
        }
        if let error = failure.withLock(\.self) { throw error }
        return strays.load(ordering: .relaxed)
    }
}
