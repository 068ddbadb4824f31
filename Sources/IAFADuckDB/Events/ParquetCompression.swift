/// How the pages of event files are compressed.
package enum ParquetCompression: String, Sendable, CaseIterable {
    /// Fast; read by everything.
    case snappy
    /// About a third smaller, slower to write.
    case zstd
}
