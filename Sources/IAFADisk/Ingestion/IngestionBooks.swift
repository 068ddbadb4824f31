internal import IAFACore

/// A ledger's documents, as far as they are in memory, and what has to be written of them.
///
/// Every call blocks.
struct IngestionBooks: Sendable {
    private struct Place: Hashable {
        let project: Identifier<Project>
        let day: CalendarDay
    }

    private struct Page {
        var document: IngestionDay
        /// Whether the file lacks something.
        ///
        /// Such a page is never read again: what it lacks would be counted twice.
        var isDirty = false
    }

    /// Pages that are kept though their files say the same.
    private static let pageLimit = 1_000

    /// Lines of a list that are written before it is made anew.
    private static let lineLimit = 2 * RejectionBounds.count

    private let folder: IngestionFolder
    private var pages: [Place: Page] = [:]

    /// How many lines a project's list has, where this process made it and knows that it is whole.
    private var lines: [Identifier<Project>: Int] = [:]

    init(folder: IngestionFolder) { self.folder = folder }

    // MARK: - Counts

    /// Counts an accepted event, unless its day's document says that it is counted.
    mutating func recover(_ event: SequencedEvent) throws(IngestionLedgerError) {
        let hour = IngestionHour(event.event.receivedAt)
        let place = Place(project: event.project, day: hour.day)
        guard try document(at: place).through < event.sequence else { return }
        var counts = IngestionCounts()
        counts.accepted = 1
        counts.bytes = event.event.approximateByteCount
        pages[place]?.document.add(counts, hour: hour.hourOfDay, through: event.sequence)
        pages[place]?.isDirty = true
    }

    /// Adds what came in an hour.
    mutating func add(_ slot: PendingIngestion.Slot, of project: Identifier<Project>) throws(IngestionLedgerError) {
        let place = Place(project: project, day: slot.hour.day)
        _ = try document(at: place)
        pages[place]?.document.add(slot.counts, hour: slot.hour.hourOfDay, through: slot.through)
        pages[place]?.isDirty = true
    }

    /// Writes every document that lacks something.
    ///
    /// - Throws: ``IngestionLedgerError`` of the first that can't be written, after the others.
    mutating func write() throws(IngestionLedgerError) {
        var failure: IngestionLedgerError?
        for (place, page) in pages where page.isDirty {
            do throws(IngestionLedgerError) {
                try folder.write(page.document, place.day, of: place.project)
                pages[place]?.isDirty = false
            } catch {
                failure = failure ?? error
            }
        }
        if pages.count > Self.pageLimit { pages = pages.filter(\.value.isDirty) }
        if let failure { throw failure }
    }

    /// A day's counts by hour, oldest first.
    func hours(
        of project: Identifier<Project>,
        on day: CalendarDay
    ) throws(IngestionLedgerError) -> [(hour: IngestionHour, counts: IngestionCounts)] {
        let document: IngestionDay?
        if let page = pages[Place(project: project, day: day)] {
            document = page.document
        } else {
            document = try folder.day(day, of: project)
        }
        return document?.hours.map { (IngestionHour(day: day, hour: $0.hour), $0.counts) } ?? []
    }

    private mutating func document(at place: Place) throws(IngestionLedgerError) -> IngestionDay {
        if let page = pages[place] { return page.document }
        let document = try folder.day(place.day, of: place.project) ?? IngestionDay()
        pages[place] = Page(document: document)
        return document
    }

    // MARK: - Rejections

    /// What is on disk of a project's rejections.
    func rejections(of project: Identifier<Project>) throws(IngestionLedgerError) -> [Rejection] {
        try folder.rejections(of: project)
    }

    /// Makes rejections durable.
    mutating func write(
        _ rejections: [Rejection],
        of project: Identifier<Project>,
        now: Timestamp
    ) throws(IngestionLedgerError) {
        guard !rejections.isEmpty else { return }
        if let count = lines[project], count + rejections.count <= Self.lineLimit {
            lines[project] = nil
            try folder.append(rejections, of: project)
            lines[project] = count + rejections.count
        } else {
            try tidy(project, adding: rejections, now: now)
        }
    }

    /// Makes a project's list anew, without what was kept long enough.
    private mutating func tidy(
        _ project: Identifier<Project>,
        adding more: [Rejection] = [],
        now: Timestamp
    ) throws(IngestionLedgerError) {
        lines[project] = nil
        let kept = RejectionBounds.kept(try folder.rejections(of: project) + more, now: now)
        try folder.replaceRejections(of: project, with: kept)
        if !kept.isEmpty { lines[project] = kept.count }
    }

    // MARK: - Forgetting

    /// Removes what was kept long enough.
    ///
    /// - Parameters:
    ///   - project: Whose.
    ///   - firstDay: The first day whose counts are kept; nil where all are.
    ///   - now: The time.
    /// - Throws: ``IngestionLedgerError``.
    mutating func removeOld(
        of project: Identifier<Project>,
        firstDay: CalendarDay?,
        now: Timestamp
    ) throws(IngestionLedgerError) {
        if let oldest = try folder.oldestRejection(of: project), oldest <= now - RejectionBounds.lifetime {
            try tidy(project, now: now)
        }
        guard let firstDay else { return }
        try folder.removeDays(before: firstDay, of: project)
        pages = pages.filter { $0.key.project != project || $0.key.day >= firstDay }
    }

    /// Removes everything of a project.
    mutating func removeAll(of project: Identifier<Project>) throws(IngestionLedgerError) {
        pages = pages.filter { $0.key.project != project }
        lines[project] = nil
        try folder.removeAll(of: project)
    }

    /// Removes what a process that died left half written.
    func removeUnfinished(of project: Identifier<Project>) throws(IngestionLedgerError) {
        try folder.removeUnfinished(of: project)
    }

    /// Removes the folders of projects that are gone.
    mutating func removeAll(except projects: Set<Identifier<Project>>) throws(IngestionLedgerError) {
        for project in try folder.projects() where !projects.contains(project) { try removeAll(of: project) }
    }
}
