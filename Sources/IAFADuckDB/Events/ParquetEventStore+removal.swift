package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    @discardableResult
    package func removeDays(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) async throws(EventStoreError) -> RemovalSummary {
        guard holdsEvents(of: project, before: day) else { return RemovalSummary() }
        let waiting = removeWaiting(of: project, before: day)
        // What a flush was writing just now is in files afterwards.
        try await flushLane.run { () throws(EventStoreError) in }
        let (files, failure) = await compactionLane.run { self.removeFiles(of: project, before: day) }
        if files.count > 0 {
            // Not beside a flush, which may be about to write into a folder that is empty now.
            try await flushLane.run { () throws(EventStoreError) in
                for date in files.keys { try self.folder.removeEmptyFolders(of: project, date) }
            }
            await pruneIndexes()
        }
        if !files.isEmpty { summaries.removeAll(of: project) }
        if let failure { throw failure }
        return RemovalSummary(
            days: Set(files.keys).union(waiting.keys).sorted(),
            files: files.values.reduce(0) { $0 + $1.files.count + $1.damaged.count },
            events: files.values.reduce(0) { $0 + $1.events } + waiting.values.reduce(0, +)
        )
    }

    /// Whether there is something to remove; asked for every project every minute.
    private func holdsEvents(of project: Identifier<Project>, before day: CalendarDay) -> Bool {
        state.withLock { state in
            state.catalog.projects[project]?.keys.contains { $0 < day } == true
                || state.hot.projects[project]?.keys.contains { $0 < day } == true
                || state.flushing.projects[project]?.keys.contains { $0 < day } == true
        }
    }

    /// Takes days out of memory.
    ///
    /// - Returns: The events of each.
    private func removeWaiting(of project: Identifier<Project>, before day: CalendarDay) -> [CalendarDay: Int] {
        state.withLock { state in
            let old = (state.hot.projects[project] ?? [:]).filter { $0.key < day }
            for date in old.keys { state.hot.remove(project, date) }
            return old.mapValues(\.count)
        }
    }

    /// Takes whole days away, each durably; a day with a file that can't be removed stays, to be tried again.
    ///
    /// On the compaction lane only.
    private func removeFiles(
        of project: Identifier<Project>,
        before day: CalendarDay
    ) -> (removed: [CalendarDay: EventCatalog.Day], failure: EventStoreError?) {
        let old = state.withLock { $0.catalog.projects[project] ?? [:] }.filter { $0.key < day }
        var removed: [CalendarDay: EventCatalog.Day] = [:]
        var failure: EventStoreError?
        for (date, files) in old.sorted(by: { $0.key < $1.key }) {
            do throws(EventStoreError) {
                for path in files.files.map(\.path) + files.damaged { try folder.remove(path) }
                try folder.sync(folder.folder(of: project, date))
                state.withLock { $0.catalog.set(EventCatalog.Day(), of: project, on: date) }
                summaryFolder.remove(of: project, date)
                removed[date] = files
            } catch {
                failure = failure ?? error
            }
        }
        return (removed, failure)
    }

    package func removeAll(of project: Identifier<Project>) async throws(EventStoreError) {
        state.withLock { state in
            state.removed.insert(project)
            state.hot.remove(project)
        }
        do throws(EventStoreError) {
            try await flushLane.run { () throws(EventStoreError) in }
            try await compactionLane.run { () throws(EventStoreError) in
                try self.folder.removeAll(of: project)
                self.state.withLock { state in
                    for date in (state.catalog.projects[project] ?? [:]).keys {
                        state.catalog.set(EventCatalog.Day(), of: project, on: date)
                    }
                }
                self.summaryFolder.removeAll(of: project)
                self.summaries.removeAll(of: project)
            }
        } catch {
            // The project stays, and with it what it sends from now on.
            state.withLock { _ = $0.removed.remove(project) }
            throw error
        }
        await pruneIndexes()
    }
}
