internal import DuckDB
internal import IAFACore

/// What a file holds, by all of its values, read piece by piece.
struct EventFileContents {
    private(set) var rows = 0

    /// The days of the first and the last event; nil where there are none.
    private(set) var days: ClosedRange<CalendarDay>?

    /// Events without an id, a type or a person.
    private(set) var incomplete = 0

    /// Events whose properties are no JSON object.
    private(set) var malformed = 0

    /// Reads a file.
    ///
    /// Blocks.
    ///
    /// - Throws: ``DuckDBError``.
    init(of file: EventFile, _ connection: Connection) throws(DuckDBError) {
        let statement = try connection.prepare(VerifySQL.contents)
        try statement.bind([.paths([file.readPath])])
        let result = try statement.stream()
        while let chunk = try result.nextChunk() { add(chunk) }
    }

    private mutating func add(_ chunk: DataChunk) {
        let lacks = chunk.column(0).bools
        let times = chunk.column(1)
        let properties = chunk.column(2)
        for row in 0..<chunk.rowCount {
            rows += 1
            if lacks[row] { incomplete += 1 }
            if properties.isNull(at: row) || !Self.isObject(properties.strings.bytes(at: row)) { malformed += 1 }
            guard !times.isNull(at: row) else { continue }
            let day = CalendarDay(Timestamp(microseconds: times.int64s[row]))
            days = min(days?.lowerBound ?? day, day)...max(days?.upperBound ?? day, day)
        }
    }

    private static func isObject(_ text: UnsafeRawBufferPointer) -> Bool {
        var cursor = JSONCursor(text)
        guard let skim = try? cursor.skipValue(), (try? cursor.finish()) != nil else { return false }
        return skim.kind == .object
    }
}
