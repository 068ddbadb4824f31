internal import DuckDB
internal import Foundation
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Writes a project's events, in order of time, to a file; of memory it takes what a day's row groups need.
    ///
    /// - `range`: When they happened.
    /// - `path`: A file whose content is replaced.
    /// - Returns: How many events were written.
    /// - Throws: ``EventStoreError``; then the file's content is unspecified.
    package func export(
        _ project: Identifier<Project>,
        in range: Range<Timestamp>,
        as format: ExportFormat,
        to path: String
    ) async throws(EventStoreError) -> Int {
        try await queryLane.run { () throws(EventStoreError) in
            let days = try self.days(of: project, in: range)
            do {
                let database = try Self.engine(threads: 1, self.options, scratch: NSTemporaryDirectory())
                let connection = try database.connect()
                return try connection.withRows(of: ExportRows(days, in: range, of: database)) { number in
                    try Self.write(number, as: format, to: path, connection)
                }
            } catch {
                let reason = (error as? DuckDBError)?.message ?? error.localizedDescription
                throw .unwritable(message: "can't export to \(path): \(reason)")
            }
        }
    }

    /// Writes the rows of a source; returns how many there were.
    private static func write(
        _ source: Int64,
        as format: ExportFormat,
        to path: String,
        _ connection: Connection
    ) throws -> Int {
        let statement = try connection.prepare(format.sql)
        guard format != .jsonl else {
            try statement.bind([.int64(source)])
            return try JSONLinesWriter(path: path).write(try statement.stream())
        }
        try statement.bind([.int64(source), .text(path)])
        return try statement.execute().rowsChanged
    }

    /// The first and the last moment of a project's events; nil where it has none.
    ///
    /// Blocks.
    ///
    /// - Throws: ``EventStoreError/unreadable``.
    package func extent(of project: Identifier<Project>) throws(EventStoreError) -> ClosedRange<Timestamp>? {
        let (catalog, hot, flushing) = state.withLock { state in
            (state.catalog.projects[project], state.hot.projects[project], state.flushing.projects[project])
        }
        let days = [catalog.map { Array($0.keys) }, hot.map { Array($0.keys) }, flushing.map { Array($0.keys) }]
        let all = days.compactMap(\.self).joined()
        guard let first = all.min(), let last = all.max() else { return nil }
        let end = Timestamp(microseconds: last.advanced(by: 1).start.microseconds - 1)
        return first.start...end
    }
}

extension ExportFormat {
    /// What writes it, or gives the rows that are written.
    fileprivate var sql: String {
        switch self {
        case .parquet: ExportSQL.parquet
        case .csv: ExportSQL.csv
        case .jsonl: ExportSQL.texts
        }
    }
}
