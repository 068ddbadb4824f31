import Foundation
import IAFACore
import IAFATesting
import Testing

@testable import IAFADisk

@Suite struct FileStageIndexTests {
    private let folder: TemporaryFolder
    private let faults = FaultyFileSystem()
    private let day = CalendarDay(daysSinceEpoch: 20_590)

    init() throws {
        folder = try TemporaryFolder()
        try TestFiles.write("what an index is made of", to: folder.path("day.parquet"))
    }

    private var index: FileStageIndex {
        FileStageIndex(directory: folder.path("index"), fileSystem: faults.fileSystem)
    }

    private func source(
        _ project: Identifier<Project> = .fixed("shop"),
        file: String = "day.parquet",
        last: UInt64 = 9,
        events: Int = 3
    ) -> StageIndexSource {
        StageIndexSource(
            project: project,
            day: day,
            path: folder.path(file),
            sequences: 1...last,
            events: events,
            lastReceived: .epoch
        )
    }

    private func path(_ source: StageIndexSource) -> String {
        StageIndexPaths(directory: folder.path("index")).path(of: source.project, source.day)
    }

    @Test(arguments: [(0, 1_000), (1, 1_000), (40, 1_000), (5_000, 1_000_000), (5_000, 1_000), (5_000, 300)])
    func anIndexHasTheEventsByTypeAndPerson(count: Int, sortedAtOnce: Int) throws {
        let input = MemoryIndexInput.random(count, day: day)
        let index = index
        let size = try index.build(source(), from: input, sortedEvents: sortedAtOnce)
        let day = try #require(index.day(source()))
        #expect(day.byteCount == size)
        #expect(try TestFiles.read(path(source())).count == size)
        for type in ["type 0", "type 1", "type 2", "type 3", "type 4", "", "typ", "zzz"] {
            let expected = input.sorted(type)
            #expect(day.count(ofType: type) == expected.count)
            #expect((day.section(ofType: type)?.contents ?? []) == expected)
        }
        #expect(day.isWhole())
    }

    @Test func typesAreToldApartByTheirBytes() throws {
        let types = ["é", "e\u{301}", "a", "a ", "A", String(repeating: "x", count: 200)]
        let events = types.enumerated().map { ($1, UInt64($0), self.day.start) }
        let index = index
        _ = try index.build(source(), from: MemoryIndexInput(events: []))
        let input = BytewiseInput(events: events)
        _ = try index.build(source(), from: input)
        let day = try #require(index.day(source()))
        for (place, type) in types.enumerated() {
            #expect(day.section(ofType: type)?.contents.map(\.first) == [UInt64(place)])
        }
    }

    /// Any byte of a file, and any length: what is then read is what was written, or nothing.
    @Test(arguments: 0..<4) func whatIsDamagedIsNotRead(part: Int) throws {
        let input = MemoryIndexInput.random(60, day: day, types: 2)
        _ = try index.build(source(), from: input)
        let path = path(source())
        let whole = try TestFiles.read(path)
        for offset in stride(from: part, to: whole.count, by: 4) {
            try TestFiles.flipByte(at: offset, of: path)
            check(input, damagedAt: offset)
            try TestFiles.write(Array(whole[..<offset]), to: path)
            check(input, damagedAt: offset)
            try TestFiles.write(whole, to: path)
        }
        #expect(index.day(source())?.isWhole() == true)
    }

