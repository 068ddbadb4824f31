package import IAFACore

/// Reads a journal: before it is opened for writing, or beside the process that writes it.
package enum JournalReader {
    /// Hands over every record in order of sequence.
    ///
    /// Changes nothing. Blocks.
    ///
    /// Beside a writer, events may come that it has written and not yet synced. Segments that it discards meanwhile are
    /// passed over: whoever reads other files too reads the journal first, and drops by sequence number what he finds
    /// twice.
    ///
    /// - Parameters:
    ///   - directory: The journal's folder; where there is none, the journal is empty.
    ///   - fileSystem: Does the work.
    ///   - body: Takes a record.
    /// - Returns: What the journal holds.
    /// - Throws: ``JournalError``, and what `body` throws.
    package static func replay(
        directory: String,
        fileSystem: FileSystem = .system,
        _ body: (SequencedEvent) throws -> Void
    ) throws -> JournalSummary {
        let layout = try layout(of: directory, fileSystem)
        if let finding = layout.findings.first { throw JournalError.damaged(finding) }
        var summary = JournalSummary()
        for segment in layout.segments {
            guard let bytes = try contents(of: segment, fileSystem) else { continue }
            let scan = try bytes.withUnsafeBytes { buffer in
                var scan = JournalScan(segment, bytes: buffer)
                try scan.run(body)
                return scan
            }
            if let finding = scan.finding {
                guard finding.kind == .tornTail else { throw JournalError.damaged(finding) }
                summary.tornTails.append(finding)
            }
            summary.segmentCount += 1
            summary.byteCount += scan.offset
            summary.recordCount += scan.recordCount
            if scan.recordCount > 0 { summary.lastSequence = scan.lastSequence }
            summary.firstFreeSequence = max(summary.firstFreeSequence, scan.lastSequence &+ 1)
        }
        return summary
    }

    /// Looks at every record, also behind damage as far as one can be found there.
    ///
    /// Changes nothing. Blocks.
    ///
    /// - Returns: Every place where something isn't as it should be; a torn tail is no reason to worry.
    /// - Throws: ``JournalError/disk(_:)``.
    package static func verify(
        directory: String,
        fileSystem: FileSystem = .system
    ) throws(JournalError) -> [JournalFinding] {
        let layout = try layout(of: directory, fileSystem)
        var findings = layout.findings
        for segment in layout.segments {
            guard let bytes = try contents(of: segment, fileSystem) else { continue }
            bytes.withUnsafeBytes { buffer in
                var scan = JournalScan(segment, bytes: buffer)
                repeat {
                    scan.run { _ in }
                    if let finding = scan.finding { findings.append(finding) }
                } while scan.skipDamage()
            }
        }
        return findings
    }

    static func layout(
        of directory: String,
        _ fileSystem: FileSystem
    ) throws(JournalError) -> JournalLayout {
        do throws(DiskError) {
            return try JournalLayout(directory: directory, fileSystem: fileSystem)
        } catch {
            throw .disk(error)
        }
    }

    /// A segment's bytes; nil where it vanished.
    static func contents(of segment: JournalSegment, _ fileSystem: FileSystem) throws(JournalError) -> [UInt8]? {
        do throws(DiskError) {
            return try fileSystem.contents(of: segment.path, limit: segment.durableByteCount ?? .max)
        } catch {
            guard error.isMissing else { throw .disk(error) }
            return nil
        }
    }
}
