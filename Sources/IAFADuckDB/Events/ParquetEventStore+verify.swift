internal import DuckDB
internal import Foundation
internal import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Reads every value of every file.
    ///
    /// Blocks, for as long as that takes. Beside a process that writes, what comes meanwhile is not looked at.
    ///
    /// - Parameter progress: Told how many of how many days are done.
    /// - Returns: What isn't as it should be; empty where all is well.
    /// - Throws: ``EventStoreError/tooLarge(message:)`` where a file needs more memory than the engine may use, so that
    ///   nothing is known of it; another ``EventStoreError`` where the engine can't work at all; what `progress`
    ///   throws.
    package func verify(
        progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
    ) throws -> (files: Int, events: Int, findings: [EventFileFinding]) {
        let verifier = try verifier()
        let days = state.withLock(\.catalog.projects).sorted { $0.key.text < $1.key.text }.flatMap { project, days in
            days.sorted { $0.key < $1.key }.map { (project, $0.key, $0.value) }
        }
        var files = 0
        var events = 0
        var findings: [EventFileFinding] = []
        for (index, (project, day, stored)) in days.enumerated() {
            let report = try verifier.verify(stored, of: project, on: day)
            files += report.files
            events += report.events
            findings += report.findings
            try progress(index + 1, days.count)
        }
        return (files, events, findings)
    }

    /// What the footers say, without a look at the rows.
    ///
    /// - Returns: The files that can't be taken in as findings.
    package func survey() -> (files: Int, events: Int, findings: [EventFileFinding]) {
        let projects = state.withLock(\.catalog.projects)
        let days = projects.values.flatMap(\.values)
        let findings = projects.flatMap { project, days in
            days.values.flatMap(\.damaged).sorted().map {
                EventFileFinding(damagedFile: $0, of: project, in: folder)
            }
        }
        return (days.reduce(0) { $0 + $1.files.count }, days.reduce(0) { $0 + $1.events }, findings)
    }

    /// Looks at files with an engine that has no more threads than it has memory for: each holds a row group.
    private func verifier() throws(EventStoreError) -> EventFileVerifier {
        do {
            let threads = max(1, min(cores, options.engineMemory / Self.mebibytesPerThread))
            let engine = try Self.engine(threads: threads, options, scratch: NSTemporaryDirectory())
            return EventFileVerifier(
                folder: folder,
                connection: try engine.connect(),
                engineMemory: options.engineMemory
            )
        } catch {
            throw .unreadable(message: "the engine did not start: \(error.message)")
        }
    }

    /// Memory with which one thread can check any file that this version writes.
    private static let mebibytesPerThread = 64
}
