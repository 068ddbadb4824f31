/// SQL of ``EventFileScanner``: what files say of themselves.
enum FooterSQL {
    /// $1: paths.
    static let keyValues = """
        SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata($1)
        WHERE starts_with(decode(key), 'iafa_')
        """

    /// Ids of events received since a time.
    ///
    /// $1: paths, $2: µs.
    static let recentIDs = """
        SELECT event_id FROM \(EventColumns.files) WHERE received_at >= make_timestamptz($2)
        """
}
