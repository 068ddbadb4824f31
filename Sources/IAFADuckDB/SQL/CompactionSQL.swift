/// SQL of ``DayCompactor``, ``EventFileCursor`` and ``RepeatedEvents``: several files of a day as one.
enum CompactionSQL {
    /// $1: paths.
    static let count = "SELECT count(*) FROM \(EventColumns.files)"

    /// The rows of a file, in its order; $1: its path.
    static let rows = """
        SELECT \(EventColumns.names.map { EventColumns.times.contains($0) ? "epoch_us(\($0))" : $0 }
            .joined(separator: ", ")) FROM \(EventColumns.files)
        """

    /// Rows of which only some are looked at, by their ids' hashes, so that not all ids have to be in memory at once.
    ///
    /// $1: paths, $2: a mask, $3: what the hash has under it; both unsigned.
    private static let some = "FROM \(EventColumns.files) WHERE hash(event_id) & $2 = $3"

    /// How many hashes of ids occur more than once; parameters as in `some`.
    static let repeatedHashes = """
        SELECT count(*) FROM (SELECT hash(event_id) AS id \(some) GROUP BY id HAVING count(*) > 1)
        """

    /// How many ids occur more than once; parameters as in `some`.
    static let repeatedIDs = "SELECT count(*) FROM (SELECT event_id \(some) GROUP BY event_id HAVING count(*) > 1)"

    /// The rows whose id occurs in another one that was received earlier: the file's and the row's number, from 0.
    ///
    /// Parameters as in `some`.
    static let repeats = """
        SELECT file::BIGINT, row::BIGINT FROM (
            SELECT file_index AS file, file_row_number AS row, row_number() OVER (
                PARTITION BY event_id ORDER BY received_at, timestamp, event_type, file_index, file_row_number
            ) AS place \(some)
        ) WHERE place > 1
        """
}
