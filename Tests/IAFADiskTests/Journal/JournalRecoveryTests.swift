import IAFACore
import IAFADisk
import IAFATesting
import Testing

@Suite struct JournalRecoveryTests {
    let bench: JournalBench

    init() throws { bench = try JournalBench() }

    private static let markSize = 25

    /// A journal of three writes whose process died: there is no mark at its end.
    private func makeInterrupted() async throws -> (path: String, bytes: [UInt8]) {
        try await bench.fill(["a", "b", "c"])
        let path = try #require(try bench.segments().first)
        let bytes = Array(try TestFiles.read(path).dropLast(Self.markSize))
        try TestFiles.write(bytes, to: path)
        return (path, bytes)
    }

    private func damage(_ body: () throws -> Void) -> JournalFinding? {
        do {
            try body()
        } catch JournalError.damaged(let finding) {
            return finding
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }

    @Test func anEmptyOrMissingFolderIsAnEmptyJournal() throws {
        let summary = try JournalReader.replay(directory: bench.directory) { _ in }
        #expect(summary == JournalSummary())
        #expect(summary.firstFreeSequence == 1)
        #expect(try JournalReader.verify(directory: bench.directory) == [])
    }

    @Test func aTailTornAtAnyByteIsCutAtTheLastWholeRecord() async throws {
        let (path, bytes) = try await makeInterrupted()
        let lastWrite = (bytes.count - JournalTestFormat.headerSize) / 3
        let start = bytes.count - lastWrite
        for count in start..<bytes.count {
            try TestFiles.write(Array(bytes[..<count]), to: path)
            var ids: [String] = []
            let summary = try JournalReader.replay(directory: bench.directory) { ids.append($0.event.id) }
            #expect(ids == ["a", "b"], "\(count) bytes")
            let isClean = count == start || count == start + Self.markSize
            #expect(summary.tornTails.isEmpty == isClean, "\(count) bytes")
            #expect(try TestFiles.read(path).count == count, "reading changes nothing")
            // Opened for writing it is cut, and what follows is found.
            try await bench.fill(["d"])
            #expect(try bench.replayedIDs() == ["a", "b", "d"], "\(count) bytes")
            #expect(try JournalReader.verify(directory: bench.directory) == [])
            for segment in try bench.segments().dropFirst() { #expect(try TestFiles.run("/bin/rm", [segment]) == 0) }
        }
    }

    /// Whatever byte of a journal is wrong: before the last write it is damage, named by file and place.
    @Test func anyWrongByteBeforeTheLastWriteIsDamage() async throws {
        let (path, bytes) = try await makeInterrupted()
        let write = (bytes.count - JournalTestFormat.headerSize) / 3
        for offset in 0..<(bytes.count - write) {
            var damaged = bytes
            damaged[offset] ^= 0x81
            try TestFiles.write(damaged, to: path)
            let finding = try #require(damage { _ = try bench.replay() }, "byte \(offset)")
            #expect(finding.file == path)
            #expect(finding.kind == .damage)
            let isHeader = offset < JournalTestFormat.headerSize
            let number = isHeader ? 0 : (offset - JournalTestFormat.headerSize) / write
            #expect(finding.recordsBefore == number)
            #expect(finding.offset <= offset && offset - finding.offset < write)
            #expect(damage { _ = try bench.open() } == finding)
            #expect(try JournalReader.verify(directory: bench.directory) == [finding])
            #expect(try TestFiles.read(path) == damaged, "a damaged file is left as it is")
        }
    }

    /// A crash may tear the last write at any place, also in its middle: none of it was acknowledged.
    @Test func anyWrongByteOfTheLastWriteIsATornTail() async throws {
        let (path, bytes) = try await makeInterrupted()
        let write = (bytes.count - JournalTestFormat.headerSize) / 3
        for offset in (bytes.count - write)..<bytes.count {
            var damaged = bytes
            damaged[offset] ^= 0x81
            try TestFiles.write(damaged, to: path)
            #expect(try bench.replayedIDs() == ["a", "b"], "byte \(offset)")
        }
    }

    /// After an orderly end everything is known to have been durable.
    @Test func anyWrongByteOfAClosedJournalIsDamage() async throws {
        try await bench.fill(["a"])
        let path = try #require(try bench.segments().first)
        let bytes = try TestFiles.read(path)
        for offset in 0..<(bytes.count - Self.markSize) {
            var damaged = bytes
            damaged[offset] ^= 0x10
            try TestFiles.write(damaged, to: path)
            #expect(damage { _ = try bench.replay() } != nil, "byte \(offset)")
        }
        for offset in (bytes.count - Self.markSize)..<bytes.count {
            var damaged = bytes
            damaged[offset] ^= 0x10
            try TestFiles.write(damaged, to: path)
            #expect(try bench.replayedIDs() == ["a"], "byte \(offset)")
        }
    }

    @Test func damageIsNamedWithWhatToDo() async throws {
        let (path, _) = try await makeInterrupted()
        try TestFiles.flipByte(at: 100, of: path)
        let finding = try #require(damage { _ = try bench.replay() })
        #expect(
            JournalError.damaged(finding).description
                == "the journal file '\(path)' has a record with a wrong checksum at byte \(finding.offset)"
                + "; run 'iafa verify' to see what is affected"
        )
    }

    @Test func verifyGoesOnBehindDamage() async throws {
        try await bench.fill((0..<5).map { "event-\($0)" })
        let path = try #require(try bench.segments().first)
        let write = (try TestFiles.read(path).count - JournalTestFormat.headerSize - Self.markSize) / 5
        try TestFiles.flipByte(at: JournalTestFormat.headerSize + write + 60, of: path)
        try TestFiles.flipByte(at: JournalTestFormat.headerSize + 3 * write + 60, of: path)
        let findings = try JournalReader.verify(directory: bench.directory)
        #expect(findings.map(\.recordsBefore) == [1, 2])
        #expect(findings.allSatisfy { $0.kind == .damage })
    }

    @Test func damageInAnOlderSegmentIsDamageEvenAtItsEnd() async throws {
        try await bench.fill(["a"])
        try await bench.fill(["b"])
        let path = try #require(try bench.segments().first)
        let bytes = try TestFiles.read(path)
        for count in JournalTestFormat.headerSize..<bytes.count {
            try TestFiles.write(Array(bytes[..<count]), to: path)
            #expect(damage { _ = try bench.replay() }?.file == path, "\(count) bytes")
        }
    }

    @Test(arguments: 0...JournalTestFormat.headerSize) func anUnfinishedSegmentIsNoSegment(byteCount: Int) async throws
    {
        try await bench.fill(["a"])
        let path = bench.directory + "/00000000000000000002.log"
        try TestFiles.write([UInt8](repeating: 0, count: byteCount), to: path)
        #expect(try bench.replayedIDs() == ["a"])
        try await bench.fill(["b"])
        #expect(try bench.replayedIDs() == ["a", "b"])
    }

    @Test func otherFilesAreLeftAlone() async throws {
        try await bench.fill(["a"])
        for name in ["notes.txt", "1.log", "0000000000000000000x.log"] {
            try TestFiles.write("?", to: bench.directory + "/" + name)
        }
        try await bench.fill(["b"])
        #expect(try bench.replayedIDs() == ["a", "b"])
        #expect(TestFiles.exists(bench.directory + "/notes.txt"))
    }

    @Test func aReaderBesideAWriterSeesAGrowingJournal() async throws {
        var options = JournalOptions()
        options.segmentByteCount = 2_000
        let journal = try bench.open(options)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...200 {
                    _ = try await journal.append([.sample("event-\(number)")], to: bench.project)
                    if number % 20 == 0 { try await journal.discard(through: UInt64(number - 10)) }
                }
            }
            group.addTask {
                for _ in 0..<100 {
                    let sequences = try bench.replay().map(\.sequence)
                    #expect(sequences == sequences.sorted() && Set(sequences).count == sequences.count)
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        await journal.close()
    }

    @Test func aGreaterFirstFreeSequenceIsTaken() async throws {
        try await bench.fill(["a"])
        let journal = try Journal.open(
            directory: bench.directory,
            recentIDs: EventIDSet(),
            archive: try EventIDArchive.open(directory: bench.archiveDirectory),
            firstFreeSequence: 1_000
        ) { _ in }
        _ = try await journal.append([.sample("b")], to: bench.project)
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == [1, 1_000])
    }
}

/// What the tests know of the stored form.
enum JournalTestFormat {
    static let headerSize = 40
}
