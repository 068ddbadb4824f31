import DuckDB

extension QueryResult {
    /// Every row of a column of strings; nil where it is NULL.
    func texts(column: Int = 0) throws -> [String?] {
        var texts: [String?] = []
        while let chunk = try nextChunk() {
            let strings = chunk.column(column).strings
            texts += (0..<chunk.rowCount).map { strings.string(at: $0) }
        }
        return texts
    }

    /// Every row of a column of 64-bit integers; nil where it is NULL.
    func int64s(column: Int = 0) throws -> [Int64?] {
        var numbers: [Int64?] = []
        while let chunk = try nextChunk() {
            let view = chunk.column(column)
            let values = view.int64s
            numbers += (0..<chunk.rowCount).map { view.isNull(at: $0) ? nil : values[$0] }
        }
        return numbers
    }
}
