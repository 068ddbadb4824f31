internal import DuckDB
internal import Foundation
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Writes a project's events, in order of time, to a file.
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
            let files = days.flatMap(\.files)
            do {
                let connection = try self.database.connect()
                // Only where there is no order to keep may the engine shuffle rows.
                let writer = EventFileWriter(folder: self.folder, connection: connection, compression: .snappy)
                try writer.load(days.flatMap(\.hot).flatMap(\.self))
                let hasFiles = !files.isEmpty
                let sql =
                    switch format {
                    case .parquet: ExportSQL.parquet(hasFiles: hasFiles)
                    case .csv: ExportSQL.csv(hasFiles: hasFiles)
                    case .jsonl: ExportSQL.texts(hasFiles: hasFiles)
                    }
                let statement = try connection.prepare(sql)
                var values: [Value] = [
                    .paths(files.map(\.readPath)), .int64(range.lowerBound.microseconds),
                    .int64(range.upperBound.microseconds),
                ]
                if format != .jsonl { values.append(.text(path)) }
                try statement.bind(values)
                guard format == .jsonl else { return try statement.execute().rowsChanged }
                return try JSONLinesWriter(path: path).write(try statement.stream())
            } catch {
                let reason = (error as? DuckDBError)?.message ?? error.localizedDescription
                throw .unwritable(message: "can't export to \(path): \(reason)")
            }
        }
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
