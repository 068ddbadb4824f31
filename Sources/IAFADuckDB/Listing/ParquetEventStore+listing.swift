internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore: EventOverview {
    package func newestEvents(_ query: EventQuery) async throws(EventStoreError) -> EventPage {
        try await ask(of: query.project) { stop throws(EventStoreError) in
            let days = try self.days(of: query.project, in: query.rangeBeforePosition)
            let listing = EventListing(query: query, database: self.database, stop: stop)
            return try self.answer(stop) { () throws(DuckDBError) in try listing.run(days) }
        }
    }

    /// Gives what a scan gave, unless it was stopped, and the store's words to what went wrong.
    ///
    /// - Throws: ``EventStoreError``.
    func answer<Value>(
        _ stop: StopSignal,
        _ scan: () throws(DuckDBError) -> Value
    ) throws(EventStoreError) -> Value {
        let value: Value
        do throws(DuckDBError) {
            value = try scan()
        } catch {
            try stop.check()
            throw error.kind == .outOfMemory
                ? .tooLarge(message: "the question needs more memory than the engine may use; ask for fewer days")
                : .unreadable(message: "can't read the project's events: \(error.message)")
        }
        // A scan that is stopped may also end as if there were nothing more to read.
        try stop.check()
        return value
    }

    package func version(of project: Identifier<Project>, in ranges: [Range<Timestamp>]) -> EventVersion {
        var text = ""
        for range in ranges where !range.isEmpty {
            let last = Timestamp(microseconds: range.upperBound.microseconds - 1)
            let days = CalendarDay(range.lowerBound)...CalendarDay(last)
            let (catalog, waiting) = state.withLock { state in
                (
                    state.catalog.days(of: project, in: days),
                    [state.flushing, state.hot].map { $0.events(of: project, in: days) }
                )
            }
            for (day, files) in catalog {
                for file in files.files {
                    text += "\(file.name.text) \(file.footer.first) \(file.footer.last) \(file.footer.events);"
                }
                if !files.damaged.isEmpty { text += "\(day) damaged;" }
            }
            for events in waiting {
                for (day, events) in events.sorted(by: { $0.key < $1.key }) {
                    text += "\(day) \(events.first?.sequence ?? 0) \(events.count) \(events.last?.sequence ?? 0);"
                }
                text += "|"
            }
        }
        return EventVersion(text: text)
    }
}

extension EventQuery {
    /// The range as far as it can hold events that are wanted.
    fileprivate var rangeBeforePosition: Range<Timestamp> {
        guard let before else { return range }
        let end = Timestamp(microseconds: before.timestamp.microseconds.addingReportingOverflow(1).partialValue)
        return range.clamped(to: .distantPast..<max(end, .distantPast))
    }
}
