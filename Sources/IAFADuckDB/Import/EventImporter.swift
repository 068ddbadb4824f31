internal import Crypto
internal import DuckDB
package import IAFACore

/// Brings the events of files into a store, past the log: a row that was lost is read again by importing again.
package final class EventImporter {
    /// What became of the rows of the files.
    package struct Report: Sendable {
        /// Events that were handed to the store.
        package var events = 0
        /// Rows that could not become an event.
        package var rejected = 0
        /// The first of them, at most ``EventImporter/shownRejections``.
        package var rejections: [(file: String, row: Int, issues: [ValidationIssue])] = []
    }

    /// How many rejected rows a report names.
    package static let shownRejections = 10

    /// Events that are in memory at once, and about how many bytes of it they take.
    private static let batchSize = 200_000
    private static let batchBytes = 96 * 1_024 * 1_024

    private let store: ParquetEventStore
    private let project: Project
    private let mapping: ImportMapping
    private let now: Timestamp
    private let database: Database
    private var sequence: UInt64
    private var batch: [SequencedEvent] = []
    private var batchMemory = 0

    /// Events up to here were there before.
    private let firstSequence: UInt64

    /// Whether a row had an id of its own; the others' ids follow from their time, so none stands on two days.
    private var hasOwnIDs = false

    /// How often a row with the same content came before, by its hash; only of rows without an id of their own.
    private var occurrences: [UInt64: UInt32] = [:]
    package private(set) var report = Report()

    /// `store`: Opened for writing, with nothing else going into it meanwhile.
    /// - Throws: ``EventStoreError``.
    package init(
        into store: ParquetEventStore,
        project: Project,
        mapping: ImportMapping,
        now: Timestamp
    ) throws(EventStoreError) {
        self.store = store
        self.project = project
        self.mapping = mapping
        self.now = now
        firstSequence = store.lastSequence
        sequence = firstSequence
        do {
            // Rows come in the order of the file, so that a report can name them.
            database = try Database(options: [
                "threads": "1", "preserve_insertion_order": "true", "memory_limit": "512MiB",
            ])
        } catch {
            throw .unreadable(message: "the engine did not start: \(error.message)")
        }
    }

    /// Reads a file.
    ///
    /// Blocks.
    ///
    /// - `path`: A file that can be read more than once.
    /// - `name`: What people know it by; nil for its path.
    /// - `progress`: Told now and then how many rows are done.
    /// - Throws: ``ImportError``, ``ValidationFailure``, ``EventStoreError``.
    package func read(
        _ path: String,
        called name: String? = nil,
        as format: ImportFormat,
        progress: (Int) -> Void
    ) throws {
        let name = name ?? path
        do {
            try readRows(path, name, format, progress)
        } catch let error as ImportError {
            throw ImportError(path: name, message: error.message)
        }
    }

    private func readRows(
        _ path: String,
        _ name: String,
        _ format: ImportFormat,
        _ progress: (Int) -> Void
    ) throws {
        var pending: [ImportedRow] = []
        let sink: (ImportedRow) throws -> Void = { row in
            pending.append(row)
            if pending.count == 1_024 {
                self.take(pending, from: name)
                pending.removeAll(keepingCapacity: true)
                progress(self.report.events + self.report.rejected)
                if self.batch.count >= Self.batchSize || self.batchMemory >= Self.batchBytes {
                    try self.store.takeIn(&self.batch)
                    self.batchMemory = 0
                }
            }
        }
        if try GzipFile.isGzip(path) { try GzipFile.requireWhole(path) }
        // Equal rows of one file are different events; a file that comes twice brings nothing new.
        occurrences.removeAll()
        switch format {
        case .csv: try CSVReader(path: path, mapping: mapping).read(sink)
        case .jsonl: try LineReader(path: path, mapping: mapping).read(sink)
        case .parquet:
            try ParquetReader(path: path, mapping: mapping, connection: try database.connect()).read(sink)
        }
        take(pending, from: name)
        progress(report.events + report.rejected)
    }

    /// Writes what is still in memory, and merges every day into one file, each id of the files once.
    ///
    /// - Throws: ``EventStoreError``.
    package func finish(
        progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
    ) async throws(EventStoreError) -> CompactionSummary {
        try store.takeIn(&batch)
        var summary = CompactionSummary()
        if hasOwnIDs { summary = try await store.mergeRepeats(of: project.id, beyond: firstSequence) }
        let rest = try await store.compact(thorough: true, progress: progress)
        summary.days += rest.days
        summary.mergedFiles += rest.mergedFiles
        summary.events += rest.events
        summary.duplicates += rest.duplicates
        return summary
    }

    private func take(_ rows: [ImportedRow], from path: String) {
        let firstKeptDay = project.firstKeptDay(now: now)
        for row in rows {
            var draft = row.draft
            if draft.issues.isEmpty, let time = draft.timestamp,
                let issue = EventTime.fault(of: time, now: now, firstKeptDay: firstKeptDay)
            {
                draft.issues.append(issue)
            }
            guard draft.issues.isEmpty, let time = draft.timestamp else {
                report.rejected += 1
                if report.rejections.count < Self.shownRejections {
                    report.rejections.append((path, row.number, draft.issues))
                }
                continue
            }
            sequence += 1
            report.events += 1
            hasOwnIDs = hasOwnIDs || draft.eventID != nil
            let event = Event(
                id: draft.eventID ?? identifier(of: draft, at: time),
                type: draft.type,
                userID: draft.userID,
                anonymousID: draft.anonymousID,
                sessionID: draft.sessionID,
                timestamp: time,
                receivedAt: now,
                sentAt: draft.sentAt,
                properties: draft.properties
            )
            let sequenced = SequencedEvent(sequence: sequence, project: project.id, event: event)
            batchMemory += sequenced.memoryBytes
            batch.append(sequenced)
        }
    }

    /// An id that the same row gets again: of its content, and of how many equal rows came before it.
    private func identifier(of draft: EventDraft, at time: Timestamp) -> String {
        var hash = SHA256()
        for text in [draft.type, draft.userID, draft.anonymousID, draft.sessionID, draft.properties] {
            hash.update(data: Array((text ?? "").utf8))
            hash.update(data: [text == nil ? 0 : 1])
        }
        withUnsafeBytes(of: time.microseconds.littleEndian) { hash.update(bufferPointer: $0) }
        var content = Self.word(hash.finalize(), 0)
        let count = occurrences[content, default: 0]
        occurrences[content] = count + 1
        content &+= UInt64(count) &* 0x9E37_79B9_7F4A_7C15
        let rest = Self.word(hash.finalize(), 8)
        // Version 8: a UUID whose bits are the maker's own (RFC 9562).
        let high = content & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let low = rest & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return EventIdentifier.uuid(high: high, low: low)
    }

    private static func word(_ digest: SHA256.Digest, _ start: Int) -> UInt64 {
        digest.dropFirst(start).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension ParquetEventStore {
    /// Receives events that are in no log and writes them to files at once.
    ///
    /// Blocks.
    func takeIn(_ events: inout [SequencedEvent]) throws(EventStoreError) {
        receive(events)
        events.removeAll(keepingCapacity: true)
        _ = try flushNow()
    }
}
