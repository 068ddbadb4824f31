internal import IAFACore

/// What a ledger took note of since it was last saved: small, and cheap to add to.
struct PendingIngestion: Sendable {
    /// Rejections of all projects that may wait; of what comes beyond only the number is kept.
    static let rejectionLimit = 20_000

    /// What came in one hour.
    struct Slot: Sendable {
        let hour: IngestionHour
        var counts = IngestionCounts()

        /// The last accepted event that is counted; 0 where none is.
        var through: UInt64 = 0
    }

    /// What came of one project.
    struct Entry: Sendable {
        /// Mostly one: the present hour.
        var slots: [Slot] = []
        var rejections = RejectionRing()
    }

    private var entries: [Identifier<Project>: Entry] = [:]
    private(set) var rejectionCount = 0
    private var lastID: UInt64 = 0

    /// Projects that were removed while something of theirs may still have been on its way.
    private var removed: Set<Identifier<Project>> = []

    /// Adds accepted events, all of one project.
    mutating func receive(_ events: ArraySlice<SequencedEvent>) {
        guard let project = events.first?.project, !removed.contains(project) else { return }
        // By index: to copy an event counts up a dozen references.
        var start = events.startIndex
        while start < events.endIndex {
            let hour = IngestionHour(events[start].event.receivedAt)
            var end = start + 1
            while end < events.endIndex, IngestionHour(events[end].event.receivedAt) == hour { end += 1 }
            withSlot(of: project, hour) { slot in
                slot.counts.accepted += end - start
                slot.through = events[end - 1].sequence
            }
            start = end
        }
    }

    /// Adds what else a request brought.
    ///
    /// - Parameters:
    ///   - counts: What became of it.
    ///   - rejections: What was refused of it; the last ones count.
    ///   - hour: When it came.
    ///   - project: Whose it is.
    mutating func note(
        _ counts: IngestionCounts,
        _ rejections: [Rejection],
        in hour: IngestionHour,
        of project: Identifier<Project>
    ) {
        guard !removed.contains(project) else { return }
        withSlot(of: project, hour) { $0.counts += counts }
        for var rejection in rejections.suffix(RejectionBounds.count) {
            // By the clock, so that ids grow from one life of the process to the next.
            lastID = max(lastID + 1, UInt64(clamping: rejection.rejectedAt.microseconds))
            rejection.id = lastID
            keep(rejection, of: project)
        }
    }

    /// Takes everything out.
    mutating func takeAll() -> [Identifier<Project>: Entry] {
        defer {
            entries = [:]
            rejectionCount = 0
        }
        return entries
    }

    /// Takes back counts that could not be handed on.
    mutating func putBack(_ slot: Slot, of project: Identifier<Project>) {
        guard !removed.contains(project) else { return }
        withSlot(of: project, slot.hour) { later in
            later.counts += slot.counts
            later.through = max(later.through, slot.through)
        }
    }

    /// Takes back rejections that could not be written, before those that came meanwhile.
    mutating func putBack(_ rejections: [Rejection], of project: Identifier<Project>) {
        guard !removed.contains(project) else { return }
        let later = entries[project]?.rejections.all ?? []
        rejectionCount -= later.count
        entries[project, default: Entry()].rejections = RejectionRing()
        for rejection in rejections + later { keep(rejection, of: project) }
    }

    func slots(of project: Identifier<Project>) -> [Slot] { entries[project]?.slots ?? [] }

    func rejections(of project: Identifier<Project>) -> [Rejection] { entries[project]?.rejections.all ?? [] }

    mutating func remove(_ project: Identifier<Project>) {
        removed.insert(project)
        rejectionCount -= entries.removeValue(forKey: project)?.rejections.count ?? 0
    }

    private mutating func keep(_ rejection: Rejection, of project: Identifier<Project>) {
        let count = entries[project]?.rejections.count ?? 0
        // One's own oldest makes room, never that of another project.
        guard rejectionCount < Self.rejectionLimit || count > 0 else { return }
        let isFull = rejectionCount >= Self.rejectionLimit
        entries[project, default: Entry()].rejections.append(rejection, isFull: isFull)
        rejectionCount += (entries[project]?.rejections.count ?? 0) - count
    }

    private mutating func withSlot(
        of project: Identifier<Project>,
        _ hour: IngestionHour,
        _ body: (inout Slot) -> Void
    ) {
        func change(_ entry: inout Entry) {
            var index = entry.slots.count - 1
            while index >= 0, entry.slots[index].hour != hour { index -= 1 }
            if index < 0 {
                entry.slots.append(Slot(hour: hour))
                index = entry.slots.count - 1
            }
            body(&entry.slots[index])
        }
        change(&entries[project, default: Entry()])
    }
}
