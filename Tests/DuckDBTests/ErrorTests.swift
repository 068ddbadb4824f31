import DuckDB
import Testing

@Suite struct ErrorTests {
    let connection: Connection

    init() throws {
        connection = try Database().connect()
    }

    static let failures: [(sql: String, kind: DuckDBError.Kind)] = [
        ("SELEC 1", .parser),
        ("SELECT missing_column", .binder),
        ("SELECT * FROM missing_table", .catalog),
        ("SELECT 'word'::INTEGER", .conversion),
        ("SELECT * FROM read_parquet('missing.parquet')", .io),
    ]

    @Test(arguments: failures)
    func carriesKindAndSQLOfAStatement(sql: String, kind: DuckDBError.Kind) throws {
        let error = try #require(throws: DuckDBError.self) { try connection.execute(sql) }
        #expect(error.kind == kind)
        #expect(error.sql == sql)
        #expect(error.description == "\(error.message) [SQL: \(sql)]")
    }

    @Test(arguments: failures)
    func carriesTheSameKindWhenPrepared(sql: String, kind: DuckDBError.Kind) throws {
        let error = try #require(throws: DuckDBError.self) { try connection.prepare(sql).execute() }
        #expect(error.kind == kind)
        #expect(error.sql == sql)
    }

    @Test func neverShowsABoundValueInTheSQL() throws {
        let statement = try connection.prepare("SELECT error($1 || length($2))")
        try statement.bind([.text("told by the test"), .text("secret")])
        let error = try #require(throws: DuckDBError.self) { try statement.execute() }
        #expect(error.sql == "SELECT error($1 || length($2))")
        #expect(!error.description.contains("secret"))
    }

    @Test func aStatementWorksAgainAfterAnError() throws {
        let statement = try connection.prepare("SELECT CAST($1::VARCHAR AS BIGINT)")
        try statement.bind([.text("word")])
        let error = try #require(throws: DuckDBError.self) { try statement.execute() }
        #expect(error.kind == .conversion)
        try statement.bind([.text("12")])
        #expect(try statement.execute().int64s() == [12])
    }

    @Test func aConnectionWorksAgainAfterAnError() throws {
        _ = try #require(throws: DuckDBError.self) { try connection.execute("SELECT * FROM missing_table") }
        #expect(try connection.execute("SELECT 1::BIGINT").int64s() == [1])
    }
}
