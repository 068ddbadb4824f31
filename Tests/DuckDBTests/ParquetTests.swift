import DuckDB
import Testing

@Suite struct ParquetTests {
    let connection: Connection

    init() throws {
        connection = try Database(options: ["threads": "2"]).connect()
    }

    @Test func writesAndReadsWithKeyValueMetadata() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("part.parquet")
        let write = try connection.prepare(
            """
            COPY (SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'name ' || i % 50 END AS name FROM range(100000) AS t(i))
            TO $1 (FORMAT parquet, COMPRESSION snappy, KV_METADATA {first_sequence: $2, last_sequence: $3})
            """
        )
        try write.bind([.text(path), .text("17"), .text("100016")])
        #expect(try write.execute().rowsChanged == 100_000)

        let metadata = try connection.prepare("SELECT key, value FROM parquet_kv_metadata($1) ORDER BY key")
        try metadata.bind([.text(path)])
        let result = try metadata.execute()
        #expect(result.columnTypes == [.blob, .blob])
        let pairs = try #require(try result.nextChunk())
        #expect((0..<2).map { pairs.column(0).strings.string(at: $0) } == ["first_sequence", "last_sequence"])
        #expect((0..<2).map { pairs.column(1).strings.string(at: $0) } == ["17", "100016"])

        let read = try connection.prepare("SELECT i, name FROM read_parquet($1) ORDER BY i")
        try read.bind([.textList([path])])
        let rows = try read.stream()
        var next: Int64 = 0
        while let chunk = try rows.nextChunk() {
            let names = chunk.column(1)
            for (row, number) in chunk.column(0).int64s.enumerated() {
                let name = next % 7 == 0 ? nil : "name \(next % 50)"
                guard number == next, names.strings.string(at: row) == name else {
                    Issue.record("row \(next) differs")
                    return
                }
                next += 1
            }
        }
        #expect(next == 100_000)
    }
}
