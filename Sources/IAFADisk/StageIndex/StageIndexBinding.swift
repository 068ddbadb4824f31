internal import IAFACore

/// What ties an index to the one file that it was made of.
struct StageIndexBinding: Equatable {
    /// How much of the file's end is looked at: there a Parquet file describes what is in it, and where.
    private static let tailByteCount = 64 * 1_024

    let source: StageIndexSource
    let byteCount: Int
    /// When the file was written; ns since 1970.
    let modified: Int64
    let tailChecksum: UInt32

    /// Looks at a file.
    ///
    /// Blocks.
    init(_ source: StageIndexSource, fileSystem: FileSystem) throws(DiskError) {
        self.source = source
        let identity = try fileSystem.identity(source.path)
        byteCount = identity.byteCount
        modified = identity.modified
        let file = try fileSystem.open(source.path, .read)
        defer { fileSystem.close(file) }
        let start = max(0, byteCount - Self.tailByteCount)
        tailChecksum = CRC32C.checksum(try fileSystem.chunk(of: file, at: start, limit: Self.tailByteCount))
    }

    /// All of it but the path, which differs from process to process; of a length that depends on the project's id.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        JournalFormat.append(UInt64(byteCount), to: &bytes)
        JournalFormat.append(modified, to: &bytes)
        JournalFormat.append(source.sequences.lowerBound, to: &bytes)
        JournalFormat.append(source.sequences.upperBound, to: &bytes)
        JournalFormat.append(UInt64(source.events), to: &bytes)
        JournalFormat.append(source.lastReceived.microseconds, to: &bytes)
        JournalFormat.append(Int64(source.day.daysSinceEpoch), to: &bytes)
        JournalFormat.append(tailChecksum, to: &bytes)
        JournalFormat.append(UInt32(source.project.text.utf8.count), to: &bytes)
        bytes += Array(source.project.text.utf8)
        return bytes
    }
}
