import DuckDB
import Testing

@Suite struct AppenderTests {
    let connection: Connection

    init() throws {
        connection = try Database().connect()
        try connection.execute(
            "CREATE TABLE events (n BIGINT, moment TIMESTAMP, name VARCHAR, flag BOOLEAN, score DOUBLE)"
        )
    }

    static let types: [ColumnType] = [.int64, .timestamp, .text, .bool, .double]

    /// Fills a chunk with the rows that follow `first`, every fifth name NULL.
    private func fill(_ chunk: ChunkBuilder, first: Int, count: Int) {
        chunk.reset()
        for row in 0..<count {
            let number = first + row
            chunk.setInt64(Int64(number), column: 0, row: row)
            chunk.setTimestampMicros(Int64(number) * 1_000_000, column: 1, row: row)
            if number % 5 == 0 {
                chunk.setNull(column: 2, row: row)
            } else {
                chunk.setText("event number \(number) 🦆", column: 2, row: row)
            }
            chunk.setBool(number % 2 == 0, column: 3, row: row)
            chunk.setDouble(Double(number) / 2, column: 4, row: row)
        }
        chunk.rowCount = count
    }

    @Test func appendsManyChunksWithOneBuilder() throws {
        let appender = try Appender(table: "events", connection: connection)
        let chunk = ChunkBuilder(columnTypes: Self.types)
        for first in stride(from: 0, to: 10_000, by: 2_000) {
            fill(chunk, first: first, count: 2_000)
            try appender.append(chunk)
        }
        try appender.close()

        let numbers = try connection.execute("SELECT n FROM events").int64s()
        #expect(numbers == (0..<10_000).map { Int64($0) })
        let names = try connection.execute("SELECT name FROM events").texts()
        #expect(names == (0..<10_000).map { $0 % 5 == 0 ? nil : "event number \($0) 🦆" })
        let wrong = """
            SELECT count(*) FROM events WHERE epoch(moment) != n OR flag != (n % 2 = 0) OR score != n / 2
            """
        #expect(try connection.execute(wrong).int64s() == [0])
    }

    @Test func showsRowsAfterAFlush() throws {
        let appender = try Appender(table: "events", connection: connection)
        let chunk = ChunkBuilder(columnTypes: Self.types)
        fill(chunk, first: 0, count: 3)
        try appender.append(chunk)
        #expect(try connection.execute("SELECT n FROM events").int64s() == [])
        try appender.flush()
        #expect(try connection.execute("SELECT n FROM events").int64s() == [0, 1, 2])
    }

    @Test func dropsRowsThatWereNeverFlushed() throws {
        do {
            let appender = try Appender(table: "events", connection: connection)
            let chunk = ChunkBuilder(columnTypes: Self.types)
            fill(chunk, first: 0, count: 3)
            try appender.append(chunk)
        }
        #expect(try connection.execute("SELECT n FROM events").int64s() == [])
    }

    @Test(arguments: ["", "nul\0inside", "exactly12byt", "more than twelve bytes\0 with a NUL"])
    func keepsTextByteForByte(text: String) throws {
        try connection.execute("CREATE TABLE texts (value VARCHAR, raw BLOB)")
        let appender = try Appender(table: "texts", connection: connection)
        let chunk = ChunkBuilder(columnTypes: [.text, .blob])
        chunk.setText(text, column: 0, row: 0)
        let notUTF8: [UInt8] = [0xff, 0x00, 0xfe]
        notUTF8.withUnsafeBytes { chunk.setText($0, column: 1, row: 0) }
        chunk.rowCount = 1
        try appender.append(chunk)
        try appender.close()
        let row = try #require(try connection.execute("SELECT value, raw FROM texts").nextChunk())
        #expect(row.column(0).strings.bytes(at: 0).elementsEqual(text.utf8))
        #expect(row.column(1).strings.bytes(at: 0).elementsEqual(notUTF8))
    }

    @Test(arguments: [[0xff], [0x61, 0xc3], Array(repeating: 0x80, count: 30)] as [[UInt8]])
    func makesTextThatIsNotUTF8Null(bytes: [UInt8]) throws {
        try connection.execute("CREATE TABLE texts (value VARCHAR)")
        let appender = try Appender(table: "texts", connection: connection)
        let chunk = ChunkBuilder(columnTypes: [.text])
        bytes.withUnsafeBytes { chunk.setText($0, column: 0, row: 0) }
        chunk.setText("text", column: 0, row: 1)
        chunk.rowCount = 2
        try appender.append(chunk)
        try appender.close()
        #expect(try connection.execute("SELECT value FROM texts").texts() == [nil, "text"])
    }

    @Test func reportsATableThatIsNotThere() throws {
        let error = try #require(throws: DuckDBError.self) {
            _ = try Appender(table: "missing", connection: connection)
        }
        #expect(error.kind == .catalog)
        #expect(error.message.contains("missing"))
    }

    @Test func reportsAViolatedConstraint() throws {
        try connection.execute("CREATE TABLE unique_numbers (n BIGINT PRIMARY KEY)")
        let appender = try Appender(table: "unique_numbers", connection: connection)
        let chunk = ChunkBuilder(columnTypes: [.int64])
        chunk.setInt64(1, column: 0, row: 0)
        chunk.setInt64(1, column: 0, row: 1)
        chunk.rowCount = 2
        try appender.append(chunk)
        let error = try #require(throws: DuckDBError.self) { try appender.flush() }
        #expect(error.kind == .constraint)
    }

    @Test func reportsAChunkWithTheWrongNumberOfColumns() throws {
        let appender = try Appender(table: "events", connection: connection)
        let chunk = ChunkBuilder(columnTypes: [.int64])
        chunk.rowCount = 1
        let error = try #require(throws: DuckDBError.self) { try appender.append(chunk) }
        #expect(error.kind == .invalidInput)
    }
}
