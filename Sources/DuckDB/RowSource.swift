/// Rows that somebody else than the engine has, given to it piece by piece while a statement runs.
///
/// In SQL they are the table `rows_of($1)`, where $1 is the number that ``Connection/withRows(of:_:)`` hands out. Asked
/// on one thread at a time, in the order in which the statement wants rows.
package protocol RowSource: AnyObject {
    /// Names and types of the columns, none of them `other`.
    var columns: [(name: String, type: ColumnType)] { get }

    /// Puts the next rows into a chunk and sets its `rowCount`; none are the end.
    ///
    /// - Throws: Whatever keeps the rows from coming; it ends the statement, and
    ///   ``Connection/withRows(of:_:)`` throws it.
    func fill(_ chunk: ChunkBuilder) throws
}
