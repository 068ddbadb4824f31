import DuckDB
import IAFACore
@testable import IAFADuckDB

/// What plain DuckDB finds in files, with none of the store's own SQL.
enum ParquetContents {
    private static let database = Result { () throws(DuckDBError) in
        try Database(options: ["preserve_insertion_order": "true"])
    }

    /// The events of files.
    static func events(at paths: [String]) throws -> [Event] {
        guard !paths.isEmpty else { return [] }
        let statement = try database.get().connect().prepare(
            """
            SELECT event_id, event_type, user_id, anonymous_id, session_id, properties, ip_hash,
                epoch_us(timestamp), epoch_us(received_at), epoch_us(sent_at)
            FROM read_parquet($1)
            """
        )
        try statement.bind([.paths(paths)])
        let result = try statement.execute()
        var events: [Event] = []
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                func text(_ column: Int) -> String? { chunk.column(column).strings.string(at: row) }
                func time(_ column: Int) -> Timestamp? {
                    let values = chunk.column(column)
                    return values.isNull(at: row) ? nil : Timestamp(microseconds: values.int64s[row])
                }
                events.append(
                    Event(
                        id: text(0) ?? "",
                        type: text(1) ?? "",
                        userID: text(2),
                        anonymousID: text(3),
                        sessionID: text(4),
                        timestamp: time(7) ?? .epoch,
                        receivedAt: time(8) ?? .epoch,
                        sentAt: time(9),
                        properties: text(5) ?? "",
                        ipHash: text(6)
                    )
                )
            }
        }
        return events
    }

    /// The rows of a query, every column as text, joined by spaces; NULL is "-".
    static func rows(_ sql: String, _ values: [Value] = []) throws -> [String] {
        let statement = try database.get().connect().prepare(
            "SELECT COLUMNS(*)::VARCHAR FROM (\(sql))"
        )
        try statement.bind(values)
        let result = try statement.execute()
        var rows: [String] = []
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                let texts = (0..<chunk.columnCount).map { chunk.column($0).strings.string(at: row) ?? "-" }
                rows.append(texts.joined(separator: " "))
            }
        }
        return rows
    }

    /// Writes a Parquet file of a query's rows.
    static func write(_ sql: String, to path: String, options: String = "") throws {
        try database.get().connect().execute("COPY (\(sql)) TO '\(path)' (FORMAT parquet\(options))")
    }
}

extension ParquetEventStore {
    /// Everything that a question about a project would read, by id.
    func storedEvents(of project: Identifier<Project> = StoreFixture.shop) throws -> [Event] {
        let days = try days(of: project, in: StoreFixture.always)
        let stored = try ParquetContents.events(at: days.flatMap(\.files).map(\.readPath))
        return (stored + days.flatMap(\.hot).flatMap(\.self).map(\.event)).byID
    }

    /// The files that hold a project's events.
    func files(of project: Identifier<Project> = StoreFixture.shop) throws -> [EventFile] {
        try days(of: project, in: StoreFixture.always).flatMap(\.files)
    }
}
