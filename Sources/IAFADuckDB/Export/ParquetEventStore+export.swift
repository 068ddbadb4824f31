internal import DuckDB
package import IAFACore
internal import Synchronization

extension ParquetEventStore {
    /// Writes a project's events, in order of time, to a file.
    ///
    /// - `range`: When they happened.
    /// - `path`: The file, which is replaced.
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
            do throws(DuckDBError) {
                let connection = try self.database.connect()
                // Only where there is no order to keep may the engine shuffle rows.
                let writer = EventFileWriter(folder: self.folder, connection: connection, compression: .snappy)
                try writer.load(days.flatMap(\.hot).flatMap(\.self))
                let statement = try connection.prepare(ExportSQL.copy(format, hasFiles: !files.isEmpty))
                try statement.bind([
                    .paths(files.map(\.readPath)), .int64(range.lowerBound.microseconds),
                    .int64(range.upperBound.microseconds), .text(path),
                ])
                return try statement.execute().rowsChanged
            } catch {
                throw .unwritable(message: "can't export to \(path): \(error.message)")
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
