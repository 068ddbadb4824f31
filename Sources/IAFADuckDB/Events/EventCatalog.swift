package import IAFACore

/// Which event files there are; a value that a query copies, so that it sees one moment.
package struct EventCatalog: Sendable {
    /// The files of a project's UTC day.
    package struct Day: Sendable {
        /// The compacted file.
        package var file: EventFile?

        /// Open parts, in order of sequence; no event is in two of them or in `file`.
        package var parts: [EventFile] = []

        /// Paths of files that can't be read; what they hold is unknown, so that no answer may leave them out.
        package var damaged: [String] = []

        package var files: [EventFile] { (file.map { [$0] } ?? []) + parts }

        package var events: Int { files.reduce(0) { $0 + $1.footer.events } }
    }

    private(set) package var projects: [Identifier<Project>: [CalendarDay: Day]] = [:]

    package init() {}

    /// The highest sequence number that any file knows of; 0 where there are none.
    ///
    /// The name of a part tells it even where the part can't be read.
    package var lastSequence: UInt64 {
        let read = projects.values.flatMap(\.values).flatMap(\.files).map(\.footer.last)
        let named = damagedPaths.compactMap { EventFileName(ofPath: $0)?.part?.upperBound }
        return (read + named).max() ?? 0
    }

    /// The files that can't be read.
    package var damagedPaths: [String] { projects.values.flatMap(\.values).flatMap(\.damaged).sorted() }

    /// A damaged file that doesn't tell which sequence numbers are taken; nil where there is none.
    package var unknownFile: String? {
        damagedPaths.first { EventFileName(ofPath: $0)?.part == nil }
    }

    /// A project's days within a range, oldest first.
    package func days(
        of project: Identifier<Project>,
        in range: ClosedRange<CalendarDay>
    ) -> [(day: CalendarDay, files: Day)] {
        guard let days = projects[project] else { return [] }
        return days.filter { range.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether a file holds an event of a project's day with a sequence number.
    package func holds(_ sequence: UInt64, of project: Identifier<Project>, on day: CalendarDay) -> Bool {
        guard let files = projects[project]?[day] else { return false }
        if let file = files.file, sequence <= file.footer.last { return true }
        return files.parts.contains { ($0.footer.first...$0.footer.last).contains(sequence) }
    }

    /// Adds a new part.
    package mutating func add(_ part: EventFile) {
        projects[part.project, default: [:]][part.name.day, default: Day()].parts.append(part)
    }

    /// Puts the files of a day in the place of what was known of it.
    package mutating func set(_ day: Day, of project: Identifier<Project>, on date: CalendarDay) {
        let isEmpty = day.file == nil && day.parts.isEmpty && day.damaged.isEmpty
        projects[project, default: [:]][date] = isEmpty ? nil : day
        if projects[project]?.isEmpty == true { projects[project] = nil }
    }

    /// Puts one file in the place of those that went into it; parts that came meanwhile stay.
    package mutating func replace(_ inputs: [EventFile], with output: EventFile) {
        var day = projects[output.project]?[output.name.day] ?? Day()
        let replaced = Set(inputs.map(ObjectIdentifier.init))
        day.parts.removeAll { replaced.contains(ObjectIdentifier($0)) }
        if let file = day.file, replaced.contains(ObjectIdentifier(file)) { day.file = nil }
        if output.name.part == nil {
            day.file = output
        } else {
            day.parts.append(output)
            day.parts.sort { $0.footer.first < $1.footer.first }
        }
        set(day, of: output.project, on: output.name.day)
    }
}
