/// SQL that finds ids which stand on several days of a project.
enum RepeatSQL {
    /// The UTC day of a row, whatever the engine's time zone is.
    private static let day = "make_timestamp(epoch_us(timestamp))::DATE"

    private static let new = "read_parquet($2, hive_partitioning = false)"

    /// Notes such ids, each with the day on which it was received first.
    ///
    /// $1: the project's files, $2: those of them in which an id must stand.
    ///
    /// Hashes first, since they take little memory, and most often there is nothing.
    static let find = """
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH several AS (
            SELECT hash(event_id) AS hash FROM \(EventColumns.files)
            WHERE hash(event_id) IN (SELECT hash(event_id) FROM \(new))
            GROUP BY ALL HAVING min(\(day)) <> max(\(day))
        )
        SELECT event_id, arg_min(\(day), row(received_at, timestamp)) AS kept_day FROM \(EventColumns.files)
        WHERE hash(event_id) IN (SELECT hash FROM several)
        GROUP BY event_id HAVING min(\(day)) <> max(\(day))
        """

    /// Files that hold a row to be left out.
    ///
    /// $1: the project's files.
    static let affected = """
        SELECT DISTINCT filename FROM read_parquet($1, hive_partitioning = false, filename = true) AS file
        JOIN repeated USING (event_id) WHERE kept_day <> \(day)
        """

    /// Rows of files without those to be left out.
    ///
    /// $1: the files.
    static let kept = """
        (SELECT * FROM \(EventColumns.files) AS file WHERE NOT EXISTS (
            SELECT 1 FROM repeated WHERE repeated.event_id = file.event_id AND kept_day <> \(day)
        ))
        """
}
