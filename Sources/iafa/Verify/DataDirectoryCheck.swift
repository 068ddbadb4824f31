internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB
internal import Logging

/// Looks at everything in a data directory, also beside the process that writes it; changes nothing.
struct DataDirectoryCheck {
    /// How closely to look at event files.
    enum Depth {
        /// At what they say of themselves.
        case footers
        /// At every value.
        case values
    }

    let dataDirectory: String
    let depth: Depth

    /// How the engine may use the machine.
    let options: EventStoreOptions
    let logger: Logger

    /// Looks.
    ///
    /// Blocks, for as long as it takes.
    ///
    /// - Parameter progress: Told how many of how many days are done; may throw to end the work.
    /// - Returns: What was found.
    /// - Throws: What keeps it from looking at all, and what `progress` throws.
    func run(progress: (_ done: Int, _ of: Int) throws -> Void) async throws -> DataDirectoryReport {
        var report = DataDirectoryReport()
        let folders = FolderCheck(dataDirectory: dataDirectory)
        let metadata = try await MetadataCheck(folder: dataDirectory + "/metadata").run()
        report.add(metadata.findings)
        report.projects = metadata.projects?.count ?? 0

        // The journal before the files: what leaves it meanwhile is in a file by the time that files are listed.
        let journal = try checkJournal()
        report.add(journal)
        let isReadable = !journal.contains { $0.kind == .damage }
        let (events, firstFree) = isReadable ? try journalEvents() : (nil, 1)

        var options = options
        options.isWritable = false
        let store = try ParquetEventStore.open(dataDirectory: dataDirectory, options: options, logger: logger)
        for event in events ?? [] {
            // What was sent to a project that is gone is not counted.
            let isKnown = metadata.projects?.contains(event.project) ?? true
            if isKnown { store.recover(event) } else { store.skip(through: event.sequence) }
        }
        let (files, stored, findings) =
            switch depth {
            case .footers: store.survey()
            case .values: try store.verify(progress: progress)
            }
        report.add(
            findings.map { Finding(kind: .damage, path: $0.path, message: $0.message, remedy: $0.remedy) }
        )
        if case .values = depth { report.add(damagedSummaries()) }
        report.files = files
        report.events = events == nil ? nil : stored + store.unflushedCount
        report.lastSequence = max(store.lastSequence, firstFree - 1)
        if depth == .values { report.add(try StageIndexCheck(dataDirectory: dataDirectory).run()) }
        report.add(folders.run(projects: metadata.projects))
        report.add(checkIDs() + checkLedger())
        return report
    }

    private func checkIDs() -> [Finding] {
        let folder = Workspace.archiveFolder(dataDirectory)
        guard let reason = EventIDArchive.damage(directory: folder) else { return [] }
        return [
            Finding(
                kind: .warning,
                path: folder,
                message: reason,
                remedy: "nothing is lost: the next start makes the event ids anew from the event files"
            )
        ]
    }

    private func checkLedger() -> [Finding] {
        let folder = Workspace.ledgerFolder(dataDirectory)
        return FileIngestionLedger.damagedFiles(directory: folder, logger: logger).map { path in
            Finding(
                kind: .damage,
                path: path,
                message: "is damaged: what it counted, or noted of rejected events, is lost",
                remedy: "restore it from a backup, or remove it; the events themselves are elsewhere"
            )
        }
    }

    /// Nothing is lost by them, and no answer is wrong.
    private func damagedSummaries() -> [Finding] {
        SummaryFolder(dataDirectory: dataDirectory).damaged().map { path in
            Finding(
                kind: .warning,
                path: path,
                message: "a summary of a day's event types and properties is damaged",
                remedy: "who asks for them next has it made anew, or remove it"
            )
        }
    }

    private func checkJournal() throws -> [Finding] {
        let folder = dataDirectory + "/journal"
        var found = try JournalReader.verify(directory: folder)
        // A writer beside may be making or removing a segment: what is damaged stays so.
        if !found.isEmpty {
            let again = try JournalReader.verify(directory: folder)
            found = found.filter(again.contains)
        }
        let damages = found.filter { $0.kind == .damage }.map { finding in
            Finding(
                kind: .damage,
                path: finding.file,
                message: "\(finding), with \(finding.recordsBefore.grouped) whole events before it",
                remedy: "restore from a backup, or move the file away and lose what it holds"
            )
        }
        let torn = found.filter { $0.kind == .tornTail }
        // Beside a writer, that is a write that goes on.
        guard !torn.isEmpty, !DirectoryLock.isHeld(dataDirectory: dataDirectory) else { return damages }
        return damages
            + torn.map { finding in
                Finding(
                    kind: .warning,
                    path: finding.file,
                    message: finding.description,
                    remedy: "the next start cuts it off; nothing acknowledged is lost where it is what a crash left "
                        + "of the last write"
                )
            }
    }

    private func journalEvents() throws -> (events: [SequencedEvent]?, firstFree: UInt64) {
        var events: [SequencedEvent] = []
        let summary = try JournalReader.replay(directory: dataDirectory + "/journal") { events.append($0) }
        return (events, summary.firstFreeSequence)
    }
}
