/// SQL that finds ids which stand on several days of a project.
enum RepeatSQL {
    /// The UTC day of a row, whatever the engine's time zone is.
    private static let day = "make_timestamp(epoch_us(timestamp))::DATE"

    private static let new = "read_parquet($2, hive_partitioning = false)"

    /// The ids of which only some are looked at, by their hashes, so that not all have to be in memory at once.
    private static let some = "hash(event_id) & $3 = $4"

    /// Notes such ids, each with the day on which it was received first.
    ///
    /// $1: the project's files, $2: those of them in which an id must stand, $3: a mask, $4: what the hash has under
    /// it; both unsigned.
    ///
    /// Hashes first, since they take little memory, and most often there is nothing.
    static let find = """
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH several AS (
            SELECT hash(event_id) AS hash FROM \(EventColumns.files)
            WHERE \(some) AND hash(event_id) IN (SELECT hash(event_id) FROM \(new) WHERE \(some))
            GROUP BY ALL HAVING min(\(day)) <> max(\(day))
        )
        SELECT event_id, arg_min(\(day), row(received_at, timestamp)) AS kept_day FROM \(EventColumns.files)
        WHERE hash(event_id) IN (SELECT hash FROM several)
        GROUP BY event_id HAVING min(\(day)) <> max(\(day))
        """

    /// Rows to be left out: the file's and the row's number, from 0.
    ///
    /// $1: the project's files.
    static let rows = """
        SELECT file_index::BIGINT, file_row_number::BIGINT FROM \(EventColumns.files) AS file
        JOIN repeated USING (event_id) WHERE kept_day <> \(day)
        """
}