    private func check(_ input: MemoryIndexInput, damagedAt offset: Int) {
        guard let day = index.day(source()) else { return }
        var isFound = false
        for type in ["type 0", "type 1"] {
            let section = day.section(ofType: type)
            if section == nil { isFound = true } else { #expect(section?.contents == input.sorted(type)) }
        }
        // Nothing of the file is without a meaning.
        #expect(isFound && !day.isWhole(), "byte \(offset)")
    }

    @Test func damageThatWasFoundIsNotForgotten() throws {
        let index = index
        _ = try index.build(source(), from: MemoryIndexInput.random(60, day: day))
        try TestFiles.flipByte(at: 0, of: path(source()))
        let day = try #require(index.day(source()))
        #expect(day.section(ofType: "type 0") == nil)
        #expect(day.section(ofType: "type 1") == nil)
        #expect(index.day(source()) == nil)
        _ = try index.build(source(), from: MemoryIndexInput.random(60, day: self.day))
        #expect(index.day(source())?.isWhole() == true)
    }

    @Test func anIndexIsOfOneFileOnly() throws {
        let index = index
        let input = MemoryIndexInput.random(10, day: day)
        _ = try index.build(source(), from: input)
        #expect(index.day(source()) != nil)
        #expect(index.day(source(last: 10)) == nil)
        #expect(index.day(source(events: 4)) == nil)
        #expect(index.day(source(.fixed("blog"))) == nil)
        #expect(index.day(source(file: "missing")) == nil)
        // Of another project, put in this one's place.
        _ = try index.build(source(.fixed("blog")), from: input)
        try TestFiles.write(try TestFiles.read(path(source(.fixed("blog")))), to: path(source()))
        #expect(index.day(source()) == nil)
        #expect(index.day(source(.fixed("blog"))) != nil)
    }

    @Test func anIndexOfAFileThatWasReplacedIsNone() throws {
        let index = index
        let file = folder.path("day.parquet")
        // A whole second, which can be set again exactly.
        let modified = Date(timeIntervalSince1970: 1_780_000_000)
        try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: file)
        _ = try index.build(source(), from: MemoryIndexInput.random(10, day: day))
        for text in ["what an index is made oF", "what an index is made of, and more"] {
            // A process that has the index open knows its file, which nobody replaces under the same name.
            try TestFiles.write(text, to: file)
            try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: file)
            #expect(self.index.day(source()) == nil)
        }
        try TestFiles.write("what an index is made of", to: file)
        #expect(self.index.day(source()) == nil)
        try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: file)
        #expect(self.index.day(source()) != nil)
    }

    @Test func anIndexThatIsRemovedOrReplacedIsNotReadAnyMore() throws {
        let index = index
        _ = try index.build(source(), from: MemoryIndexInput.random(10, day: day, seed: 1))
        let day = try #require(index.day(source()))
        let first = day.section(ofType: "type 0")?.contents
        try FileManager.default.removeItem(atPath: path(source()))
        #expect(index.day(source()) == nil)
        let input = MemoryIndexInput.random(10, day: self.day, seed: 2)
        _ = try index.build(source(), from: input)
        #expect(index.day(source())?.section(ofType: "type 1")?.contents == input.sorted("type 1"))
        // Whoever holds the old one can go on reading it.
        #expect(day.section(ofType: "type 0")?.contents == first)
    }

    @Test func eventsThatAreNotOfTheDayAreRefused() throws {
        let events = [("a", UInt64(1), day.start + .microseconds(-1))]
        #expect(throws: StageIndexError.self) {
            try index.build(source(), from: MemoryIndexInput(events: events.map { ($0.0, $0.1, $0.2) }))
        }
        #expect(!TestFiles.exists(path(source())))
    }

    @Test(arguments: [FaultyFileSystem.Operation.open, .write, .synchronize, .rename, .remove, .synchronizeDirectory])
    func aFaultLeavesTheIndexBeforeOrTheNewOne(operation: FaultyFileSystem.Operation) throws {
        let index = index
        let input = MemoryIndexInput.random(10, day: day, seed: 1)
        _ = try index.build(source(), from: input)
        let isTold = operation != .remove
        faults.fail(operation, path: operation == .synchronizeDirectory ? "" : ".tmp", code: ENOSPC)
        let result = Result { try index.build(source(), from: MemoryIndexInput.random(20, day: day, seed: 2)) }
        #expect(((try? result.get()) == nil) == isTold)
        faults.heal()
        #expect(try TestFiles.names(in: FilePaths.parent(of: path(source())) ?? "").count == 1)
        #expect(index.day(source())?.isWhole() == true)
    }

    @Test func whatBelongsToNoDayIsRemoved() throws {
        let index = index
        let input = MemoryIndexInput.random(10, day: day)
        for project in [Identifier<Project>.fixed("shop"), .fixed("blog")] {
            _ = try index.build(source(project), from: input)
        }
        let others = ["index/event_ids/runs.json", "index/project_shop/2026/05/summary_2026-05-17.json"]
        for path in others {
            try FileManager.default.createDirectory(
                atPath: FilePaths.parent(of: folder.path(path)) ?? "",
                withIntermediateDirectories: true
            )
            try TestFiles.write("{}", to: folder.path(path))
        }
        try TestFiles.write("", to: path(source()) + ".tmp")
        index.prune(keeping: [.fixed("shop"): [day]])
        #expect(index.day(source()) != nil)
        #expect(!TestFiles.exists(path(source()) + ".tmp"))
        #expect(!TestFiles.exists(folder.path("index/project_blog")))
        index.prune(keeping: [:])
        #expect(index.day(source()) == nil)
        #expect(others.allSatisfy { TestFiles.exists(folder.path($0)) })
    }

    /// A stored format must not change unnoticed.
    @Test func theBytesOfVersion1AreThese() throws {
        let events = [("b", UInt64(0x0800_0000_0000_0001), day.start + .microseconds(0x12_3456_789A))]
        _ = try index.build(source(), from: MemoryIndexInput(events: events.map { ($0.0, $0.1, $0.2) }))
        let bytes = try TestFiles.read(path(source()))
        #expect(bytes[..<16] == [0x32, 0, 0, 0, 0, 0, 0, 0, 0x9A, 0x78, 0x56, 0x34, 0, 0, 0, 0])
        #expect(bytes[16..<28] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
        // Record, directory of 33 entries and its padding; one entry, one name; the footer.
        #expect(bytes.count == 16 + 136 + 32 + 1 + 164)
        #expect(Array(bytes[184..<185]) == Array("b".utf8))
        #expect(Array(bytes[185..<201]) == Array("IAFASTGX".utf8) + [1, 0, 0, 0, 1, 0, 0, 0])
    }
}

/// As ``MemoryIndexInput``, but two texts that Swift calls equal are two types.
private struct BytewiseInput: StageIndexInput {
    let events: [(type: String, key: UInt64, time: Timestamp)]

    func types() -> [(type: String, events: Int)] { events.map { ($0.type, 1) } }

    func read(
        types: [String],
        keys: ClosedRange<UInt64>,
        _ body: (_ type: Int, _ key: UInt64, _ time: Timestamp) -> Void
    ) {
        for event in events {
            let place = types.firstIndex { $0.utf8.elementsEqual(event.type.utf8) }
            if let place { body(place, event.key, event.time) }
        }
    }
}
