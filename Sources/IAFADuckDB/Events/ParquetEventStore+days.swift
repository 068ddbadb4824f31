internal import IAFACore
internal import Synchronization

/// The events of a project's UTC day, wherever they are, as of one moment.
struct StoredDay: Sendable {
    /// Which day.
    let day: CalendarDay

    /// They stay on disk while this value is held.
    let files: [EventFile]

    /// In order of sequence within each.
    let hot: [[SequencedEvent]]

    var events: Int { files.reduce(0) { $0 + $1.footer.events } + hot.reduce(0) { $0 + $1.count } }
}

extension ParquetEventStore {
    /// What there is of the UTC days that a range touches, oldest first, all as of one moment.
    ///
    /// - Throws: ``EventStoreError/unreadable`` where one of the files is damaged: an answer without it would be wrong.
    func days(of project: Identifier<Project>, in range: Range<Timestamp>) throws(EventStoreError) -> [StoredDay] {
        guard !range.isEmpty else { return [] }
        let last = Timestamp(microseconds: range.upperBound.microseconds - 1)
        let days = CalendarDay(range.lowerBound)...CalendarDay(last)
        let (catalog, hot, flushing) = state.withLock { state in
            (
                state.catalog.days(of: project, in: days),
                state.hot.events(of: project, in: days),
                state.flushing.events(of: project, in: days)
            )
        }
        if let damaged = catalog.lazy.flatMap(\.files.damaged).first {
            throw .unreadable(message: "\(damaged) is damaged; `iafa verify` says more, a backup brings it back")
        }
        let files = Dictionary(uniqueKeysWithValues: catalog.map { ($0.day, $0.files.files) })
        let all = Set(files.keys).union(hot.keys).union(flushing.keys).sorted()
        return all.map { day in
            StoredDay(day: day, files: files[day] ?? [], hot: [flushing[day], hot[day]].compactMap(\.self))
        }
    }
}
