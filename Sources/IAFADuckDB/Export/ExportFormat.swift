/// In which form events can be taken out.
package enum ExportFormat: String, Sendable, CaseIterable {
    case parquet, csv, jsonl
}
