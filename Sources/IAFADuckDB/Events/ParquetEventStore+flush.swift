internal import DuckDB
internal import Foundation
package import IAFACore
internal import Logging
internal import Synchronization

extension ParquetEventStore {
    @discardableResult
    package func flush() async throws(EventStoreError) -> UInt64 {
        try await flushLane.run { () throws(EventStoreError) in
            guard self.unflushedCount > 0 else { return try self.flushNow() }
            return try self.flushes.measure { () throws(EventStoreError) in try self.flushNow() }
        }
    }

    /// Writes a part for each project and day that has events in memory.
    ///
    /// On the flush lane only.
    func flushNow() throws(EventStoreError) -> UInt64 {
        let (days, count, through) = state.withLock { state in
            state.flushing = state.hot
            state.hot = HotBuffer()
            let days = state.flushing.projects.flatMap { project, days in days.keys.map { (project, $0) } }
            return (days, state.flushing.count, state.receivedThrough)
        }
        guard count > 0 else { return through }
        do {
            let writer = EventFileWriter(
                folder: folder,
                connection: try connect(to: writing),
                compression: options.compression
            )
            for (project, day) in days.sorted(by: { ($0.0.text, $0.1) < ($1.0.text, $1.1) }) {
                // A project that was removed meanwhile has none.
                guard let events = state.withLock({ $0.flushing.projects[project]?[day] }) else { continue }
                let part = try writer.write(events, of: project, on: day)
                publish(part, of: project, on: day)
            }
        } catch {
            putBackUnwritten()
            throw error
        }
        logger.debug("wrote events to files", metadata: ["events": "\(count)"])
        return through
    }

    /// Puts what a flush did not write back before what came meanwhile; without projects that were removed meanwhile.
    func putBackUnwritten() {
        state.withLock { state in
            var all = state.flushing
            for project in state.removed { all.remove(project) }
            all.append(state.hot)
            state.hot = all
            state.flushing = HotBuffer()
        }
    }

    /// Moves a day's events from memory to their file, at once, as every query sees it.
    private func publish(_ part: EventFile, of project: Identifier<Project>, on day: CalendarDay) {
        state.withLock { state in
            if state.removed.contains(project) {
                unlink(part.path)
            } else {
                state.catalog.add(part)
            }
            state.flushing.remove(project, day)
        }
    }

    /// A connection of one's own to the engine.
    func connect(to database: Database? = nil) throws(EventStoreError) -> Connection {
        do {
            return try (database ?? self.database).connect()
        } catch {
            throw .unreadable(message: "the engine has no connection to give: \(error.message)")
        }
    }
}
