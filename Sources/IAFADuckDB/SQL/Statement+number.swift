internal import DuckDB

extension Statement {
    /// The one number that the statement answers; 0 where it answers nothing.
    ///
    /// Blocks.
    ///
    /// - Throws: ``DuckDBError``.
    func number() throws(DuckDBError) -> Int {
        guard let chunk = try execute().nextChunk() else { return 0 }
        return Int(chunk.column(0).int64s[0])
    }
}
