internal import Dispatch
package import IAFACore
internal import Synchronization

/// The event log on disk: appended to by one thread, that makes all durable at once which came in meanwhile.
///
/// A journal must be closed: until then its thread and its files stay.
package final class Journal: EventLog {
    private let queue: Mutex<JournalQueue>
    private let archive: EventIDArchive
    private let clock: any WallClock

    /// One wide: the archive is changed by one caller at a time.
    private let archiveLane = BlockingLane(width: 1)

    /// Counts reasons for the thread to look at the queue; may be higher than needed, never lower.
    private let wakeUps = DispatchSemaphore(value: 0)

    private init(queue: consuming sending JournalQueue, archive: EventIDArchive, clock: any WallClock) {
        self.queue = Mutex(queue)
        self.archive = archive
        self.clock = clock
    }

    /// Opens a journal for writing, and makes its folder where there is none.
    ///
    /// Blocks. Only one process may do that: hold a ``DirectoryLock``. What the journal holds is read before, by
    /// ``JournalReader/replay(directory:fileSystem:_:)``.
    ///
    /// - Parameters:
    ///   - directory: The journal's folder.
    ///   - options: Its bounds.
    ///   - recentIDs: The ids that are known and not in the archive, those of the journal's own events included.
    ///   - archive: The ids that are known and left the memory; the journal's alone from now on.
    ///   - firstFreeSequence: Higher than the sequence number of every event in any file.
    ///   - clock: Tells when ids are archived.
    ///   - fileSystem: Does the work.
    ///   - onDurable: Takes events as soon as they are durable, in order of sequence, before anybody hears of it. It is
    ///     called on the journal's thread, which writes nothing meanwhile.
    /// - Returns: The journal; it must be closed.
    /// - Throws: ``JournalError``.
    package static func open(
        directory: String,
        options: JournalOptions = JournalOptions(),
        recentIDs: consuming EventIDSet,
        archive: EventIDArchive,
        firstFreeSequence: UInt64,
        clock: any WallClock = SystemWallClock(),
        fileSystem: FileSystem = .system,
        onDurable: @escaping @Sendable ([SequencedEvent]) -> Void
    ) throws(JournalError) -> Journal {
        let writer = try JournalWriter.open(directory: directory, options: options, fileSystem: fileSystem)
        let journal = Journal(
            queue: JournalQueue(
                recent: recentIDs,
                archive: archive.snapshot,
                coveredThrough: archive.coveredThrough,
                nextSequence: max(firstFreeSequence, writer.lastSequence + 1),
                options: options,
                progress: writer.progress
            ),
            archive: archive,
            clock: clock
        )
        do throws(DiskError) {
            try DedicatedThread.start("journal") {
                var thread = JournalThread(writer: writer, onDurable: onDurable)
                journal.run(&thread)
            }
        } catch {
            throw .disk(error)
        }
        return journal
    }

    package func append(
        _ events: [Event],
        to project: Identifier<Project>
    ) async throws(EventLogError) -> [EventLogVerdict] {
        if events.isEmpty { return [] }
        let result = await withCheckedContinuation { continuation in
            enqueue(JournalCall(events, to: project, continuation: continuation))
        }
        return try result.get()
    }

    private func enqueue(_ call: JournalCall) {
        var call = call
        var archive = queue.withLock { $0.archive }
        while true {
            call.look(in: archive)
            switch queue.withLock({ $0.add(call) }) {
            case .queued:
                wakeUps.signal()
                return
            case .refused(let error):
                call.continuation.resume(returning: .failure(error))
                return
            case .stale(let newer): archive = newer
            }
        }
    }

    /// Archives the ids of events that other files hold, then forgets the events: an id is in the journal or in the
    /// archive, whenever the process dies.
    package func discard(through sequence: UInt64) async throws(EventLogError) {
        let covered = try await archiveLane.run { () throws(EventLogError) in try self.archiveIDs() }
        let mark = min(sequence, covered)
        let result = await withCheckedContinuation { continuation in
            enqueue(continuation) { $0.add(JournalDiscard(sequence: mark, continuation: continuation)) }
        }
        try result.get()
    }

    /// - Returns: The sequence number up to which the archive knows every id.
    private func archiveIDs() throws(EventLogError) -> UInt64 {
        do throws(DiskError) {
            while let (ids, through) = queue.withLock({ $0.takeSettled() }) {
                try archive.add(ids, through: through, today: CalendarDay(clock.now))
                queue.withLock { $0.finishSettled(archive.snapshot) }
            }
        } catch {
            throw .unavailable(message: error.description)
        }
        return archive.coveredThrough
    }

    /// Finds out whether events could be written now; after a failure, whether the disk has recovered.
    ///
    /// - Throws: ``EventLogError/unavailable``, with what the disk says.
    package func probe() async throws(EventLogError) {
        let result = await withCheckedContinuation { continuation in
            enqueue(continuation) { $0.add(JournalProbe(continuation: continuation)) }
        }
        try result.get()
    }

    /// Writes what waits and ends; later calls are refused.
    ///
    /// May be called more than once.
    package func close() async {
        await withCheckedContinuation { continuation in
            if queue.withLock({ $0.close(continuation) }) {
                continuation.resume()
            } else {
                wakeUps.signal()
            }
        }
    }

    /// How the journal is doing now.
    package var status: JournalStatus {
        queue.withLock { queue in
            JournalStatus(
                waitingEventCount: queue.eventCount,
                waitingByteCount: queue.byteCount,
                idCount: queue.idCount,
                idByteCount: queue.idByteCount,
                archivedIDCount: queue.archive.count,
                archivedIDByteCount: queue.archive.byteCount,
                failure: queue.failure,
                progress: queue.written
            )
        }
    }

    /// Puts something into the queue, or answers at once with the reason why not.
    private func enqueue<Value: Sendable>(
        _ continuation: CheckedContinuation<Result<Value, EventLogError>, Never>,
        _ add: (inout JournalQueue) -> EventLogError?
    ) {
        if let refusal = queue.withLock({ add(&$0) }) {
            continuation.resume(returning: .failure(refusal))
        } else {
            wakeUps.signal()
        }
    }

    // MARK: - The thread

    private func run(_ thread: inout JournalThread) {
        var isLast = false
        while !isLast {
            wakeUps.wait()
            let work = queue.withLock { $0.take() }
            write(work, &thread)
            isLast = work.isLast
        }
        thread.finish()
        for continuation in queue.withLock({ $0.end() }) { continuation.resume() }
    }

    private func write(_ work: JournalQueue.Work, _ thread: inout JournalThread) {
        var failure: EventLogError?
        do throws(DiskError) {
            let provesDisk = try thread.write(work)
            // In this order: who is answered `accepted` must be counted by his next question.
            queue.withLock { $0.finish(work, progress: thread.progress, provesDisk: provesDisk) }
            for call in work.calls { call.continuation.resume(returning: .success(call.verdicts)) }
        } catch {
            let message = error.description
            failure = .unavailable(message: message)
            let failed = queue.withLock { $0.failAll(work.calls, message: message) }
            for call in failed { call.continuation.resume(returning: .failure(.unavailable(message: message))) }
        }
        for probe in work.probes { probe.continuation.resume(returning: failure.map { .failure($0) } ?? .success(())) }
        for discard in work.discards {
            let result = thread.discard(discard.sequence)
            queue.withLock { $0.note(thread.progress) }
            discard.continuation.resume(returning: result)
        }
    }
}
