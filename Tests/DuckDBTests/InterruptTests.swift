import DuckDB
import Foundation
import Testing

@Suite struct InterruptTests {
    /// Would run for minutes.
    static let endless = "SELECT count(*) FROM range(100000000) AS a(i), range(100000000) AS b(j) WHERE (i + j) % 7 = 0"

    /// Interrupts again and again until told to stop, because one call that comes too early does nothing.
    private func interruptingFromAnotherThread(_ connection: Connection, during body: () throws -> Void) rethrows {
        let interrupter = Thread {
            while !Thread.current.isCancelled {
                sched_yield()
                connection.interrupt()
            }
        }
        interrupter.start()
        defer { interrupter.cancel() }
        try body()
    }

    @Test func endsALongQuery() throws {
        let connection = try Database(options: ["threads": "2"]).connect()
        try interruptingFromAnotherThread(connection) {
            let error = try #require(throws: DuckDBError.self) { try connection.execute(Self.endless) }
            #expect(error.kind == .interrupt)
        }
    }

    @Test func endsAStreamThatWaitsForRows() throws {
        let connection = try Database(options: ["threads": "2"]).connect()
        let statement = try connection.prepare(Self.endless)
        try interruptingFromAnotherThread(connection) {
            let error = try #require(throws: DuckDBError.self) {
                let result = try statement.stream()
                while try result.nextChunk() != nil {}
            }
            #expect(error.kind == .interrupt)
        }
    }

    @Test func doesNothingToLaterStatements() throws {
        let connection = try Database().connect()
        connection.interrupt()
        #expect(try connection.execute("SELECT 1::BIGINT").int64s() == [1])
    }
}
