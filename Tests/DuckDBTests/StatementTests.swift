import DuckDB
import Testing

@Suite struct StatementTests {
    let connection: Connection

    init() throws {
        connection = try Database(options: ["threads": "2"]).connect()
    }

    @Test func bindsEveryKindOfValue() throws {
        let statement = try connection.prepare("SELECT $1, $2, $3, $4, $5, $6, $7")
        try statement.bind([
            .bool(true), .int64(.min), .uint64(.max), .double(-0.1), .text("żółw"),
            .timestampMicros(1_700_000_000_123_456),
            .null,
        ])
        let result = try statement.execute()
        #expect(result.columnTypes.prefix(6) == [.bool, .int64, .uint64, .double, .text, .timestamp])
        let chunk = try #require(try result.nextChunk())
        #expect(chunk.column(0).bools[0])
        #expect(chunk.column(1).int64s[0] == .min)
        #expect(chunk.column(2).uint64s[0] == .max)
        #expect(chunk.column(3).doubles[0] == -0.1)
        #expect(chunk.column(4).strings.string(at: 0) == "żółw")
        #expect(chunk.column(5).int64s[0] == 1_700_000_000_123_456)
        #expect(chunk.column(6).isNull(at: 0))
    }

    @Test(arguments: [
        "", "a", "exactly12byt", "thirteen byte", String(repeating: "long ", count: 10_000), "nul\0inside",
        "nul\0inside a long string that stands elsewhere", "\0", "🦆",
        "👩‍👩‍👧‍👦 a family of one letter", "e\u{301} decomposed",
    ])
    func returnsBoundTextByteForByte(text: String) throws {
        let statement = try connection.prepare("SELECT $1::VARCHAR, octet_length(encode($1::VARCHAR))")
        try statement.bind([.text(text)])
        let chunk = try #require(try statement.execute().nextChunk())
        let returned = chunk.column(0).strings.bytes(at: 0)
        #expect(returned.elementsEqual(text.utf8))
        #expect(returned.baseAddress != nil)
        #expect(chunk.column(1).int64s[0] == Int64(text.utf8.count))
    }

    @Test(arguments: [[], ["one"], ["", "short", "a text that is longer than twelve bytes", "nul\0", "🦆"]])
    func bindsListsOfText(texts: [String]) throws {
        let statement = try connection.prepare("SELECT unnest($1::VARCHAR[])")
        try statement.bind([.textList(texts)])
        #expect(try statement.execute().texts() == texts)
    }

    @Test func filtersByABoundList() throws {
        let sql = """
            SELECT name FROM (VALUES ('view'), ('buy'), ('leave')) AS events(name)
            WHERE list_contains($1, name) ORDER BY 1
            """
        let statement = try connection.prepare(sql)
        try statement.bind([.textList(["buy", "view", "other"])])
        #expect(try statement.execute().texts() == ["buy", "view"])
    }

    @Test func runsAgainWithOtherValues() throws {
        let statement = try connection.prepare("SELECT $1::BIGINT + $2::BIGINT")
        #expect(statement.parameterCount == 2)
        try statement.bind([.int64(1), .int64(2)])
        #expect(try statement.execute().int64s() == [3])
        try statement.bind(.int64(40), at: 1)
        #expect(try statement.execute().int64s() == [42])
    }

    @Test func forgetsOldValuesWhenBoundAsAWhole() throws {
        let statement = try connection.prepare("SELECT $1::BIGINT + $2::BIGINT")
        try statement.bind([.int64(1), .int64(2)])
        try statement.bind([.int64(1)])
        let error = try #require(throws: DuckDBError.self) { try statement.execute() }
        #expect(error.kind == .invalidInput)
    }

    @Test func refusesAValueForAParameterThatIsNotThere() throws {
        let statement = try connection.prepare("SELECT $1::BIGINT")
        let error = try #require(throws: DuckDBError.self) { try statement.bind(.int64(1), at: 2) }
        #expect(error.kind == .invalidInput)
        #expect(error.sql == "SELECT $1::BIGINT")
    }

    @Test func countsTheRowsItChanged() throws {
        try connection.execute("CREATE TABLE counted (n BIGINT)")
        let insert = try connection.prepare("INSERT INTO counted SELECT * FROM range($1)")
        try insert.bind([.int64(5_000)])
        #expect(try insert.execute().rowsChanged == 5_000)
        #expect(try connection.execute("DELETE FROM counted WHERE n < 10").rowsChanged == 10)
        #expect(try connection.execute("SELECT n FROM counted").rowsChanged == 0)
    }

    @Test func runsAStatementWithoutRowsAsAStream() throws {
        try connection.execute("CREATE TABLE streamed (n BIGINT)")
        let result = try connection.prepare("INSERT INTO streamed SELECT * FROM range(10)").stream()
        while try result.nextChunk() != nil {}
        #expect(try connection.execute("SELECT count(*) FROM streamed").int64s() == [10])
    }
}
