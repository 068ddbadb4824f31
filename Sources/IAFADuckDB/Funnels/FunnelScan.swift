internal import DuckDB
internal import Foundation
internal import IAFACore
internal import IAFAEngine
internal import Synchronization

/// Answers a funnel from files and memory: reads the stage events of some days, hands them to the engine, goes on.
struct FunnelScan: Sendable {
    let query: FunnelQuery
    let days: [StoredDay]
    let database: Database
    let cores: Int

    private let matcher: StepMatcher

    /// Days that are read by one query: planning a query a day costs more than reading it.
    private static let sliceDays = 16

    /// Events, of any type, of a slice: bounds what of the stage events is in memory at once.
    private static let sliceEvents = 2_000_000

    /// - Parameters:
    ///   - days: Oldest first.
    ///   - cores: How many may be used.
    init(query: FunnelQuery, days: [StoredDay], database: Database, cores: Int) {
        self.query = query
        self.days = days
        self.database = database
        self.cores = cores
        matcher = StepMatcher(query.definition)
    }

    /// Counts. Blocks.
    ///
    /// - Throws: ``DuckDBError``.
    func run() throws(DuckDBError) -> FunnelTally {
        let machine = OrderedFunnelMachine(
            stepCount: query.definition.steps.count,
            windowMicroseconds: query.definition.conversionWindow.wholeMicroseconds,
            threads: cores
        )
        let sources = (0..<cores).map { _ in StageEventPartitions() }
        let slices = slices()
        // Some slices are read at the same time, then consumed in order.
        for start in stride(from: 0, to: slices.count, by: cores) {
            let wave = Array(slices[start..<min(start + cores, slices.count)])
            try read(wave, into: sources)
            for index in wave.indices {
                machine.consume(slice: [sources[index]])
                sources[index].removeAll()
            }
        }
        return machine.finish(now: query.now)
    }

    private func slices() -> [[StoredDay]] {
        var slices: [[StoredDay]] = []
        var slice: [StoredDay] = []
        var events = 0
        let total = days.reduce(0) { $0 + $1.events }
        // Small enough that every core has a part in it, large enough that planning doesn't count.
        let target = min(Self.sliceEvents, max(200_000, total / (2 * cores)))
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

    private func read(_ slices: [[StoredDay]], into sources: [StageEventPartitions]) throws(DuckDBError) {
        let failure: Mutex<DuckDBError?> = Mutex(nil)
        DispatchQueue.concurrentPerform(iterations: slices.count) { index in
            do throws(DuckDBError) {
                try read(slices[index], into: sources[index])
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock(\.self) { throw error }
    }

    private func read(_ slice: [StoredDay], into source: StageEventPartitions) throws(DuckDBError) {
        let files = slice.flatMap(\.files)
        if !files.isEmpty { try read(files, into: source) }
        for events in slice.flatMap(\.hot) {
            for event in events { append(event.event, to: source) }
        }
    }

    private func read(_ files: [EventFile], into source: StageEventPartitions) throws(DuckDBError) {
        let types = matcher.eventTypes
        let sql = FunnelSQL.stageEvents(withProperties: matcher.needsProperties, eventTypeCount: types.count)
        let statement = try database.connect().prepare(sql)
        try statement.bind(
            [
                .textList(files.map(\.readPath)), .int64(query.range.lowerBound.microseconds),
                .int64(query.range.upperBound.microseconds),
            ] + types.map { .text($0) }
        )
        let result = try statement.stream()
        while let chunk = try result.nextChunk() { append(chunk, to: source) }
    }

    private func append(_ chunk: DataChunk, to source: StageEventPartitions) {
        let persons = chunk.column(0).strings
        let types = chunk.column(1).strings
        let times = chunk.column(2).int64s
        let properties = matcher.needsProperties ? chunk.column(3).strings : nil
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        for row in 0..<chunk.rowCount {
            let steps = matcher.steps(
                satisfiedByType: types.bytes(at: row),
                properties: properties?.bytes(at: row) ?? none
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
                    properties: UnsafeRawBufferPointer(properties)
                )
            }
        }
        guard steps != 0 else { return }
        source.append(key: PersonKey.key(of: event.person), time: event.timestamp.microseconds, steps: steps)
    }
}
