extension JournalWriter {
    /// Takes over a journal's folder: makes it where there is none, removes what was never finished, cuts a torn tail.
    ///
    /// - Throws: ``JournalError``.
    static func open(
        directory: String,
        options: JournalOptions,
        fileSystem: FileSystem
    ) throws(JournalError) -> JournalWriter {
        let layout: JournalLayout
        do throws(DiskError) {
            try fileSystem.createDirectory(directory)
            layout = try JournalLayout(directory: directory, fileSystem: fileSystem)
        } catch {
            throw .disk(error)
        }
        if let finding = layout.findings.first { throw .damaged(finding) }
        var writer = JournalWriter(directory: directory, options: options, fileSystem: fileSystem)
        for (index, segment) in layout.segments.enumerated() {
            if let byteCount = segment.durableByteCount {
                let next = layout.segments[index + 1].header.firstSequence
                writer.adopt(segment, byteCount: byteCount, lastSequence: next &- 1)
            } else {
                try writer.takeNewest(segment, fileSystem)
            }
        }
        do throws(DiskError) {
            for path in layout.unfinished { try fileSystem.remove(path) }
            try fileSystem.synchronizeDirectory(directory)
        } catch {
            throw .disk(error)
        }
        return writer
    }

    /// Looks for the end of the newest segment and cuts what is behind it.
    private mutating func takeNewest(_ segment: JournalSegment, _ fileSystem: FileSystem) throws(JournalError) {
        guard let bytes = try JournalReader.contents(of: segment, fileSystem) else { return }
        let scan = bytes.withUnsafeBytes { buffer in
            var scan = JournalScan(segment, bytes: buffer)
            scan.run { _ in }
            return scan
        }
        if let finding = scan.finding, finding.kind == .damage { throw .damaged(finding) }
        do throws(DiskError) {
            let file = try fileSystem.open(segment.path, .append)
            defer { fileSystem.close(file) }
            if scan.finding != nil { try fileSystem.truncate(file, scan.offset) }
            // Also what was read may be only in the system's memory: the process before may have died before its sync.
            try fileSystem.synchronize(file)
            if scan.recordCount > 0 {
                adopt(segment, byteCount: scan.offset, lastSequence: scan.lastSequence)
            } else {
                try resume(segment, byteCount: scan.offset)
            }
        } catch {
            throw .disk(error)
        }
    }
}

extension JournalWriter {
    /// What the journal holds; nothing is counted yet.
    var progress: JournalProgress {
        var progress = JournalProgress()
        progress.segmentCount = segmentCount
        progress.byteCount = byteCount
        progress.lastSequence = lastSequence
        return progress
    }
}
