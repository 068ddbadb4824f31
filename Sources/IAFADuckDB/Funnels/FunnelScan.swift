internal import DuckDB
internal import IAFACore
internal import IAFAEngine
internal import Synchronization

/// Answers a funnel from files and memory: reads the stage events of some days, hands them to the engine, goes on.
struct FunnelScan: Sendable {
    let query: FunnelQuery
    let days: [StoredDay]
    let database: Database
    let cores: Int
    let stop: StopSignal

    private let matcher: StepMatcher

    /// Days that are read by one query: planning a query a day costs more than reading it.
    private static let sliceDays = 16

    /// Slices that are read at the same time or one after the other before the engine goes on.
    ///
    /// Several a core, so that no core waits long for another.
    private static let waveSlices = 8

    /// Events, of any type, of the slices of a wave: bounds what of the stage events is in memory at once.
    private static let waveEvents = 4_000_000

    /// - `days`: Oldest first.
    /// - `cores`: How many may be used.
    /// - `stop`: Ends the scan early; what it then counted means nothing.
    init(query: FunnelQuery, days: [StoredDay], database: Database, cores: Int, stop: StopSignal) {
        self.query = query
        self.days = days
        self.database = database
        self.cores = cores
        self.stop = stop
        matcher = StepMatcher(query.definition)
    }

    /// Counts.
    ///
    /// Blocks.
    ///
    /// - Throws: ``DuckDBError``.
    func run() throws(DuckDBError) -> FunnelTally {
        let machine = OrderedFunnelMachine(
            stepCount: query.definition.steps.count,
            windowMicroseconds: query.definition.conversionWindow.wholeMicroseconds,
            threads: cores
        )
        let sources = (0..<Self.waveSlices).map { _ in StageEventPartitions() }
        let slices = slices()
        for start in stride(from: 0, to: slices.count, by: Self.waveSlices) {
            guard !stop.isStopped else { break }
            let wave = Array(slices[start..<min(start + Self.waveSlices, slices.count)])
            try read(wave, into: sources)
            // All of a wave is one slice to the engine, which sorts it by person and time.
            machine.consume(slice: Array(sources[..<wave.count])) { stop.isStopped }
            for source in sources { source.removeAll() }
        }
        return machine.finish(now: query.now)
    }

    private func slices() -> [[StoredDay]] {
        var slices: [[StoredDay]] = []
        var slice: [StoredDay] = []
        var events = 0
        let total = days.reduce(0) { $0 + $1.events }
        let target = max(50_000, min(Self.waveEvents, total) / Self.waveSlices)
        for day in days {
            if !slice.isEmpty, slice.count >= Self.sliceDays || events + day.events > target {
                slices.append(slice)
                slice = []
                events = 0
            }
            slice.append(day)
            events += day.events
        }
        if !slice.isEmpty { slices.append(slice) }
        return slices
    }

    /// Reads slices on as many threads as there are cores; each takes the next one as soon as it is free.
    private func read(_ slices: [[StoredDay]], into sources: [StageEventPartitions]) throws(DuckDBError) {
        let failure: Mutex<DuckDBError?> = Mutex(nil)
        let next = Atomic(0)
        ParallelWork.run(threads: min(cores, slices.count)) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < slices.count, !stop.isStopped, failure.withLock({ $0 == nil }) else { return }
                do throws(DuckDBError) {
                    try read(slices[index], into: sources[index])
                } catch {
                    failure.withLock { $0 = error }
                }
            }
        }
        if let error = failure.withLock(\.self) { throw error }
    }

    private func read(_ slice: [StoredDay], into source: StageEventPartitions) throws(DuckDBError) {
        let files = slice.flatMap(\.files)
        if !files.isEmpty { try read(files, into: source) }
        for events in slice.flatMap(\.hot) {
            for event in events {
                guard !stop.isStopped else { return }
                append(event.event, to: source)
            }
        }
    }

    private func read(_ files: [EventFile], into source: StageEventPartitions) throws(DuckDBError) {
        let filtered = matcher.filteredEventTypes
        // By their bytes, as everything else: two texts that Swift calls equal may be two types.
        let types =
            filtered + matcher.eventTypes.filter { type in !filtered.contains { $0.utf8.elementsEqual(type.utf8) } }
        let sql = FunnelSQL.stageEvents(eventTypes: types.count, filtered: filtered.count)
        let connection = try database.connect()
        try stop.watch(connection) { () throws(DuckDBError) in
            let statement = try connection.prepare(sql)
            try statement.bind(
                [
                    .paths(files.map(\.readPath)), .int64(query.range.lowerBound.microseconds),
                    .int64(query.range.upperBound.microseconds),
                ] + types.map { .text($0) }
            )
            let result = try statement.stream()
            while !stop.isStopped, let chunk = try result.nextChunk() { append(chunk, to: source) }
        }
    }

    private func append(_ chunk: DataChunk, to source: StageEventPartitions) {
        let persons = chunk.column(0).strings
        let types = chunk.column(1).strings
        let times = chunk.column(2).int64s
        let properties = matcher.needsProperties ? chunk.column(3) : nil
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        for row in 0..<chunk.rowCount {
            // A pattern may take long over one row's properties.
            if properties != nil, stop.isStopped { return }
            let isRead = properties.map { !$0.isNull(at: row) } ?? false
            let steps = matcher.steps(
                satisfiedByType: types.bytes(at: row),
                properties: isRead ? properties?.strings.bytes(at: row) ?? none : none,
                isStopped: { stop.isStopped }
            )
            guard steps != 0 else { continue }
            source.append(key: PersonKey.key(of: persons.bytes(at: row)), time: times[row], steps: steps)
        }
    }

    private func append(_ event: Event, to source: StageEventPartitions) {
        guard query.range.contains(event.timestamp) else { return }
        var type = event.type
        var properties = event.properties
        let steps = type.withUTF8 { type in
            properties.withUTF8 { properties in
                matcher.steps(
                    satisfiedByType: UnsafeRawBufferPointer(type),
                    properties: UnsafeRawBufferPointer(properties),
                    isStopped: { stop.isStopped }
                )
            }
        }
        guard steps != 0 else { return }
        source.append(key: PersonKey.key(of: event.person), time: event.timestamp.microseconds, steps: steps)
    }
}
