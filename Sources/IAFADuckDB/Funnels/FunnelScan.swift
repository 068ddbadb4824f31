internal import DuckDB
internal import IAFACore
internal import IAFAEngine
internal import Synchronization

/// Answers a funnel from indexes, files and memory.
///
/// Where indexes hold most of the events, reads all others, then hands both to the engine at once. Else reads the stage
/// events of some days, hands them to the engine, goes on.
struct FunnelScan: Sendable {
    let query: FunnelQuery
    let days: [PlannedDay]
    let database: Database
    let cores: Int
    let stop: StopSignal
    let meter = FunnelMeter()

    private let matcher: StepMatcher

    /// Events that are in no index and may be in memory at once, 24 bytes each.
    private let eventLimit: Int

    /// Days that are read by one query: planning a query a day costs more than reading it.
    private static let sliceDays = 16

    /// Slices that are read at the same time or one after the other before the engine goes on.
    ///
    /// Several a core, so that no core waits long for another.
    private static let waveSlices = 8

    /// Events, of any type, of the slices of a wave: bounds what of the stage events is in memory at once.
    private static let waveEvents = 4_000_000

    /// - `days`: Oldest first.
    /// - `eventLimit`: How many events that are in no index may be in memory at once.
    /// - `cores`: How many may be used.
    /// - `stop`: Ends the scan early; what it then counted means nothing.
    init(
        query: FunnelQuery,
        days: [StoredDay],
        stageIndex: (any StageIndex)?,
        database: Database,
        eventLimit: Int,
        cores: Int,
        stop: StopSignal
    ) {
        self.query = query
        self.database = database
        self.eventLimit = eventLimit
        self.cores = cores
        self.stop = stop
        let matcher = StepMatcher(query.definition)
        self.matcher = matcher
        self.days = meter.measure(.plan) {
            PlannedDay.plan(days, for: query, matcher, stageIndex, threads: cores)
        }
    }

    /// Whether the engine takes all days at once.
    var isSweep: Bool {
        days.contains { $0.index != nil } && days.reduce(0) { $0 + $1.otherEvents } <= eventLimit
            && OrderedFunnelSweep.spans(sweptTimes)
    }

    /// The question's range, as far as there are days with events.
    private var sweptTimes: Range<Timestamp> {
        guard let first = days.first?.stored.day, let last = days.last?.stored.day else { return query.range }
        return query.range.clamped(to: first.start..<last.advanced(by: 1).start)
    }

    /// Counts.
    ///
    /// Blocks.
    ///
    /// - Throws: ``DuckDBError``.
    func run() throws(DuckDBError) -> FunnelTally { isSweep ? try sweep() : try scan() }

    private var windowMicroseconds: Int64 { query.definition.conversionWindow.wholeMicroseconds }

    /// Reads what no index has, then lets the engine follow each person through all days.
    private func sweep() throws(DuckDBError) -> FunnelTally {
        let rest = days.filter { $0.otherEvents > 0 }
        let slices = slices(of: rest)
        let sources = slices.map { _ in StageEventPartitions() }
        try meter.measure(.read) { () throws(DuckDBError) in try read(slices, into: sources) }
        let sections = days.flatMap(\.sections)
        meter.addIndexRows(sections.reduce(0) { $0 + $1.count })
        let sweep = OrderedFunnelSweep(
            stepCount: query.definition.steps.count,
            windowMicroseconds: windowMicroseconds,
            times: sweptTimes,
            threads: cores
        )
        return meter.measure(.count) {
            sweep.run(sections, others: sources, now: query.now) { stop.isStopped }
        }
    }

    /// Reads some days after the others, and lets the engine keep a state a person.
    private func scan() throws(DuckDBError) -> FunnelTally {
        let machine = OrderedFunnelMachine(
            stepCount: query.definition.steps.count,
            windowMicroseconds: windowMicroseconds,
            threads: cores
        )
        let sources = (0..<Self.waveSlices).map { _ in StageEventPartitions() }
        let slices = slices(of: days)
        for start in stride(from: 0, to: slices.count, by: Self.waveSlices) {
            guard !stop.isStopped else { break }
            let wave = Array(slices[start..<min(start + Self.waveSlices, slices.count)])
            try meter.measure(.read) { () throws(DuckDBError) in
                try read(wave, into: sources)
                for (slice, source) in zip(wave, sources) { append(slice.flatMap(\.sections), to: source) }
            }
            // All of a wave is one slice to the engine, which sorts it by person and time.
            meter.measure(.count) {
                machine.consume(slice: Array(sources[..<wave.count])) { stop.isStopped }
            }
            for source in sources { source.removeAll() }
        }
        return meter.measure(.count) { machine.finish(now: query.now) }
    }

    private func slices(of days: [PlannedDay]) -> [[PlannedDay]] {
        var slices: [[PlannedDay]] = []
        var slice: [PlannedDay] = []
        var events = 0
        let total = days.reduce(0) { $0 + $1.stored.events }
        let target = max(50_000, min(Self.waveEvents, total) / Self.waveSlices)
        for day in days {
            if !slice.isEmpty, slice.count >= Self.sliceDays || events + day.stored.events > target {
                slices.append(slice)
                slice = []
                events = 0
            }
            slice.append(day)
            events += day.stored.events
        }
        if !slice.isEmpty { slices.append(slice) }
        return slices
    }

    /// Reads slices on as many threads as there are cores; each takes the next one as soon as it is free.
    private func read(_ slices: [[PlannedDay]], into sources: [StageEventPartitions]) throws(DuckDBError) {
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

    private func read(_ slice: [PlannedDay], into source: StageEventPartitions) throws(DuckDBError) {
        let filtered = matcher.filteredEventTypes
        // By their bytes, as everything else: two texts that Swift calls equal may be two types.
        let plain = matcher.eventTypes.filter { type in !filtered.contains { $0.utf8.elementsEqual(type.utf8) } }
        try read(slice.flatMap(\.files), types: filtered + plain, into: source)
        try read(slice.compactMap(\.filteredFile), types: filtered, into: source)
        for events in slice.flatMap(\.stored.hot) {
            meter.addMemoryRows(events.count)
            for event in events {
                guard !stop.isStopped else { return }
                append(event.event, to: source)
            }
        }
    }

    /// - `types`: Those that are filtered come first.
    private func read(
        _ files: [EventFile],
        types: [String],
        into source: StageEventPartitions
    ) throws(DuckDBError) {
        guard !files.isEmpty else { return }
        let sql = FunnelSQL.stageEvents(eventTypes: types.count, filtered: matcher.filteredEventTypes.count)
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

    private func append(_ sections: [SweepSection], to source: StageEventPartitions) {
        for section in sections {
            guard !stop.isStopped else { return }
            meter.addIndexRows(section.count)
            section.append(to: source, times: query.range)
        }
    }

    private func append(_ chunk: DataChunk, to source: StageEventPartitions) {
        meter.addFileRows(chunk.rowCount)
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
