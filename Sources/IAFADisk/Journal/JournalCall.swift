internal import IAFACore

/// One call of `append` on its way to the disk.
struct JournalCall: Sendable {
    typealias Continuation = CheckedContinuation<Result<[EventLogVerdict], EventLogError>, Never>

    let project: Identifier<Project>
    let events: [Event]
    let fingerprints: [EventFingerprint]

    /// The events' frames, unsealed: encoded by the caller's thread, so that cores share the work.
    let frames: [UInt8]

    /// Where each event's frame ends in `frames`.
    let frameEnds: [Int]
    let continuation: Continuation

    /// Which of the ids an archive knows, and the archive's version.
    private(set) var isArchived: [Bool] = []
    private(set) var archiveVersion = -1

    /// Settled under the queue's lock.
    var verdicts: [EventLogVerdict] = []

    /// The sequence number of the first accepted event; the others follow without a gap.
    var firstSequence: UInt64 = 0

    init(_ events: [Event], to project: Identifier<Project>, continuation: Continuation) {
        self.project = project
        self.events = events
        self.continuation = continuation
        fingerprints = events.map { EventFingerprint(project: project, id: $0.id) }
        var frames: [UInt8] = []
        var frameEnds: [Int] = []
        frameEnds.reserveCapacity(events.count)
        frames.reserveCapacity(
            events.reduce(0) { $0 + JournalFormat.frameHeaderSize + EventRecord.byteCount($1, project: project) }
        )
        for event in events {
            JournalFormat.appendUnsealed(event, project: project, to: &frames)
            frameEnds.append(frames.count)
        }
        self.frames = frames
        self.frameEnds = frameEnds
    }

    /// Looks the ids up.
    mutating func look(in archive: EventIDSnapshot) {
        isArchived = fingerprints.map(archive.contains)
        archiveVersion = archive.version
    }

    /// The largest frame's size.
    var largestFrame: Int {
        var largest = 0
        var start = 0
        for end in frameEnds {
            largest = max(largest, end - start)
            start = end
        }
        return largest
    }

    /// Appends the accepted events and their sealed frames.
    func seal(into batch: inout [UInt8], _ sequenced: inout [SequencedEvent]) {
        var sequence = firstSequence
        var start = 0
        for index in events.indices {
            let end = frameEnds[index]
            if verdicts[index] == .accepted {
                let place = batch.count
                batch.append(contentsOf: frames[start..<end])
                JournalFormat.seal(&batch, from: place, sequence: sequence)
                sequenced.append(SequencedEvent(sequence: sequence, project: project, event: events[index]))
                sequence += 1
            }
            start = end
        }
    }
}
