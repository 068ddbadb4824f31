internal import IAFACore
internal import Synchronization

/// Notes what a scan reads, and how long it takes; from any thread.
final class FunnelMeter: Sendable {
    /// A part of the work.
    enum Part: Int, CaseIterable {
        case plan, read, count, statistics
    }

    private let indexRows = Atomic(0)
    private let fileRows = Atomic(0)
    private let memoryRows = Atomic(0)
    private let durations = Mutex([Duration](repeating: .zero, count: Part.allCases.count))

    /// Does a part of the work.
    func measure<Value, Failure: Error>(_ part: Part, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let clock = ContinuousClock()
        let begin = clock.now
        defer { durations.withLock { $0[part.rawValue] += clock.now - begin } }
        return try body()
    }

    func addIndexRows(_ count: Int) { indexRows.add(count, ordering: .relaxed) }
    func addFileRows(_ count: Int) { fileRows.add(count, ordering: .relaxed) }
    func addMemoryRows(_ count: Int) { memoryRows.add(count, ordering: .relaxed) }

    /// Writes down what was noted.
    func fill(_ explanation: inout FunnelExplanation, total: Duration) {
        explanation.indexRows = indexRows.load(ordering: .relaxed)
        explanation.fileRows = fileRows.load(ordering: .relaxed)
        explanation.memoryRows = memoryRows.load(ordering: .relaxed)
        explanation.indexBytes = explanation.indexRows * StageRecord.byteCount
        let durations = durations.withLock(\.self)
        func milliseconds(_ part: Part) -> Double { durations[part.rawValue].inMilliseconds }
        explanation.times.planMs = milliseconds(.plan)
        explanation.times.readMs = milliseconds(.read)
        explanation.times.countMs = milliseconds(.count)
        explanation.times.statisticsMs = milliseconds(.statistics)
        explanation.times.totalMs = total.inMilliseconds
    }
}

extension Duration {
    /// In ms, to three places.
    fileprivate var inMilliseconds: Double { (self / .microseconds(1)).rounded() / 1_000 }
}
