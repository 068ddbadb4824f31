/// SQL that takes events out; in all of it, $1 is the number of the source of the rows.
enum ExportSQL {
    /// $2: the path of a Parquet file.
    static let parquet = """
        COPY (\(PartSQL.rows)) TO $2 (
            FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE_BYTES \(ParquetOptions.rowGroupBytes), USE_TMP_FILE false
        )
        """

    /// $2: the path of a CSV file.
    static let csv = "COPY (\(texts)) TO $2 (FORMAT csv, HEADER, USE_TMP_FILE false)"

    /// Every column as text; times are RFC 3339, since CSV and JSON have no type for them.
    static let texts = """
        SELECT \(EventColumns.names.map { name in
            EventColumns.times.contains(name)
                ? "strftime(make_timestamp(\(name)), '%Y-%m-%dT%H:%M:%S.%fZ') AS \(name)" : name
        }.joined(separator: ", ")) FROM rows_of($1)
        """
}
