import DuckDB
import Foundation
import Testing

@Suite struct RowSourceTests {
    /// Numbers from 0 with a text each, so many rows a chunk.
    private final class Numbers: RowSource {
        let columns: [(name: String, type: ColumnType)] = [("number", .int64), ("text", .text)]
        let count: Int
        let step: Int
        private let failsAt: Int
        private var next = 0

        init(_ count: Int, by step: Int = 2_048, failsAt: Int = .max) {
            self.count = count
            self.step = step
            self.failsAt = failsAt
        }

        struct Failure: Error, Equatable { let row: Int }

        func fill(_ chunk: ChunkBuilder) throws {
            let rows = min(step, count - next)
            for row in 0..<rows {
                guard next + row < failsAt else { throw Failure(row: next + row) }
                chunk.setInt64(Int64(next + row), column: 0, row: row)
                if (next + row) % 3 == 0 {
                    chunk.setNull(column: 1, row: row)
                } else {
                    chunk.setText("the text of number \(next + row)", column: 1, row: row)
                }
            }
            next += rows
            chunk.rowCount = rows
        }
    }

    private func connection() throws -> Connection {
        try Database(options: ["threads": "2", "preserve_insertion_order": "false"]).connect()
    }

    @Test(arguments: [(0, 10), (1, 1), (5_000, 2_048), (5_000, 7), (100_000, 2_048)])
    func everyRowIsReadOnceAndInOrder(count: Int, step: Int) throws {
        let connection = try connection()
        try connection.withRows(of: Numbers(count, by: step)) { number in
            let statement = try connection.prepare("SELECT number, text FROM rows_of($1)")
            try statement.bind([.int64(number)])
            let result = try statement.stream()
            var next: Int64 = 0
            while let chunk = try result.nextChunk() {
                let numbers = chunk.column(0).int64s
                let texts = chunk.column(1).strings
                for row in 0..<chunk.rowCount {
                    #expect(numbers[row] == next)
                    #expect(texts.string(at: row) == (next % 3 == 0 ? nil : "the text of number \(next)"))
                    next += 1
                }
            }
            #expect(next == Int64(count))
        }
    }

    @Test func rowsBecomeAParquetFileInGroupsOfBoundedBytes() throws {
        let folder = try TemporaryFolder()
        let connection = try connection()
        try connection.withRows(of: Numbers(100_000, by: 500)) { number in
            let statement = try connection.prepare(
                "COPY (SELECT * FROM rows_of($1)) TO $2 (FORMAT parquet, ROW_GROUP_SIZE_BYTES 200000)"
            )
            try statement.bind([.int64(number), .text(folder.file("rows.parquet"))])
            #expect(try statement.execute().rowsChanged == 100_000)
        }
        let file = folder.file("rows.parquet")
        let groups = try connection.execute(
            "SELECT max(row_group_num_rows), count(DISTINCT row_group_id) FROM parquet_metadata('\(file)')"
        )
        let chunk = try #require(try groups.nextChunk())
        #expect(chunk.column(0).int64s[0] < 10_000)
        #expect(chunk.column(1).int64s[0] > 10)
        let ordered = try connection.execute(
            "SELECT count(*) FROM read_parquet('\(file)', file_row_number = true) WHERE number = file_row_number"
        )
        #expect(try ordered.nextChunk()?.column(0).int64s[0] == 100_000)
    }

    @Test func whatTheSourceThrowsEndsTheStatementAndComesOut() throws {
        let connection = try connection()
        #expect(throws: Numbers.Failure(row: 3_000)) {
            try connection.withRows(of: Numbers(10_000, failsAt: 3_000)) { number in
                let statement = try connection.prepare("SELECT count(*) FROM rows_of($1)")
                try statement.bind([.int64(number)])
                try statement.execute()
            }
        }
        // The connection is as good as before.
        #expect(try connection.execute("SELECT 1").nextChunk()?.rowCount == 1)
    }

    @Test func aNumberThatStandsForNothingIsAnError() throws {
        let connection = try connection()
        #expect(throws: DuckDBError.self) { try connection.execute("SELECT * FROM rows_of(1)") }
    }

    @Test func aSourceMayAskAnotherConnectionOfTheSameDatabase() throws {
        final class Squares: RowSource {
            let columns: [(name: String, type: ColumnType)] = [("square", .int64)]
            let result: QueryResult

            init(_ database: Database) throws {
                result = try database.connect().prepare("SELECT range * range FROM range(20000)").stream()
            }

            func fill(_ chunk: ChunkBuilder) throws {
                guard let rows = try result.nextChunk() else { return chunk.rowCount = 0 }
                for row in 0..<rows.rowCount { chunk.setInt64(rows.column(0).int64s[row], column: 0, row: row) }
                chunk.rowCount = rows.rowCount
            }
        }
        for threads in ["1", "2"] {
            let database = try Database(options: ["threads": threads])
            let connection = try database.connect()
            try connection.withRows(of: try Squares(database)) { number in
                let statement = try connection.prepare("SELECT sum(square)::BIGINT FROM rows_of($1)")
                try statement.bind([.int64(number)])
                #expect(try statement.execute().nextChunk()?.column(0).int64s[0] == 2_666_466_670_000)
            }
        }
    }
}
