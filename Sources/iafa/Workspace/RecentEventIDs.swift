internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB
internal import Logging

/// The ids of events in files that may come again: what the archive of ids is made of where it lacks something.
struct RecentEventIDs: Sendable {
    /// Ids in memory meanwhile.
    private static let limit = 1_000_000

    let store: ParquetEventStore

    /// Reads them.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - sequence: Files that hold no event beyond it are passed over.
    ///   - overflow: Takes all but the last million of them, in pieces.
    /// - Returns: The others.
    /// - Throws: `EventStoreError`, what `overflow` throws.
    func read(
        beyond sequence: UInt64,
        _ overflow: ([EventFingerprint]) throws -> Void
    ) throws -> [EventFingerprint] {
        let since = SystemWallClock().now - .seconds(86_400 * (EventIDArchive.retainedDays + 1))
        var ids: [EventFingerprint] = []
        try store.recentIDs(since: since, beyond: sequence) { project, id in
            ids.append(EventFingerprint(project: project, id: id))
            guard ids.count == Self.limit else { return }
            try overflow(ids)
            ids.removeAll(keepingCapacity: true)
        }
        return ids
    }

    /// Makes a journal's archive of ids anew where it can't be read any more.
    ///
    /// Everything that was received has been flushed before.
    ///
    /// - Throws: `EventLogError`.
    func mend(_ journal: Journal, _ logger: Logger) async throws {
        let isMended = try await journal.restoreIDs { add in try add(try read(beyond: 0, add)) }
        if isMended { logger.notice("the archive of event ids could not be read, and was made anew") }
    }
}
