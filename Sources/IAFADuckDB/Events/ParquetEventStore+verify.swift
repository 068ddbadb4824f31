internal import DuckDB
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
    /// - Throws: ``EventStoreError`` where the engine can't work at all.
    package func verify(
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(EventStoreError) -> (files: Int, events: Int, findings: [EventFileFinding]) {
        let connection = try connect()
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
                findings += Self.check(file, of: day, connection)
            }
            findings += Self.checkRepeats(stored.files, connection)
            progress(index + 1, days.count)
        }
        return (files, events, findings)
    }

    private static func check(_ file: EventFile, of day: CalendarDay, _ connection: Connection) -> [EventFileFinding] {
        func finding(_ message: String) -> EventFileFinding { EventFileFinding(path: file.path, message: message) }
        do {
            let statement = try connection.prepare(VerifySQL.contents)
            try statement.bind([.paths([file.readPath])])
            guard let chunk = try statement.execute().nextChunk() else { return [finding("has no rows to count")] }
            func number(_ column: Int) -> Int64 { chunk.column(column).int64s[0] }
            var findings: [EventFileFinding] = []
            let rows = number(0)
            if rows != file.footer.events {
                findings.append(finding("holds \(rows) events, its footer says \(file.footer.events)"))
            }
            let first = CalendarDay(Timestamp(microseconds: number(1)))
            let last = CalendarDay(Timestamp(microseconds: number(2)))
            if rows > 0, first != day || last != day {
                findings.append(finding("holds events of \(first) to \(last)"))
            }
            if number(3) > 0 { findings.append(finding("\(number(3)) events lack an id, a type or a person")) }
            if number(4) > 0 { findings.append(finding("the properties of \(number(4)) events are no JSON object")) }
            return findings
        } catch {
            return [finding("can't be read: \(error)")]
        }
    }

    private static func checkRepeats(_ files: [EventFile], _ connection: Connection) -> [EventFileFinding] {
        // Parts may hold an event twice until they are merged; a merged day may not.
        guard let dayFile = files.first(where: { $0.name.part == nil }) else { return [] }
        do {
            let statement = try connection.prepare(VerifySQL.repeats)
            try statement.bind([.paths([dayFile.readPath])])
            guard let chunk = try statement.execute().nextChunk(), chunk.column(0).int64s[0] > 0 else { return [] }
            let message = "\(chunk.column(0).int64s[0]) ids occur more than once"
            return [EventFileFinding(path: dayFile.path, message: message)]
        } catch {
            // The file as a whole was found unreadable already.
            return []
        }
    }
}
