internal import IAFACore
internal import IAFAEngine

/// Where the events of a day that a funnel may count are to be read.
struct PlannedDay: Sendable {
    let stored: StoredDay

    /// Events of types that no step filters, by the day's index; its memory stays as long as this value.
    private(set) var sections: [SweepSection] = []
    private(set) var index: (any StageIndexDay)?

    /// Files of which all of the funnel's event types are read.
    private(set) var files: [EventFile]

    /// The file of the day, where only the event types that some step filters are read of it.
    private(set) var filteredFile: EventFile?

    /// How many events may come from elsewhere than the index, at most.
    private(set) var otherEvents: Int

    /// A day without an index.
    init(_ stored: StoredDay) {
        self.stored = stored
        files = stored.files
        otherEvents = stored.events
    }

    /// A day with its index, where it has one that is whole.
    ///
    /// Blocks.
    init(_ stored: StoredDay, for query: FunnelQuery, _ matcher: StepMatcher, _ stageIndex: any StageIndex) {
        self.init(stored)
        guard let file = stored.files.first(where: { $0.name.part == nil }),
            let index = stageIndex.day(file.indexSource)
        else { return }
        let start = file.name.day.start
        let end = file.name.day.advanced(by: 1).start
        let isCut = query.range.lowerBound > start || query.range.upperBound < end
        var sections: [SweepSection] = []
        for (type, steps) in matcher.plainTypes where index.count(ofType: type) > 0 {
            guard let section = index.section(ofType: type) else { return }
            sections.append(SweepSection(section, steps: steps, isCut: isCut))
        }
        self.index = index
        self.sections = sections
        files.removeAll { $0 === file }
        let filtered = matcher.filteredEventTypes.reduce(0) { $0 + index.count(ofType: $1) }
        if filtered > 0 { filteredFile = file }
        otherEvents += filtered - file.footer.events
    }

    /// Plans days, oldest first as they are.
    ///
    /// Blocks. On several threads, since an index is read once before it is trusted.
    static func plan(
        _ days: [StoredDay],
        for query: FunnelQuery,
        _ matcher: StepMatcher,
        _ stageIndex: (any StageIndex)?,
        threads: Int
    ) -> [PlannedDay] {
        guard let stageIndex, !matcher.plainTypes.isEmpty else { return days.map { PlannedDay($0) } }
        return ParallelWork.map(days, threads: days.count < 8 ? 1 : threads) { day in
            PlannedDay(day, for: query, matcher, stageIndex)
        }
    }
}
