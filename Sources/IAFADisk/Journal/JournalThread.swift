internal import IAFACore

/// What the journal's thread does with what it took from the queue.
struct JournalThread {
    private var writer: JournalWriter
    private let onDurable: @Sendable ([SequencedEvent]) -> Void
    private var counts: JournalProgress

    /// Kept from one write to the next, so that its memory is asked for once.
    private var batch: [UInt8] = []

    /// A batch above this many bytes gives its memory back.
    private static let keptCapacity = 8 << 20

    init(writer: JournalWriter, onDurable: @escaping @Sendable ([SequencedEvent]) -> Void) {
        self.writer = writer
        self.onDurable = onDurable
        counts = writer.progress
    }

    var progress: JournalProgress { counts }

    /// Makes the calls' events durable and hands them on.
    ///
    /// - Returns: Whether the disk was asked to do something, and did it.
    /// - Throws: ``DiskError``; then nothing was handed on.
    mutating func write(_ work: JournalQueue.Work) throws(DiskError) -> Bool {
        var events: [SequencedEvent] = []
        batch.removeAll(keepingCapacity: batch.capacity <= Self.keptCapacity)
        batch.append(contentsOf: repeatElement(0, count: JournalFormat.markSize))
        for call in work.calls { call.seal(into: &batch, &events) }
        guard let first = events.first, let last = events.last else {
            // Nothing but repetitions. What they repeat was written before: calls are written in their order.
            if work.probes.isEmpty { return false }
            try writer.prepare(firstSequence: work.nextSequence)
            return true
        }
        let start = ContinuousClock.now
        try writer.write(&batch, firstSequence: first.sequence, lastSequence: last.sequence)
        counts.syncDuration += ContinuousClock.now - start
        counts.syncCount += 1
        counts.eventCount += events.count
        note()
        onDurable(events)
        return true
    }

    mutating func discard(_ sequence: UInt64) -> Result<Void, EventLogError> {
        defer { note() }
        do throws(DiskError) {
            try writer.discard(through: sequence)
            return .success(())
        } catch {
            return .failure(.unavailable(message: error.description))
        }
    }

    mutating func finish() { writer.finish() }

    private mutating func note() {
        counts.segmentCount = writer.segmentCount
        counts.byteCount = writer.byteCount
        counts.lastSequence = writer.lastSequence
    }
}
