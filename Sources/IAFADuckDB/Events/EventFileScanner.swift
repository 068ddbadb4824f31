internal import DuckDB
internal import Foundation
internal import IAFACore

/// Finds out which event files there are, and which of them count.
struct EventFileScanner {
    let folder: EventFolder
    let connection: Connection

    /// Whether this process is the one that may write below the data directory.
    let isWritable: Bool

    /// What was found.
    struct Findings {
        var catalog = EventCatalog()

        /// Files whose events are all in another one: left behind by a crash between a rename and a removal.
        var superseded: [String] = []

        /// Files that were never finished.
        var unfinished: [String] = []
    }

    /// Reads the footers of all files.
    ///
    /// Blocks.
    ///
    /// - Throws: ``EventStoreError``.
    func scan() throws(EventStoreError) -> Findings {
        var findings = Findings()
        for project in try folder.projects() {
            try scan(project, into: &findings)
        }
        return findings
    }

    private func scan(_ project: Identifier<Project>, into findings: inout Findings) throws(EventStoreError) {
        var found: [(name: EventFileName, path: String)] = []
        for (folder, text) in try folder.files(of: project) {
            if text.hasSuffix(".tmp") {
                findings.unfinished.append("\(folder)/\(text)")
            } else if let name = EventFileName(text) {
                found.append((name, "\(folder)/\(text)"))
            }
        }
        let footers = footers(of: found.map(\.path))
        for (day, files) in Dictionary(grouping: found, by: \.name.day) {
            let (entry, superseded) = try entry(of: project, files, footers)
            findings.superseded += superseded.map(\.path)
            findings.catalog.set(entry, of: project, on: day)
        }
    }

    /// Reads the footers of one day's files.
    ///
    /// Blocks.
    ///
    /// - Throws: ``EventStoreError``.
    func scan(_ project: Identifier<Project>, _ day: CalendarDay) throws(EventStoreError) -> EventCatalog.Day {
        let found = try folder.files(of: project, day)
        return try entry(of: project, found, footers(of: found.map(\.path))).day
    }

    private func entry(
        of project: Identifier<Project>,
        _ files: [(name: EventFileName, path: String)],
        _ footers: [String: EventFileFooter]
    ) throws(EventStoreError) -> (day: EventCatalog.Day, superseded: [EventFile]) {
        var entry = EventCatalog.Day()
        var parts: [EventFile] = []
        for (name, path) in files {
            // Where a file lies in another folder than its own, there may be two of a day, and no telling which counts.
            guard path == folder.path(of: name, project), let footer = footers[path] else {
                entry.damaged.append(path)
                continue
            }
            let file = try folder.open(name, of: project, path: path, footer: footer, isWritable: isWritable)
            if name.part == nil { entry.file = file } else { parts.append(file) }
        }
        let (kept, superseded) = Self.separate(parts, from: entry.file)
        entry.parts = kept
        return (entry, superseded)
    }

    /// Tells the parts that count from those that the day's file, or a larger part, already holds.
    static func separate(_ parts: [EventFile], from dayFile: EventFile?) -> (kept: [EventFile], superseded: [EventFile])
    {
        var kept: [EventFile] = []
        var superseded: [EventFile] = []
        // The widest of those that begin alike comes first, so that what it holds is found behind it.
        let ordered = parts.sorted {
            ($0.footer.first, $1.footer.last) < ($1.footer.first, $0.footer.last)
        }
        for part in ordered {
            let isInDay = dayFile.map { part.footer.last <= $0.footer.last } ?? false
            let isInPart = kept.last.map { part.footer.last <= $0.footer.last } ?? false
            if isInDay || isInPart { superseded.append(part) } else { kept.append(part) }
        }
        return (kept, superseded)
    }

    /// The footers by path; a file without a readable one is missing.
    private func footers(of paths: [String]) -> [String: EventFileFooter] {
        guard !paths.isEmpty else { return [:] }
        var footers = (try? readFooters(of: paths)) ?? [:]
        // Where one is damaged all are missing: ask one by one, to lose only that.
        for path in paths where footers[path] == nil { footers[path] = try? readFooters(of: [path]).values.first }
        return footers
    }

    private func readFooters(of paths: [String]) throws(DuckDBError) -> [String: EventFileFooter] {
        let statement = try connection.prepare(FooterSQL.keyValues)
        try statement.bind([.paths(paths)])
        let result = try statement.execute()
        var values: [String: [String: String]] = [:]
        while let chunk = try result.nextChunk() {
            let names = chunk.column(0).strings
            let keys = chunk.column(1).strings
            let texts = chunk.column(2).strings
            for row in 0..<chunk.rowCount {
                if let name = names.string(at: row), let key = keys.string(at: row), let text = texts.string(at: row) {
                    values[name, default: [:]][key] = text
                }
            }
        }
        return values.compactMapValues(EventFileFooter.init(keyValues:))
    }
}
