/// In which form events can be brought in.
package enum ImportFormat: String, Sendable, CaseIterable {
    /// Comma-separated values with a header line; UTF-8.
    case csv
    /// A JSON object a line.
    case jsonl
    case parquet

    /// The format that a file's name tells of; nil where it tells of none.
    package init?(fileName: String) {
        var name = fileName.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        switch name.split(separator: ".").last {
        case "csv": self = .csv
        case "jsonl", "ndjson": self = .jsonl
        case "parquet": self = .parquet
        default: return nil
        }
    }
}
