import IAFACore
@testable import IAFADisk
import IAFATesting
import Testing

/// The journal as a backup takes it.
struct JournalSegmentsTests {
    private let bench: JournalBench
    private let options: JournalOptions

    init() throws {
        bench = try JournalBench()
        var options = JournalOptions()
        options.segmentByteCount = 500
        self.options = options
    }

    /// Copies the journal, and does something before each segment that is read.
    private func copy(
        _ directory: String? = nil,
        before: @escaping @Sendable (_ segment: Int) -> Void = { _ in }
    ) throws -> JournalBench {
        let copy = try JournalBench()
        try bench.faults.fileSystem.createDirectory(copy.directory)
        var count = 0
        before(0)
        try JournalReader.segments(directory: bench.directory) { name, bytes in
            try TestFiles.write(bytes, to: "\(copy.directory)/\(name)")
            count += 1
            before(count)
        }
        return copy
    }

    @Test func `the copy holds every event, and can be gone on with`() async throws {
        let ids = (0..<30).map { "event-\($0)" }
        let journal = try bench.open(options)
        for id in ids { _ = try await journal.append([.sample(id)], to: bench.project) }
        // While the journal is open: its newest segment has no closing mark.
        let copy = try copy()
        await journal.close()
        #expect(try copy.segments().count > 2)
        #expect(try copy.replayedIDs() == ids)
        #expect(try JournalReader.verify(directory: copy.directory) == [])
        try await copy.fill(["later"], options)
        #expect(try copy.replayedIDs() == ids + ["later"])
    }

    @Test(arguments: 0...3) func `segments that are removed meanwhile leave no gap`(moment: Int) async throws {
        try await bench.fill((0..<30).map { "event-\($0)" }, options)
        let paths = try bench.segments()
        #expect(paths.count > 5)
        let copy = try copy { count in
            // All but the newest two, oldest first, as a writer does it.
            guard count == moment else { return }
            for path in paths.dropLast(2) { try? FileSystem.system.remove(path) }
        }
        #expect(try JournalReader.verify(directory: copy.directory) == [])
        let left = try copy.replay().map(\.sequence)
        #expect(left == Array(31 - UInt64(left.count)...30))
        #expect(try copy.segments().count >= 2)
    }

    @Test func `the torn beginning of a write is cut off`() async throws {
        try await bench.fill(["a", "b", "c"])
        let path = try #require(try bench.segments().last)
        let whole = try TestFiles.read(path)
        // The closing mark, and the last record's end.
        try TestFiles.write(Array(whole.dropLast(JournalFormat.markSize + 3)), to: path)
        let copy = try copy()
        #expect(try copy.replayedIDs() == ["a", "b"])
        #expect(try JournalReader.verify(directory: copy.directory) == [])
    }

    @Test(arguments: [20, 100]) func `damage is copied as it is`(offset: Int) async throws {
        try await bench.fill((0..<30).map { "event-\($0)" }, options)
        for path in try bench.segments() { try TestFiles.flipByte(at: offset, of: path) }
        let copy = try copy()
        let names = try TestFiles.names(in: bench.directory)
        #expect(try TestFiles.names(in: copy.directory) == names)
        for name in names {
            #expect(try TestFiles.read("\(copy.directory)/\(name)") == TestFiles.read("\(bench.directory)/\(name)"))
        }
    }

    @Test func `an empty journal is copied as nothing`() throws {
        #expect(try copy().segments() == [])
    }
}
