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
///
/// ## Where an id is known
/// Always in at least one of three places: among the recent ids; among those that settle, which are on their way into
/// the archive; in the archive. A call looks into the archive before it asks for the lock, since that takes longer; if
/// the archive has changed when it gets the lock, it has to look again, or it might miss an id that went there
/// meanwhile.
struct JournalQueue: ~Copyable {
    private var recent: EventIDSet
    private var settling = EventIDSet()

    /// No event whose id settles has a higher sequence number, and all later ones have; nil where none settle.
    private var settlingThrough: UInt64?

    /// Every event up to here is durable or has failed for good.
    private var settledThrough: UInt64
    private(set) var archive: EventIDSnapshot

    /// Up to which event the archive says that it knows every id.
    private var coveredThrough: UInt64
    private(set) var nextSequence: UInt64
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

    init(
        recent: consuming EventIDSet,
        archive: EventIDSnapshot,
        coveredThrough: UInt64,
        nextSequence: UInt64,
        options: JournalOptions,
        progress: JournalProgress
    ) {
        self.recent = recent
        self.archive = archive
        self.coveredThrough = coveredThrough
        self.nextSequence = nextSequence
        settledThrough = nextSequence - 1
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

    /// What became of an attempt to queue a call.
    enum Admission {
        case queued
        case refused(EventLogError)
        /// The archive has changed since the call looked into it.
        case stale(EventIDSnapshot)
    }

    /// Gives a call its verdicts and its place in the queue, or refuses it.
    mutating func add(_ call: JournalCall) -> Admission {
        if isClosing { return .refused(.closed) }
        let largest = call.largestFrame - JournalFormat.frameHeaderSize
        guard largest <= JournalFormat.maximumPayloadSize else {
            return .refused(.unavailable(message: "an event of \(largest) bytes is larger than the journal takes"))
        }
        // A call that alone exceeds the bounds is taken when nothing else waits: it could never be taken otherwise.
        let isOverloaded =
            eventCount + call.events.count > options.maximumWaitingEvents
            || byteCount + call.frames.count > options.maximumWaitingBytes
        if isOverloaded, eventCount > 0 { return .refused(.overloaded) }
        guard call.archiveVersion == archive.version else { return .stale(archive) }
        var call = call
        call.firstSequence = nextSequence
        call.verdicts.reserveCapacity(call.events.count)
        for index in call.events.indices {
            let isNew = !call.isArchived[index] && remember(call.fingerprints[index])
            call.verdicts.append(isNew ? .accepted : .duplicate)
            if isNew { nextSequence += 1 }
        }
        eventCount += call.events.count
        byteCount += call.frames.count
        waiting.append(call)
        return .queued
    }

    /// Puts an id among the recent ones, unless it is in memory already; returns whether it was not.
    private mutating func remember(_ fingerprint: EventFingerprint) -> Bool {
        if settling.contains(fingerprint) { return false }
        return recent.insert(fingerprint)
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

    /// Takes note that work is done, and whether that shows that the disk is well.
    mutating func finish(_ work: Work, progress: JournalProgress, provesDisk: Bool) {
        settledThrough = work.nextSequence - 1
        for call in work.calls {
            eventCount -= call.events.count
            byteCount -= call.frames.count
        }
        if provesDisk { failure = nil }
        written = progress
    }

    /// Takes note of how the segments look now.
    mutating func note(_ progress: JournalProgress) { written = progress }

    /// Takes back the calls being written and all that wait.
    ///
    /// - Returns: The calls to be failed.
    mutating func failAll(_ calls: [JournalCall], message: String) -> [JournalCall] {
        let failed = calls + waiting
        waiting = []
        for call in failed {
            for index in call.events.indices where call.verdicts[index] == .accepted {
                if !recent.remove(call.fingerprints[index]) { settling.remove(call.fingerprints[index]) }
            }
        }
        settledThrough = nextSequence - 1
        eventCount = 0
        byteCount = 0
        failure = message
        return failed
    }

    // MARK: - The archive's side

    /// The ids to be archived next, and the sequence number up to which the archive then knows all.
    ///
    /// Ids of events that may yet fail wait: they would have to be taken back. There may be none, where the archive
    /// knows all but doesn't say so yet.
    ///
    /// - Returns: Nil where there is nothing to archive now.
    mutating func takeSettled() -> (ids: [EventFingerprint], through: UInt64)? {
        if settlingThrough == nil, recent.count > 0 || coveredThrough < settledThrough {
            swap(&settling, &recent)
            settlingThrough = nextSequence - 1
        }
        guard let through = settlingThrough, through <= settledThrough else { return nil }
        return (settling.fingerprints(), through)
    }

    /// Takes note that the settled ids are in the archive.
    mutating func finishSettled(_ archive: EventIDSnapshot) {
        self.archive = archive
        coveredThrough = settlingThrough ?? coveredThrough
        settling = EventIDSet()
        settlingThrough = nil
    }

    /// The ids in memory, and their bytes.
    var idCount: Int { recent.count + settling.count }
    var idByteCount: Int { recent.byteCount + settling.byteCount }

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
