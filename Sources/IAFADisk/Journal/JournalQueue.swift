internal import IAFACore

/// What waits to be written, and which ids are known; guarded by the journal's one lock.
///
/// ## Why no repetition is ever told `duplicate` of an event that was lost
/// An id enters the set together with its call's place in the queue, in one hold of the lock; the thread takes the
/// whole queue in one hold, so that at any moment calls are ordered: done, being written, waiting. A repetition finds
/// the id only after its first event was queued. Three cases:
/// 1. The first is done: it is durable.
/// 2. The first is being written or waits in front: the repetition's call stands behind it and is only answered after
///    it. If the write of the first fails, ``failAll(_:)`` fails everything being written *and* everything waiting,
///    and removes their ids, in one hold of the lock: the repetition fails too, and no call can come in between
///    that would see the id and not be failed.
/// 3. The first has failed: its id has gone, and the repetition is a first one.
/// An id is removed only on behalf of the call that put it in, whose verdict for it is `accepted`.
struct JournalQueue: ~Copyable {
    private var ids: EventIDSet
    private(set) var nextSequence: UInt64

    /// How many ids are known, and their memory.
    var knownIDs: (count: Int, byteCount: Int) { (ids.count, ids.byteCount) }
    private let options: JournalOptions

    private var waiting: [JournalCall] = []
    private var discards: [JournalDiscard] = []
    private var probes: [JournalProbe] = []
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// Waiting and being written.
    private(set) var eventCount = 0
    private(set) var byteCount = 0

    /// Why the last write failed; nil where it did not.
    private(set) var failure: String?
    private(set) var written = JournalProgress()
    private(set) var isClosing = false
    private var isClosed = false

    init(ids: consuming EventIDSet, nextSequence: UInt64, options: JournalOptions, progress: JournalProgress) {
        self.ids = ids
        self.nextSequence = nextSequence
        self.options = options
        written = progress
    }

    /// Everything that the thread has to do next.
    struct Work: Sendable {
        var calls: [JournalCall]
        var discards: [JournalDiscard]
        var probes: [JournalProbe]
        /// A sequence number above those of the calls, and below all later ones.
        var nextSequence: UInt64
        var isLast: Bool
    }

    // MARK: - The callers' side

    /// Gives a call its verdicts and its place in the queue, or refuses it.
    mutating func add(_ call: JournalCall) -> EventLogError? {
        if isClosing { return .closed }
        let largest = call.largestFrame - JournalFormat.frameHeaderSize
        guard largest <= JournalFormat.maximumPayloadSize else {
            return .unavailable(message: "an event of \(largest) bytes is larger than the journal takes")
        }
        // A call that alone exceeds the bounds is taken when nothing else waits: it could never be taken otherwise.
        let isOverloaded =
            eventCount + call.events.count > options.maximumWaitingEvents
            || byteCount + call.frames.count > options.maximumWaitingBytes
        if isOverloaded, eventCount > 0 { return .overloaded }
        var call = call
        call.firstSequence = nextSequence
        call.verdicts.reserveCapacity(call.events.count)
        for index in call.events.indices {
            let isNew = ids.insert(call.fingerprints[index], receivedAt: call.events[index].receivedAt)
            call.verdicts.append(isNew ? .accepted : .duplicate)
            if isNew { nextSequence += 1 }
        }
        eventCount += call.events.count
        byteCount += call.frames.count
        waiting.append(call)
        return nil
    }

    mutating func add(_ discard: JournalDiscard) -> EventLogError? {
        if isClosing { return .closed }
        discards.append(discard)
        return nil
    }

    mutating func add(_ probe: JournalProbe) -> EventLogError? {
        if isClosing { return .closed }
        probes.append(probe)
        return nil
    }

    /// Refuses all later calls.
    ///
    /// - Returns: Whether the journal was closed already; else the continuation is resumed when it is.
    mutating func close(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        isClosing = true
        if !isClosed { closers.append(continuation) }
        return isClosed
    }

    // MARK: - The thread's side

    mutating func take() -> Work {
        defer {
            waiting = []
            discards = []
            probes = []
        }
        return Work(
            calls: waiting,
            discards: discards,
            probes: probes,
            nextSequence: nextSequence,
            isLast: isClosing
        )
    }

    /// Takes note that calls are done, and whether that shows that the disk is well.
    mutating func finish(_ calls: [JournalCall], progress: JournalProgress, provesDisk: Bool) {
        for call in calls {
            eventCount -= call.events.count
            byteCount -= call.frames.count
        }
        if provesDisk { failure = nil }
        written = progress
    }

    /// Takes back the calls being written and all that wait.
    ///
    /// - Returns: The calls to be failed.
    mutating func failAll(_ calls: [JournalCall], message: String) -> [JournalCall] {
        let failed = calls + waiting
        waiting = []
        for call in failed {
            for index in call.events.indices where call.verdicts[index] == .accepted {
                ids.remove(call.fingerprints[index])
            }
        }
        eventCount = 0
        byteCount = 0
        failure = message
        return failed
    }

    /// Takes note that the thread has ended.
    mutating func end() -> [CheckedContinuation<Void, Never>] {
        isClosed = true
        defer { closers = [] }
        return closers
    }
}

extension EventLogError {
    static var closed: EventLogError { .unavailable(message: "the journal is closed") }
}
