/// SQL of ``TableReader``.
enum ImportSQL {
    /// A file of comma-separated values, every column as text.
    ///
    /// $1: the path.
    ///
    /// Strict, so that a row that isn't one is refused and not guessed at; what was refused is in `reject_errors`.
    static func csv(isGzip: Bool) -> String {
        """
        read_csv($1, delim = ',', quote = '"', escape = '"', header = true, all_varchar = true, strict_mode = true,
            auto_detect = true, null_padding = false, ignore_errors = true, store_rejects = true, rejects_limit = 10000,
            sample_size = 1000, skip = 0, comment = '', parallel = false, compression = '\(isGzip ? "gzip" : "none")',
            max_line_size = 2097152, nullstr = '')
        """
    }

    /// $1: the path.
    static let parquet = "read_parquet($1)"

    static func columns(of source: String) -> String { "DESCRIBE SELECT * FROM \(source)" }

    static func rows(_ expressions: [String], of source: String) -> String {
        "SELECT \(expressions.joined(separator: ", ")) FROM \(source)"
    }

    static let rejects = "SELECT line, any_value(error_message) FROM reject_errors GROUP BY line ORDER BY line"

    /// A column's name in SQL; names come from files, so they are quoted whatever they hold.
    static func identifier(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The µs of a column that holds times.
    static func microseconds(_ column: String) -> String { "epoch_us(\(identifier(column)))" }

    static func text(_ column: String) -> String { "\(identifier(column))::VARCHAR" }

    static func jsonText(_ column: String) -> String { "to_json(\(identifier(column)))::VARCHAR" }

    /// Columns as the members of a JSON object, those that are NULL left out.
    ///
    /// `floats`: Those that may hold NaN or infinity, which JSON has no number for; they count as NULL.
    static func members(_ columns: [String], floats: Set<String>) -> String {
        let fields = columns.map { name in
            let column = identifier(name)
            return "\(column) := "
                + (floats.contains(name) ? "CASE WHEN isfinite(\(column)) THEN \(column) END" : column)
        }.joined(separator: ", ")
        return "json_merge_patch('{}'::JSON, to_json(struct_pack(\(fields))))::VARCHAR"
    }
}
