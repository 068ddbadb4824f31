internal import DuckDB
internal import IAFACore

/// Reads every value of a day's files, also beside the process that writes them.
///
/// Blocks, for as long as that takes.
struct EventFileVerifier {
    let folder: EventFolder
    let connection: Connection

    /// How often a day is read again that changes while it is read.
    private static let attempts = 8

    /// What was found of a day.
    struct Report {
        var files = 0
        var events = 0
        var findings: [EventFileFinding] = []
    }

    /// Checks a day; looks again where something is wrong with it that a merge or a removal may have brought about.
    ///
    /// - Throws: ``EventStoreError`` where the engine can't work at all.
    func verify(
        _ stored: EventCatalog.Day,
        of project: Identifier<Project>,
        on day: CalendarDay
    ) throws(EventStoreError) -> Report {
        var report = check(stored, of: project, on: day)
        let scanner = EventFileScanner(folder: folder, connection: connection, isWritable: false)
        for _ in 0..<Self.attempts where !report.findings.isEmpty {
            let before = try folder.fingerprint(of: project, day)
            report = check(try scanner.scan(project, day), of: project, on: day)
            if try folder.fingerprint(of: project, day) == before { break }
        }
        return report
    }

    private func check(_ stored: EventCatalog.Day, of project: Identifier<Project>, on day: CalendarDay) -> Report {
        var report = Report()
        report.findings = stored.damaged.map { damage(at: $0, of: project) }
        for file in stored.files {
            report.files += 1
            report.events += file.footer.events
            report.findings += check(file, of: day)
        }
        if let dayFile = stored.file { report.findings += repeats(in: dayFile) }
        return report
    }

    /// Says why a file could not be taken in.
    func damage(at path: String, of project: Identifier<Project>) -> EventFileFinding {
        let name = EventFileName(String(path[(path.lastIndex(of: "/") ?? path.startIndex)...].dropFirst()))
        if let place = name.map({ folder.path(of: $0, project) }), place != path {
            return EventFileFinding(
                path: path,
                message: "lies in a folder that isn't its day's",
                remedy: "move it to \(place), unless there is such a file: then remove one of the two"
            )
        }
        return EventFileFinding(path: path, message: "not a Parquet file that IAFA wrote, or damaged")
    }

    private func check(_ file: EventFile, of day: CalendarDay) -> [EventFileFinding] {
        func finding(_ message: String) -> EventFileFinding { EventFileFinding(path: file.path, message: message) }
        do {
            let statement = try connection.prepare(VerifySQL.contents)
            try statement.bind([.paths([file.readPath])])
            guard let chunk = try statement.execute().nextChunk() else { return [finding("has no rows to count")] }
            func number(_ column: Int) -> Int64 { chunk.column(column).int64s[0] }
            var findings: [EventFileFinding] = []
            let rows = number(0)
            if rows != file.footer.events {
                findings.append(finding("holds \(rows) events, its footer says \(file.footer.events)"))
            }
            let first = CalendarDay(Timestamp(microseconds: number(1)))
            let last = CalendarDay(Timestamp(microseconds: number(2)))
            if rows > 0, first != day || last != day {
                findings.append(finding("holds events of \(first) to \(last)"))
            }
            if number(3) > 0 { findings.append(finding("\(number(3)) events lack an id, a type or a person")) }
            if number(4) > 0 { findings.append(finding("the properties of \(number(4)) events are no JSON object")) }
            return findings
        } catch {
            return [finding("can't be read: \(error)")]
        }
    }

    /// Parts may hold an event twice until they are merged; a merged day may not.
    private func repeats(in dayFile: EventFile) -> [EventFileFinding] {
        do {
            let statement = try connection.prepare(VerifySQL.repeats)
            try statement.bind([.paths([dayFile.readPath])])
            guard let chunk = try statement.execute().nextChunk(), chunk.column(0).int64s[0] > 0 else { return [] }
            let message = "\(chunk.column(0).int64s[0]) ids occur more than once"
            return [EventFileFinding(path: dayFile.path, message: message)]
        } catch {
            // The file as a whole was found unreadable already.
            return []
        }
    }
}
