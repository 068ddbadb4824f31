internal import DuckDB
internal import Foundation
package import IAFACore
internal import Synchronization

/// Something that isn't as it should be in a data directory.
package struct EventFileFinding: Sendable, Equatable, CustomStringConvertible {
    package let path: String
    package let message: String

    package var description: String { "\(path): \(message)" }
}

extension ParquetEventStore {
    /// Reads every value of every file.
    ///
    /// Blocks, for as long as that takes.
    ///
    /// - Parameter progress: Told how many of how many days are done.
    /// - Returns: What isn't as it should be; empty where all is well.
    /// - Throws: ``EventStoreError/tooLarge(message:)`` where a file needs more memory than the engine may use, so that
    ///   nothing is known of it; another ``EventStoreError`` where the engine can't work at all.
    package func verify(
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(EventStoreError) -> (files: Int, events: Int, findings: [EventFileFinding]) {
        let connection = try verifyingConnection()
        let days = state.withLock(\.catalog.projects).values.flatMap { $0.sorted { $0.key < $1.key } }
        var findings: [EventFileFinding] = []
        var files = 0
        var events = 0
        for (index, (day, stored)) in days.enumerated() {
            for path in stored.damaged {
                findings.append(EventFileFinding(path: path, message: "not a Parquet file that IAFA wrote, or damaged"))
            }
            for file in stored.files {
                files += 1
                events += file.footer.events
                findings += try check(file, of: day, connection)
            }
            findings += try checkRepeats(stored.files, connection)
            progress(index + 1, days.count)
        }
        return (files, events, findings)
    }

    /// A connection to an engine of its own, with no more threads than it has memory for: each holds a row group.
    private func verifyingConnection() throws(EventStoreError) -> Connection {
        do {
            let threads = max(1, min(cores, options.engineMemory / Self.mebibytesPerThread))
            return try Self.engine(threads: threads, options, scratch: NSTemporaryDirectory()).connect()
        } catch {
            throw .unreadable(message: "the engine did not start: \(error.message)")
        }
    }

    /// Memory with which one thread can check any file that this version writes.
    private static let mebibytesPerThread = 64

    private func check(
        _ file: EventFile,
        of day: CalendarDay,
        _ connection: Connection
    ) throws(EventStoreError) -> [EventFileFinding] {
        func finding(_ message: String) -> EventFileFinding { EventFileFinding(path: file.path, message: message) }
        do {
            let contents = try EventFileContents(of: file, connection)
            var findings: [EventFileFinding] = []
            if contents.rows != file.footer.events {
                findings.append(finding("holds \(contents.rows) events, its footer says \(file.footer.events)"))
            }
            if let days = contents.days, days != day...day {
                findings.append(finding("holds events of \(days.lowerBound) to \(days.upperBound)"))
            }
            if contents.incomplete > 0 {
                findings.append(finding("\(contents.incomplete) events lack an id, a type or a person"))
            }
            if contents.malformed > 0 {
                findings.append(finding("the properties of \(contents.malformed) events are no JSON object"))
            }
            return findings
        } catch {
            try requireMemory(error, for: file)
            return [finding("can't be read: \(error)")]
        }
    }

    private func checkRepeats(
        _ files: [EventFile],
        _ connection: Connection
    ) throws(EventStoreError) -> [EventFileFinding] {
        // Parts may hold an event twice until they are merged; a merged day may not.
        guard let dayFile = files.first(where: { $0.name.part == nil }) else { return [] }
        do {
            let repeats = RepeatedEvents(connection: connection, engineMemory: options.engineMemory)
            let count = try repeats.idCount(in: dayFile)
            guard count > 0 else { return [] }
            return [EventFileFinding(path: dayFile.path, message: "\(count) ids occur more than once")]
        } catch {
            try requireMemory(error, for: dayFile)
            // The file as a whole was found unreadable already.
            return []
        }
    }

    /// Tells a file that is too large for the engine from one that is damaged.
    private func requireMemory(_ error: DuckDBError, for file: EventFile) throws(EventStoreError) {
        guard error.kind == .outOfMemory else { return }
        throw .tooLarge(
            message: "\(file.path) can't be checked with the \(options.engineMemory) MiB that the engine may use, "
                + "which says nothing about the file; give it more with engine_memory_mib"
        )
    }
}
