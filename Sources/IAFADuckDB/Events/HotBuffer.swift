package import IAFACore

/// Durable events that are not yet in a file, by project and UTC day.
package struct HotBuffer: Sendable {
    /// In order of sequence within a day.
    private(set) package var projects: [Identifier<Project>: [CalendarDay: [SequencedEvent]]] = [:]
    private(set) package var count = 0

    /// About how many bytes of memory the events take.
    private(set) package var byteCount = 0

    /// What the events of each day take of it.
    private var sizes: [Identifier<Project>: [CalendarDay: Int]] = [:]

    package init() {}

    package mutating func append(_ event: SequencedEvent) { append(CollectionOfOne(event)) }

    /// Adds events, run by run of those that belong together, which nearly all do.
    package mutating func append(_ events: some RandomAccessCollection<SequencedEvent>) {
        var rest = events[...]
        while let first = rest.first {
            let day = CalendarDay(first.event.timestamp)
            let run = rest.prefix { $0.project == first.project && CalendarDay($0.event.timestamp) == day }
            let bytes = run.reduce(0) { $0 + $1.memoryBytes }
            projects[first.project, default: [:]][day, default: []].append(contentsOf: run)
            sizes[first.project, default: [:]][day, default: 0] += bytes
            byteCount += bytes
            count += run.count
            rest = rest[run.endIndex...]
        }
    }

    /// A project's events on days within a range, in groups; a copy that costs next to nothing.
    package func events(
        of project: Identifier<Project>,
        in range: ClosedRange<CalendarDay>
    ) -> [CalendarDay: [SequencedEvent]] {
        projects[project]?.filter { range.contains($0.key) } ?? [:]
    }

    /// Forgets the events of a project's day.
    package mutating func remove(_ project: Identifier<Project>, _ day: CalendarDay) {
        guard let removed = projects[project]?.removeValue(forKey: day) else { return }
        count -= removed.count
        byteCount -= sizes[project]?.removeValue(forKey: day) ?? 0
        if projects[project]?.isEmpty == true { remove(project) }
    }

    /// Forgets a project.
    package mutating func remove(_ project: Identifier<Project>) {
        guard let removed = projects.removeValue(forKey: project) else { return }
        byteCount -= sizes.removeValue(forKey: project)?.values.reduce(0, +) ?? 0
        count -= removed.values.reduce(0) { $0 + $1.count }
    }

    /// Adds events that come after all that are here.
    package mutating func append(_ later: HotBuffer) {
        projects.merge(later.projects) { mine, theirs in mine.merging(theirs) { $0 + $1 } }
        sizes.merge(later.sizes) { mine, theirs in mine.merging(theirs, uniquingKeysWith: +) }
        byteCount += later.byteCount
        count += later.count
    }
}
