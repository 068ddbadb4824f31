import DuckDB
import Testing

@Suite struct StreamTests {
    let database: Database
    let connection: Connection

    init() throws {
        database = try Database(options: ["threads": "2"])
        connection = try database.connect()
    }

    @Test func deliversManyChunksInOrder() throws {
        let rows: Int64 = 1_000_000
        let statement = try connection.prepare("SELECT i, 'row ' || i FROM range($1) AS t(i)")
        try statement.bind([.int64(rows)])
        let result = try statement.stream()
        #expect(result.isStreaming)
        var next: Int64 = 0
        var chunks = 0
        var bytes = 0
        while let chunk = try result.nextChunk() {
            #expect(chunk.rowCount <= DataChunk.capacity)
            let numbers = chunk.column(0).int64s
            let strings = chunk.column(1).strings
            for row in 0..<chunk.rowCount {
                guard numbers[row] == next else { Issue.record("row \(next) holds \(numbers[row])"); return }
                bytes += strings.bytes(at: row).count
                next += 1
            }
            chunks += 1
        }
        #expect(next == rows)
        #expect(bytes == 9_888_890)
        #expect(chunks >= Int(rows) / DataChunk.capacity)
    }

    @Test func survivesItsStatement() throws {
        func stream() throws -> QueryResult {
            try connection.prepare("SELECT i FROM range(100000) AS t(i)").stream()
        }
        #expect(try stream().int64s().count == 100_000)
    }

    @Test func throwsAnErrorThatComesLate() throws {
        let sql = "SELECT CASE WHEN i = 900000 THEN error('late') ELSE i END FROM range(1000000) AS t(i)"
        let result = try connection.prepare(sql).stream()
        let error = try #require(throws: DuckDBError.self) {
            while try result.nextChunk() != nil {}
        }
        #expect(error.message.contains("late"))
        #expect(error.sql == sql)
        #expect(try result.nextChunk() == nil)
    }

    @Test func isEndedByTheNextStatementOnItsConnection() throws {
        let result = try connection.prepare("SELECT i FROM range(10000000) AS t(i)").stream()
        _ = try result.nextChunk()
        try connection.execute("SELECT 1")
        let error = try #require(throws: DuckDBError.self) {
            while try result.nextChunk() != nil {}
        }
        #expect(error.kind == .invalidInput)
    }

    @Test func runsBesideAStreamOfAnotherConnection() throws {
        let sql = "SELECT i FROM range(100000) AS t(i)"
        let one = try connection.prepare(sql).stream()
        let other = try database.connect().prepare(sql).stream()
        _ = try one.nextChunk()
        #expect(try other.int64s().count == 100_000)
        #expect(try one.int64s().count == 100_000 - DataChunk.capacity)
    }

    @Test func canBeAbandoned() throws {
        for _ in 0..<20 {
            let result = try connection.prepare("SELECT i FROM range(100000000) AS t(i)").stream()
            _ = try result.nextChunk()
        }
        #expect(try connection.execute("SELECT 1::BIGINT").int64s() == [1])
    }
}
