internal import DuckDB
package import IAFACore
internal import Logging
internal import Synchronization

extension ParquetEventStore {
    package func taxonomy(of project: Identifier<Project>) async throws(EventStoreError) -> TaxonomySummary {
        try await ask(of: project) { stop throws(EventStoreError) in
            let days = try self.days(of: project, in: .distantPast..<(.distantFuture))
            var summary = try self.settledSummary(of: project, days, stop)
            for file in days.suffix(Self.unsettledDays).flatMap(\.files) + Self.olderParts(days) {
                summary.merge(try self.summary(of: file, isKept: true, stop))
            }
            var hot = TaxonomyBuilder()
            for event in days.lazy.flatMap(\.hot).joined() {
                try stop.check()
                hot.add(event.event)
            }
            summary.merge(hot.finish())
            return summary
        }
    }

    /// Days whose file may soon be another one: the newest ones of a project.
    private static let unsettledDays = 2

    private static func olderParts(_ days: [StoredDay]) -> [EventFile] {
        days.dropLast(unsettledDays).flatMap(\.files).filter { $0.name.part != nil }
    }

    /// The summary of the day files that hardly change any more; only those are read that it isn't of yet.
    private func settledSummary(
        of project: Identifier<Project>,
        _ days: [StoredDay],
        _ stop: StopSignal
    ) throws(EventStoreError) -> TaxonomySummary {
        let files = days.dropLast(Self.unsettledDays).flatMap(\.files).filter { $0.name.part == nil }
        let versions = Set(files.map(SummaryCache.FileVersion.init))
        var sum = summaries.sum(of: project) ?? SummaryCache.Sum()
        if !sum.files.isSubset(of: versions) { sum = SummaryCache.Sum() }
        guard sum.files != versions else { return sum.summary }
        for file in files {
            guard sum.files.insert(SummaryCache.FileVersion(file)).inserted else { continue }
            sum.summary.merge(try summary(of: file, isKept: false, stop))
        }
        summaries.keep(sum, of: project)
        return sum.summary
    }

    /// The summary of a file: from memory or from disk, else from its events.
    ///
    /// - `isKept`: Whether to keep it in memory.
    private func summary(
        of file: EventFile,
        isKept: Bool,
        _ stop: StopSignal
    ) throws(EventStoreError) -> TaxonomySummary {
        try stop.check()
        let version = SummaryCache.FileVersion(file)
        if let known = summaries.summary(of: version) { return known }
        if file.name.part == nil, let stored = summaryFolder.read(of: file) {
            if isKept { summaries.keep(stored, of: version) }
            return stored
        }
        let scan = TaxonomyScan(database: database, stop: stop)
        let made = try answer(stop) { () throws(DuckDBError) in try scan.run(file) }
        if file.name.part == nil { store(made, of: file) }
        if isKept { summaries.keep(made, of: version) }
        return made
    }

    /// Writes the summaries of day files that have none, so that nobody has to wait for them.
    ///
    /// On the compaction lane only; what fails is made when it is asked for.
    ///
    /// - Throws: ``EventStoreError/cancelled`` once it is stopped.
    func writeSummaries(_ stop: StopSignal) throws(EventStoreError) {
        let scan = TaxonomyScan(database: writing, stop: stop)
        for file in state.withLock(\.catalog.projects).values.flatMap(\.values).compactMap(\.file) {
            try stop.check()
            let version = SummaryCache.FileVersion(file)
            guard !summarized.withLock({ $0.contains(version) }) else { continue }
            if !summaryFolder.has(of: file) {
                do throws(EventStoreError) {
                    store(try answer(stop) { () throws(DuckDBError) in try scan.run(file) }, of: file)
                } catch {
                    try stop.check()
                    logger.warning(
                        "an event file could not be summarized; it is tried again when somebody asks",
                        metadata: ["path": "\(file.path)", "error": "\(error)"]
                    )
                }
            }
            summarized.withLock { _ = $0.insert(version) }
        }
        let current = Set(
            state.withLock(\.catalog.projects).values.flatMap(\.values).compactMap(\.file)
                .map(SummaryCache.FileVersion.init)
        )
        summarized.withLock { $0.formIntersection(current) }
    }

    /// Writes a summary, unless the file it is of is none any more.
    private func store(_ summary: TaxonomySummary, of file: EventFile) {
        guard options.isWritable else { return }
        do {
            try summaryFolder.write(summary, of: file)
        } catch {
            logger.warning(
                "a summary of events could not be written; it is made again when somebody asks for it",
                metadata: ["path": "\(summaryFolder.file(of: file.project, file.name.day))", "error": "\(error)"]
            )
        }
        // Whoever removes a day takes it out of the catalog first, and its summary then.
        let isCurrent = state.withLock { $0.catalog.projects[file.project]?[file.name.day]?.file != nil }
        if !isCurrent { summaryFolder.remove(of: file.project, file.name.day) }
    }
}
