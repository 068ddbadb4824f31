/// SQL of ``ParquetReader``.
enum ImportSQL {
    /// $1: the path.
    ///
    /// A folder called `user_id=x` is no partition, whose value the engine would put in the place of the column's.
    private static let source = "read_parquet($1, hive_partitioning = false)"

    static let columns = "DESCRIBE SELECT * FROM \(source)"

    static func rows(_ expressions: [String]) -> String {
        "SELECT \(expressions.joined(separator: ", ")) FROM \(source)"
    }

    /// A column's name in SQL; names come from files, so they are quoted whatever they hold.
    static func identifier(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The µs of a column that holds times.
    static func microseconds(_ column: String) -> String { "epoch_us(\(identifier(column)))" }

    static func text(_ column: String) -> String { "\(identifier(column))::VARCHAR" }

    /// The text of a floating-point number that names something: 4711 and not 4711.0, and nothing where it is none.
    ///
    /// Tables that lack a whole number somewhere are often written with the others as floating-point numbers.
    static func wholeNumber(_ column: String) -> String {
        let name = identifier(column)
        return """
            CASE WHEN NOT isfinite(\(name)) THEN NULL
            WHEN \(name) = trunc(\(name)) AND abs(\(name)) < 9e18 THEN \(name)::BIGINT::VARCHAR
            ELSE \(name)::VARCHAR END
            """
    }

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
