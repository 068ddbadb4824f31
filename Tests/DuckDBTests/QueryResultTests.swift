import DuckDB
import Testing

@Suite struct QueryResultTests {
    let connection: Connection

    init() throws {
        connection = try Database(options: ["threads": "2"]).connect()
    }

    @Test func namesAndTypesItsColumns() throws {
        let result = try connection.execute("SELECT 1::UTINYINT AS small, 'x' AS \"two words\", [1] AS list")
        #expect(result.columnNames == ["small", "two words", "list"])
        #expect(result.columnTypes == [.uint8, .text, .other])
    }

    @Test func hasNoChunkWhenThereAreNoRows() throws {
        let result = try connection.execute("SELECT 1 WHERE false")
        #expect(try result.nextChunk() == nil)
        #expect(try result.nextChunk() == nil)
    }

    @Test func returnsTheFirstRowsOfSeveralStatements() throws {
        let sql = "CREATE TABLE numbers AS SELECT 1::BIGINT AS n; SELECT n FROM numbers; INSERT INTO numbers VALUES (2)"
        #expect(try connection.execute(sql).int64s() == [1])
        #expect(try connection.execute("SELECT n FROM numbers").int64s() == [1, 2])
    }

    @Test func viewsEveryFixedWidthType() throws {
        let sql = """
            SELECT -1::TINYINT, -2::SMALLINT, -3::INTEGER, 4::UTINYINT, 5::USMALLINT, 6::UINTEGER, 1.5::FLOAT,
                DATE '1970-01-31', TIMESTAMPTZ '1970-01-01 00:00:01+00', false
            """
        let chunk = try #require(try connection.execute(sql).nextChunk())
        #expect(chunk.column(0).int8s[0] == -1)
        #expect(chunk.column(1).int16s[0] == -2)
        #expect(chunk.column(2).int32s[0] == -3)
        #expect(chunk.column(3).uint8s[0] == 4)
        #expect(chunk.column(4).uint16s[0] == 5)
        #expect(chunk.column(5).uint32s[0] == 6)
        #expect(chunk.column(6).floats[0] == 1.5)
        #expect(chunk.column(7).int32s[0] == 30)
        #expect(chunk.column(8).int64s[0] == 1_000_000)
        #expect(!chunk.column(9).bools[0])
    }

    @Test func marksNullsRowByRow() throws {
        let sql = "SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END FROM range(5000) AS t(i)"
        let expected = (0..<5000).map { $0 % 3 == 0 ? nil : Int64($0) }
        #expect(try connection.execute(sql).int64s() == expected)
    }

    @Test func readsStringsOfEveryLengthAroundTheInlineLimit() throws {
        let sql = "SELECT repeat('é', i // 2) || CASE WHEN i % 2 = 1 THEN 'x' ELSE '' END FROM range(40) AS t(i)"
        let expected = (0..<40).map { String(repeating: "é", count: $0 / 2) + ($0 % 2 == 1 ? "x" : "") }
        #expect(try connection.execute(sql).texts() == expected)
    }

    @Test func flattensConstantColumns() throws {
        let sql = "SELECT 'the same long string in every row', 9::BIGINT FROM range(3)"
        let chunk = try #require(try connection.execute(sql).nextChunk())
        #expect((0..<3).allSatisfy { chunk.column(0).strings.string(at: $0) == "the same long string in every row" })
        #expect(Array(chunk.column(1).int64s) == [9, 9, 9])
    }

    @Test func aChunkOutlivesItsResultAndConnection() throws {
        func chunks(streaming: Bool) throws -> [DataChunk] {
            let connection = try Database().connect()
            let statement = try connection.prepare("SELECT 'a string of row number ' || i FROM range(10000) AS t(i)")
            let result = try streaming ? statement.stream() : statement.execute()
            var chunks: [DataChunk] = []
            while let chunk = try result.nextChunk() { chunks.append(chunk) }
            return chunks
        }
        for chunks in [try chunks(streaming: true), try chunks(streaming: false)] {
            let texts = chunks.flatMap { chunk in
                (0..<chunk.rowCount).map { chunk.column(0).strings.string(at: $0) }
            }
            #expect(texts == (0..<10_000).map { "a string of row number \($0)" })
        }
    }
}
