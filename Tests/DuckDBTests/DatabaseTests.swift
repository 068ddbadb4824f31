import DuckDB
import Testing

@Suite struct DatabaseTests {
    @Test func linksTheVersionThatTheFetchScriptPins() {
        #expect(Database.engineVersion == "v1.5.5")
    }

    @Test func takesOptionsAtOpening() throws {
        let folder = try TemporaryFolder()
        let options = ["threads": "3", "memory_limit": "512MiB", "temp_directory": folder.file("spill")]
        let connection = try Database(options: options).connect()
        let sql = """
            SELECT current_setting('threads')::VARCHAR, current_setting('memory_limit'),
                current_setting('temp_directory')
            """
        let chunk = try #require(try connection.execute(sql).nextChunk())
        let settings = (0..<3).map { chunk.column($0).strings.string(at: 0) }
        #expect(settings == ["3", "512.0 MiB", folder.file("spill")])
    }

    @Test(arguments: [["no_such_option": "1"], ["memory_limit": "plenty"]])
    func refusesAnOptionTheEngineDoesNotTake(options: [String: String]) throws {
        let error = try #require(throws: DuckDBError.self) { _ = try Database(options: options) }
        #expect(!error.message.isEmpty)
        #expect(error.sql == nil)
    }

    @Test func keepsRowsInAFileAcrossOpenings() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kept.duckdb")
        do {
            let connection = try Database(path: path).connect()
            try connection.execute("CREATE TABLE kept AS SELECT 7::BIGINT AS n")
        }
        let connection = try Database(path: path).connect()
        #expect(try connection.execute("SELECT n FROM kept").int64s() == [7])
    }

    @Test func reportsAFileItCannotOpenAsIO() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: DuckDBError.self) {
            _ = try Database(path: folder.file("missing/database.duckdb"))
        }
        #expect(error.kind == .io)
    }

    @Test func staysOpenForAConnectionThatOutlivesIt() throws {
        var database: Database? = try Database()
        let connection = try database?.connect()
        database = nil
        #expect(try connection?.execute("SELECT 1::BIGINT").int64s() == [1])
    }

    @Test func connectionsOfOneDatabaseSeeTheSameTables() throws {
        let database = try Database()
        try database.connect().execute("CREATE TABLE shared AS SELECT 5::BIGINT AS n")
        #expect(try database.connect().execute("SELECT n FROM shared").int64s() == [5])
    }
}
