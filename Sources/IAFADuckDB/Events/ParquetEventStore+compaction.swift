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
    /// - Throws: ``EventStoreError`` of the first day that can't be merged, after the others.
    package func compact(
        thorough: Bool,
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) async throws(EventStoreError) -> CompactionSummary {
        try await compactionLane.run { () throws(EventStoreError) in
            try self.compactNow(thorough: thorough, progress: progress)
        }
    }

    private func compactNow(
        thorough: Bool,
        progress: (Int, Int) -> Void
    ) throws(EventStoreError) -> CompactionSummary {
        let work = compactionWork(thorough: thorough)
        var summary = CompactionSummary()
        guard !work.isEmpty else { return summary }
        let compactor = DayCompactor(folder: folder, connection: try connect(), compression: options.compression)
        var failure: EventStoreError?
        for (index, (inputs, isDay)) in work.enumerated() {
            do {
                let output = try compactions.measure { () throws(EventStoreError) in
                    try compactor.merge(inputs, asDay: isDay)
                }
                replace(inputs, with: output)
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

    func replace(_ inputs: [EventFile], with output: EventFile) {
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
