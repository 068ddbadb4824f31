package import IAFACore

/// Durable events that are not yet in a file, by project and UTC day.
package struct HotBuffer: Sendable {
    /// In order of sequence within a day.
    private(set) package var projects: [Identifier<Project>: [CalendarDay: [SequencedEvent]]] = [:]
    private(set) package var count = 0

    /// About how much memory the events take.
    private(set) package var byteCount = 0

    package init() {}

    package mutating func append(_ event: SequencedEvent) {
        projects[event.project, default: [:]][CalendarDay(event.event.timestamp), default: []].append(event)
        count += 1
        byteCount += event.event.byteCount
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
        forget(removed)
        if projects[project]?.isEmpty == true { projects[project] = nil }
    }

    /// Forgets a project.
    package mutating func remove(_ project: Identifier<Project>) {
        guard let removed = projects.removeValue(forKey: project) else { return }
        removed.values.forEach { forget($0) }
    }

    /// Adds events that come after all that are here.
    package mutating func append(_ later: HotBuffer) {
        projects.merge(later.projects) { mine, theirs in mine.merging(theirs) { $0 + $1 } }
        count += later.count
        byteCount += later.byteCount
    }

    private mutating func forget(_ removed: [SequencedEvent]) {
        count -= removed.count
        byteCount -= removed.reduce(0) { $0 + $1.event.byteCount }
    }
}
