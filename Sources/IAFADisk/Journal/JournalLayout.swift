/// Which segments a journal's folder holds.
struct JournalLayout {
    /// In order of sequence.
    var segments: [JournalSegment] = []

    /// Files of segments whose making a crash or an error interrupted; they hold no record.
    var unfinished: [String] = []

    /// Files that should be segments and are not.
    var findings: [JournalFinding] = []

    /// Lists a folder and reads the headers; a folder that isn't there is an empty journal.
    ///
    /// A segment that vanishes meanwhile was discarded: a writer beside it may do that at any time.
    init(directory: String, fileSystem: FileSystem) throws(DiskError) {
        let names: [String]
        do throws(DiskError) {
            names = try fileSystem.list(directory)
        } catch {
            guard error.isMissing else { throw error }
            return
        }
        for name in names {
            guard let firstSequence = JournalSegment.firstSequence(ofName: name) else { continue }
            let path = FilePaths.join(directory, name)
            do throws(DiskError) {
                // One byte more tells whether there could be a record.
                let start = try fileSystem.contents(of: path, limit: JournalHeader.byteCount + 1)
                take(path, firstSequence: firstSequence, start: start)
            } catch {
                guard error.isMissing else { throw error }
            }
        }
        try settleSizes(fileSystem)
    }

    private mutating func take(_ path: String, firstSequence: UInt64, start: [UInt8]) {
        do throws(JournalHeader.Problem) {
            let header = try JournalHeader(start)
            guard header.firstSequence == firstSequence else {
                throw JournalHeader.Problem(description: "a header that belongs to another file")
            }
            segments.append(JournalSegment(path: path, header: header))
        } catch {
            // A header is synced before the first record is written: without one there were no records.
            if start.count <= JournalHeader.byteCount {
                unfinished.append(path)
            } else {
                findings.append(.damage(path, at: 0, error.description, recordsBefore: 0))
            }
        }
    }

    /// Takes each segment's size from the header that names it as the one before.
    private mutating func settleSizes(_ fileSystem: FileSystem) throws(DiskError) {
        var sizes: [UInt64: Int] = [:]
        for segment in segments {
            sizes[segment.header.previousFirstSequence] = Int(clamping: segment.header.previousByteCount)
        }
        for index in segments.indices.dropLast() {
            let segment = segments[index]
            // None names a segment whose making failed after its header was written: it was never used.
            let byteCount = sizes[segment.header.firstSequence] ?? JournalHeader.byteCount
            segments[index].durableByteCount = byteCount
            guard sizes[segment.header.firstSequence] == nil,
                let actual = try fileSystem.byteCount(of: segment.path), actual > byteCount
            else { continue }
            let message = "\(actual - byteCount) bytes that no later file accounts for"
            findings.append(.damage(segment.path, at: byteCount, message, recordsBefore: 0))
        }
    }
}

extension JournalFinding {
    static func damage(_ file: String, at offset: Int, _ message: String, recordsBefore: Int) -> JournalFinding {
        JournalFinding(kind: .damage, file: file, offset: offset, message: message, recordsBefore: recordsBefore)
    }
}
