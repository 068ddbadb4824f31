extension JournalReader {
    /// How often the segments are listed again where one seems damaged that a writer may be about to make or remove.
    private static let attempts = 8

    /// Hands over the segments as they would have to lie in a folder of their own, **newest first**.
    ///
    /// Changes nothing. Blocks. Beside a writer, every event is handed over that was acknowledged before the call and
    /// is in no other file by the time that it returns. Newest first, because a writer removes the oldest first: what
    /// vanishes meanwhile leaves no gap between two that were handed over, and a gap would be damage. Of the newest,
    /// the end is cut off where it is the torn beginning of a write that goes on.
    ///
    /// - Parameters:
    ///   - directory: The journal's folder; where there is none, the journal is empty.
    ///   - fileSystem: Does the work.
    ///   - body: Takes a segment's file name and bytes. Damaged ones come as they are.
    /// - Throws: ``JournalError/disk(_:)``, and what `body` throws.
    static func segments(
        directory: String,
        fileSystem: FileSystem = .system,
        _ body: (_ name: String, _ bytes: [UInt8]) throws -> Void
    ) throws {
        let layout = try settledLayout(of: directory, fileSystem)
        for finding in layout.findings where !layout.segments.contains(where: { $0.path == finding.file }) {
            let damaged = JournalSegment(path: finding.file, header: JournalHeader(firstSequence: 0))
            guard let bytes = try contents(of: damaged, fileSystem) else { continue }
            try body(FilePaths.name(of: finding.file), bytes)
        }
        let unaccounted = Set(layout.findings.map(\.file))
        for segment in layout.segments.reversed() {
            var whole = segment
            if unaccounted.contains(segment.path) { whole.durableByteCount = nil }
            guard let bytes = try contents(of: whole, fileSystem) else { break }
            let isNewest = segment.path == layout.segments.last?.path
            try body(FilePaths.name(of: segment.path), isNewest ? withoutTornTail(bytes, of: segment) : bytes)
        }
    }

    private static func settledLayout(of directory: String, _ fileSystem: FileSystem) throws -> JournalLayout {
        var layout = try layout(of: directory, fileSystem)
        for _ in 0..<attempts where !layout.findings.isEmpty {
            let before = layout.findings
            layout = try self.layout(of: directory, fileSystem)
            if layout.findings == before { break }
        }
        return layout
    }

    private static func withoutTornTail(_ bytes: [UInt8], of segment: JournalSegment) -> [UInt8] {
        bytes.withUnsafeBytes { buffer in
            var scan = JournalScan(segment, bytes: buffer)
            scan.run { _ in }
            return scan.finding?.kind == .tornTail ? Array(bytes.prefix(scan.offset)) : bytes
        }
    }
}
