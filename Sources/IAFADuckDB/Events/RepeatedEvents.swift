internal import DuckDB
internal import IAFACore

/// Finds the events that files hold more than once, in bounded memory: some ids after the other.
///
/// Blocks.
struct RepeatedEvents {
    let connection: Connection

    /// What the engine may use, in MiB.
    let engineMemory: Int

    /// Ids for which there is room in a MiB, with much to spare.
    private static let idsPerMebibyte = 2_000

    /// The rows that repeat an event received earlier, by file.
    ///
    /// `rows`: How many rows the files have.
    /// - Throws: ``DuckDBError``.
    func rows(of files: [EventFile], rows: Int) throws(DuckDBError) -> [RowSet] {
        var found = [RowSet](repeating: RowSet(), count: files.count)
        let paths = Value.paths(files.map(\.readPath))
        let hashes = try connection.prepare(CompactionSQL.repeatedHashes)
        let repeats = try connection.prepare(CompactionSQL.repeats)
        for (mask, remainder) in passes(rows) {
            try hashes.bind([paths, .uint64(mask), .uint64(remainder)])
            guard try hashes.number() > 0 else { continue }
            try repeats.bind([paths, .uint64(mask), .uint64(remainder)])
            try Self.note(repeats, in: &found)
        }
        return found
    }

    /// The rows of a project's files whose id stands on another day too, where it was received first.
    ///
    /// `new`: The files in which such an id has to stand.
    /// - Throws: ``DuckDBError``.
    func rows(
        of files: [EventFile],
        onOtherDaysThan new: [EventFile]
    ) throws(DuckDBError) -> [ObjectIdentifier: RowSet] {
        var found = [RowSet](repeating: RowSet(), count: files.count)
        let paths = Value.paths(files.map(\.readPath))
        let find = try connection.prepare(RepeatSQL.find)
        let rows = try connection.prepare(RepeatSQL.rows)
        for (mask, remainder) in passes(files.reduce(0) { $0 + $1.footer.events }) {
            try find.bind([paths, .paths(new.map(\.readPath)), .uint64(mask), .uint64(remainder)])
            try find.execute()
            try rows.bind([paths])
            try Self.note(rows, in: &found)
        }
        let repeated = zip(files, found).filter { $1.count > 0 }
        return Dictionary(uniqueKeysWithValues: repeated.map { (ObjectIdentifier($0), $1) })
    }

    /// How many ids occur more than once in a file.
    ///
    /// - Throws: ``DuckDBError``.
    func idCount(in file: EventFile) throws(DuckDBError) -> Int {
        let statement = try connection.prepare(CompactionSQL.repeatedIDs)
        var count = 0
        for (mask, remainder) in passes(file.footer.events) {
            try statement.bind([.paths([file.readPath]), .uint64(mask), .uint64(remainder)])
            count += try statement.number()
        }
        return count
    }

    /// Parts of all ids, by their hashes: a power of two, as a division of such numbers takes the engine long.
    private func passes(_ rows: Int) -> [(mask: UInt64, remainder: UInt64)] {
        var count: UInt64 = 1
        while rows / Int(count) > engineMemory * Self.idsPerMebibyte { count *= 2 }
        return (0..<count).map { (count - 1, $0) }
    }

    /// Takes note of the rows that a statement answers: the file's and the row's number.
    private static func note(_ statement: Statement, in found: inout [RowSet]) throws(DuckDBError) {
        let result = try statement.stream()
        while let chunk = try result.nextChunk() {
            let files = chunk.column(0).int64s
            let rows = chunk.column(1).int64s
            for row in 0..<chunk.rowCount { found[Int(files[row])].insert(Int(rows[row])) }
        }
    }
}
