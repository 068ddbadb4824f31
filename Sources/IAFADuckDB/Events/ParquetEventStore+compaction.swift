internal import DuckDB
internal import Foundation
package import IAFACore
internal import Logging
internal import Synchronization

extension ParquetEventStore {
    @discardableResult
    package func compact(thorough: Bool) async throws(EventStoreError) -> CompactionSummary {
        try await compact(thorough: thorough) { _, _ in }
    }

    /// As ``compact(thorough:)``, telling how many of how many days are done.
    ///
    /// - Throws: ``EventStoreError`` of the first day that can't be merged, after the others;
    ///   ``EventStoreError/cancelled`` soon after the task is.
    package func compact(
        thorough: Bool,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) async throws(EventStoreError) -> CompactionSummary {
        let stop = StopSignal()
        return try await withStop(stop) { () throws(EventStoreError) in
            try await self.compactionLane.run { () throws(EventStoreError) in
                let result = Result { () throws(EventStoreError) in
                    try self.compactNow(thorough: thorough, stop: stop, progress: progress)
                }
                try self.writeSummaries(stop)
                return try result.get()
            }
        }
    }

    private func compactNow(
        thorough: Bool,
        stop: StopSignal,
        progress: (Int, Int) -> Void
    ) throws(EventStoreError) -> CompactionSummary {
        let work = compactionWork(thorough: thorough)
        var summary = CompactionSummary()
        guard !work.isEmpty else { return summary }
        let compactor = compactor(stop)
        var failure: EventStoreError?
        for (index, (inputs, isDay)) in work.enumerated() {
            try stop.check()
            do {
                let output = try compactions.measure { () throws(EventStoreError) in
                    try merge(inputs, asDay: isDay, compactor)
                }
                let events = inputs.reduce(0) { $0 + $1.footer.events }
                summary.days += 1
                summary.mergedFiles += inputs.count
                summary.events += output.footer.events
                summary.duplicates += events - output.footer.events
            } catch {
                // One day that can't be merged must not keep all others from it, run after run.
                failure = failure ?? error
            }
            progress(index + 1, work.count)
        }
        if let failure { throw failure }
        logger.debug(
            "merged files of days",
            metadata: ["days": "\(summary.days)", "files": "\(summary.mergedFiles)", "events": "\(summary.events)"]
        )
        return summary
    }

    /// Which files to merge, and whether they become the file of a day.
    private func compactionWork(thorough: Bool) -> [(inputs: [EventFile], isDay: Bool)] {
        let now = clock.now
        let today = CalendarDay(now)
        var work: [(inputs: [EventFile], isDay: Bool)] = []
        for days in state.withLock(\.catalog.projects).values {
            for (date, files) in days.sorted(by: { $0.key < $1.key }) {
                if thorough, files.damaged.isEmpty, !files.parts.isEmpty {
                    work.append((files.files, true))
                    continue
                }
                switch DayCompactor.plan(for: files, isOver: date < today, now: now) {
                case .nothing: break
                case .mergeParts(let parts): work.append((parts, false))
                case .mergeDay: work.append((files.files, true))
                }
            }
        }
        return work
    }

    /// What merges files, until it is stopped.
    func compactor(_ stop: StopSignal = StopSignal()) -> DayCompactor {
        DayCompactor(
            folder: folder,
            database: writing,
            compression: options.compression,
            engineMemory: options.engineMemory,
            stop: stop
        )
    }

    /// Makes one file of several: in steps where they are too many to be read at once.
    ///
    /// - `omitted`: Rows that are left out besides repetitions.
    func merge(
        _ inputs: [EventFile],
        asDay: Bool,
        omitting omitted: [ObjectIdentifier: RowSet] = [:],
        _ compactor: DayCompactor
    ) throws(EventStoreError) -> EventFile {
        var files = inputs
        while files.count > compactor.fanIn {
            // Parts that follow one another become a wider one; the day's file, the largest, is only read at the end.
            let dayFile = files.filter { $0.name.part == nil }
            let parts = files.filter { $0.name.part != nil }
            files = dayFile
            for start in stride(from: 0, to: parts.count, by: compactor.fanIn) {
                let group = Array(parts[start..<min(start + compactor.fanIn, parts.count)])
                guard group.count > 1 else {
                    files += group
                    continue
                }
                let wider = try compactor.merge(group, asDay: false, omitting: omitted)
                replace(group, with: wider)
                files.append(wider)
            }
        }
        let output = try compactor.merge(files, asDay: asDay, omitting: omitted)
        replace(files, with: output)
        return output
    }

    private func replace(_ inputs: [EventFile], with output: EventFile) {
        state.withLock { state in
            if state.removed.contains(output.project) {
                unlink(output.path)
            } else {
                state.catalog.replace(inputs, with: output)
            }
        }
        // A question that runs reads on through the links of its own.
        for input in inputs where input.path != output.path { unlink(input.path) }
    }
}
