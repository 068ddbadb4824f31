internal import DuckDB
internal import IAFACore

/// Reads every value of a day's files, also beside the process that writes them.
///
/// Blocks, for as long as that takes.
struct EventFileVerifier {
    let folder: EventFolder
    let connection: Connection

    /// What the engine may use, in MiB.
    let engineMemory: Int

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
    /// - Throws: ``EventStoreError/tooLarge(message:)`` where a file needs more memory than the engine may use; another
    ///   ``EventStoreError`` where the engine can't work at all.
    func verify(
        _ stored: EventCatalog.Day,
        of project: Identifier<Project>,
        on day: CalendarDay
    ) throws(EventStoreError) -> Report {
        var report = try check(stored, of: project, on: day)
        let scanner = EventFileScanner(folder: folder, connection: connection, isWritable: false)
        for _ in 0..<Self.attempts where !report.findings.isEmpty {
            let before = try folder.fingerprint(of: project, day)
            report = try check(try scanner.scan(project, day), of: project, on: day)
            if try folder.fingerprint(of: project, day) == before { break }
        }
        return report
    }

    private func check(
        _ stored: EventCatalog.Day,
        of project: Identifier<Project>,
        on day: CalendarDay
    ) throws(EventStoreError) -> Report {
        var report = Report()
        report.findings = stored.damaged.map { EventFileFinding(damagedFile: $0, of: project, in: folder) }
        for file in stored.files {
            report.files += 1
            report.events += file.footer.events
            report.findings += try check(file, of: day)
        }
        if let dayFile = stored.file { report.findings += try repeats(in: dayFile) }
        return report
    }

    private func check(_ file: EventFile, of day: CalendarDay) throws(EventStoreError) -> [EventFileFinding] {
        func finding(_ message: String) -> EventFileFinding { EventFileFinding(path: file.path, message: message) }
        do {
            let contents = try EventFileContents(of: file, connection)
            var findings: [EventFileFinding] = []
            if contents.rows != file.footer.events {
                findings.append(finding("holds \(contents.rows) events, its footer says \(file.footer.events)"))
            }
            if let days = contents.days, days != day...day {
                findings.append(finding("holds events of \(days.lowerBound) to \(days.upperBound)"))
            }
            if contents.incomplete > 0 {
                findings.append(finding("\(contents.incomplete) events lack an id, a type or a person"))
            }
            if contents.malformed > 0 {
                findings.append(finding("the properties of \(contents.malformed) events are no JSON object"))
            }
            return findings
        } catch {
            try requireMemory(error, for: file)
            return [finding("can't be read: \(error)")]
        }
    }

    /// Parts may hold an event twice until they are merged; a merged day may not.
    private func repeats(in dayFile: EventFile) throws(EventStoreError) -> [EventFileFinding] {
        do {
            let count = try RepeatedEvents(connection: connection, engineMemory: engineMemory).idCount(in: dayFile)
            guard count > 0 else { return [] }
            return [EventFileFinding(path: dayFile.path, message: "\(count) ids occur more than once")]
        } catch {
            try requireMemory(error, for: dayFile)
            // The file as a whole was found unreadable already.
            return []
        }
    }

    /// Tells a file that is too large for the engine from one that is damaged.
    private func requireMemory(_ error: DuckDBError, for file: EventFile) throws(EventStoreError) {
        guard error.kind == .outOfMemory else { return }
        throw .tooLarge(
            message: "\(file.path) can't be checked with the \(engineMemory) MiB that the engine may use, which says "
                + "nothing about the file; give it more with engine_memory_mib"
        )
    }
}
