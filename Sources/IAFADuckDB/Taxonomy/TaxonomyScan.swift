internal import DuckDB
internal import IAFACore

/// Makes the summary of a file by reading all of its events.
///
/// Blocks.
struct TaxonomyScan {
    let database: Database
    let stop: StopSignal

    /// - Throws: ``DuckDBError``; where it is stopped, what it gives means nothing.
    func run(_ file: EventFile) throws(DuckDBError) -> TaxonomySummary {
        var builder = TaxonomyBuilder()
        let connection = try database.connect()
        try stop.watch(connection) { () throws(DuckDBError) in
            let statement = try connection.prepare(TaxonomySQL.events)
            try statement.bind([.paths([file.readPath])])
            let result = try statement.stream()
            while !stop.isStopped, let chunk = try result.nextChunk() {
                let types = chunk.column(0).strings
                let persons = chunk.column(1).strings
                let times = chunk.column(2).int64s
                let properties = chunk.column(3).strings
                for row in 0..<chunk.rowCount {
                    builder.add(
                        type: types.bytes(at: row),
                        person: persons.bytes(at: row),
                        at: Timestamp(microseconds: times[row]),
                        properties: properties.bytes(at: row)
                    )
                }
            }
        }
        return builder.finish()
    }
}
