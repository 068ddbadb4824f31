package import IAFACore
internal import Logging
internal import Synchronization

extension ParquetEventStore {
    @discardableResult
    package func buildIndexes() async throws(EventStoreError) -> IndexSummary {
        try await buildIndexes(isThorough: false) { _, _ in }
    }

    /// Makes the stage indexes that are missing, damaged or of another file, and removes those of days that are gone.
    ///
    /// A day that failed is passed over until its file is another one, unless `isThorough`.
    ///
    /// - Parameters:
    ///   - project: Whose days; nil for all.
    ///   - isThorough: Whether to read the indexes that are there, to know that they are whole, and to try again where
    ///     it failed before.
    ///   - progress: Told how many of how many days are done.
    /// - Returns: What there is now.
    /// - Throws: ``EventStoreError/cancelled`` soon after the task is.
    @discardableResult
    package func buildIndexes(
        of project: Identifier<Project>? = nil,
        isThorough: Bool,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) async throws(EventStoreError) -> IndexSummary {
        guard let index = stageIndex else { return IndexSummary() }
        await pruneIndexes()
        let projects = state.withLock(\.catalog.projects).filter { project == nil || $0.key == project }
        // The newest first: they are asked for most.
        let files = projects.values.flatMap(\.values).compactMap(\.file).sorted { $0.name.day > $1.name.day }
        // Files that were replaced need not be remembered.
        if project == nil { unindexable.withLock { $0.formIntersection(files.map(\.indexSource)) } }
        let stop = StopSignal()
        return try await withStop(stop) { () throws(EventStoreError) in
            var summary = IndexSummary()
            for (place, file) in files.enumerated() {
                try stop.check()
                // The lane is free for others between two days.
                summary += try await self.indexLane.run { () throws(EventStoreError) in
                    try self.renewIndex(of: file, index, isThorough: isThorough, stop)
                }
                progress(place + 1, files.count)
            }
            return summary
        }
    }

    /// Removes the indexes of days that are gone.
    func pruneIndexes() async {
        guard let index = stageIndex else { return }
        await indexLane.run {
            index.prune(keeping: self.state.withLock { $0.catalog.projects.mapValues { Set($0.keys) } })
        }
    }

    /// Makes a day's index unless there is one.
    ///
    /// - Throws: ``EventStoreError/cancelled``.
    private func renewIndex(
        of file: EventFile,
        _ index: any StageIndex,
        isThorough: Bool,
        _ stop: StopSignal
    ) throws(EventStoreError) -> IndexSummary {
        var summary = IndexSummary()
        // Of a file that was replaced meanwhile, or whose project is gone, nobody needs one.
        guard isCurrent(file) else { return summary }
        summary.fileBytes = file.byteCount
        if let day = index.day(file.indexSource), !isThorough || day.isWhole() {
            summary.kept = 1
            summary.indexBytes = day.byteCount
            return summary
        }
        let isTried = isThorough || !unindexable.withLock { $0.contains(file.indexSource) }
        if isTried, let bytes = try buildIndex(of: file, index, stop) {
            summary.built = 1
            summary.indexBytes = bytes
        } else {
            summary.failed = 1
        }
        return summary
    }

    private func isCurrent(_ file: EventFile) -> Bool {
        state.withLock { $0.catalog.projects[file.project]?[file.name.day]?.file === file }
    }

    /// Makes a day's index; nil where that failed, which the log then says.
    ///
    /// - Throws: ``EventStoreError/cancelled``.
    private func buildIndex(
        of file: EventFile,
        _ index: any StageIndex,
        _ stop: StopSignal
    ) throws(EventStoreError) -> Int? {
        let source = file.indexSource
        do {
            return try index.build(source, from: DayIndexInput(file: file, database: writing, stop: stop))
        } catch {
            try stop.check()
            // Not again and again for a file that can't be read. One whose day is gone is no failure worth a word.
            guard isCurrent(file) else { return nil }
            unindexable.withLock { _ = $0.insert(source) }
            logger.warning(
                "a day has no stage index; funnels over it take longer",
                metadata: ["path": "\(file.path)", "error": "\(error)"]
            )
            return nil
        }
    }
}
