import Foundation
import IAFACore
import IAFATesting
import Testing

@testable import IAFADisk

@Suite struct EventIDArchiveTests {
    private let folder: TemporaryFolder
    private let faults = FaultyFileSystem()
    private let today = CalendarDay(daysSinceEpoch: 20_000)

    init() throws { folder = try TemporaryFolder() }

    private var directory: String { folder.path("event_ids") }

    private func open(_ damage: ((String) -> Void)? = nil) throws -> EventIDArchive {
        try EventIDArchive.open(directory: directory, fileSystem: faults.fileSystem) { reason in
            if let damage { damage(reason) } else { Issue.record("damaged: \(reason)") }
        }
    }

    private func ids(_ numbers: some Sequence<Int>) -> [EventFingerprint] {
        numbers.map { EventFingerprint(project: .fixed("p"), id: "event-\($0)") }
    }

    private func known(_ archive: EventIDArchive, _ numbers: some Sequence<Int>) throws -> [Int] {
        let snapshot = archive.snapshot
        return try numbers.filter { try snapshot.contains(EventFingerprint(project: .fixed("p"), id: "event-\($0)")) }
    }

    private func runs() throws -> [String] { try TestFiles.names(in: directory).filter { $0.hasSuffix(".run") } }

    @Test func anEmptyArchiveKnowsNothing() throws {
        let archive = try open()
        #expect(archive.coveredThrough == 0)
        #expect(try known(archive, 0..<100).isEmpty)
        #expect(try open().snapshot.count == 0)
    }

    @Test(arguments: [0, 1, 2, 63, 1_000, 100_000]) func itKnowsWhatWasAddedAndNothingElse(count: Int) throws {
        let archive = try open()
        try archive.add(ids(0..<count), through: 7, today: today)
        for archive in [archive, try open()] {
            #expect(try known(archive, 0..<count).count == count)
            #expect(try known(archive, count..<(2 * count + 100)).isEmpty)
            #expect(archive.coveredThrough == 7)
            #expect(archive.snapshot.count == count)
        }
    }

    @Test func fingerprintsThatCrowdTogetherAreFoundToo() throws {
        let crowded = (0..<3_000).map { EventFingerprint(high: 5, low: UInt64($0) << 40) }
        let edges = [(0, 1), (0, UInt64.max), (UInt64.max, 0), (UInt64.max, UInt64.max)].map {
            EventFingerprint(high: $0.0, low: $0.1)
        }
        let archive = try open()
        try archive.add(crowded + edges + crowded, through: 1, today: today)
        #expect(archive.snapshot.count == 3_004)
        let snapshot = archive.snapshot
        #expect(try (crowded + edges).allSatisfy { try snapshot.contains($0) })
        #expect(try !snapshot.contains(EventFingerprint(high: 5, low: 1)))
        #expect(try !snapshot.contains(EventFingerprint(high: .max, low: 1)))
        #expect(try !snapshot.contains(EventFingerprint(high: 0, low: 2)))
    }

    @Test func theFilterLetsFewStrangersPass() {
        let seed = FingerprintSeed.random()
        var blocks = [SIMD8<UInt32>](repeating: .zero, count: EventIDFilter.blockCount(ids: 20_000))
        for id in ids(0..<20_000) { EventIDFilter.insert(seed.hash(id), into: &blocks) }
        let passed = blocks.withUnsafeBytes { filter in
            ids(0..<120_000).map { EventIDFilter.mayContain(seed.hash($0), in: filter) }
        }
        #expect(passed[..<20_000].allSatisfy { $0 })
        // Expected are 500 of 100,000.
        #expect(passed[20_000...].count { $0 } < 1_500)
    }

    @Test func runsMergeAndStayFew() throws {
        let archive = try open()
        for number in 0..<100 {
            try archive.add(ids((number * 10)..<(number * 10 + 10)), through: UInt64(number), today: today)
            #expect(try runs().count <= 2 * EventIDArchive.runLimit)
        }
        #expect(try known(archive, 0..<1_000).count == 1_000)
        // The next day makes one of them.
        try archive.add(ids(1_000..<1_001), through: 100, today: today.advanced(by: 1))
        #expect(try runs().count == 2)
        #expect(try known(open(), 0..<1_001).count == 1_001)
    }

    @Test func anIDIsRememberedForSevenDaysAndForgottenThen() throws {
        let archive = try open()
        for day in 0...8 {
            try archive.add(ids([day]), through: UInt64(day), today: today.advanced(by: day))
            // What was archived in the last moment of a day is known until that moment seven days later.
            #expect(try known(archive, 0...8) == Array(max(0, day - 7)...day))
        }
        #expect(try runs().count == 8)
        #expect(try known(open(), 0...8) == Array(1...8))
    }

    @Test func whoLooksIntoASnapshotGoesOnSeeingIt() throws {
        let archive = try open()
        try archive.add(ids(0..<10), through: 1, today: today)
        let snapshot = archive.snapshot
        try archive.add([], through: 2, today: today.advanced(by: 30))
        #expect(try runs().isEmpty)
        #expect(try ids(0..<10).allSatisfy { try snapshot.contains($0) })
        #expect(try known(archive, 0..<10).isEmpty)
        #expect(archive.snapshot.version > snapshot.version)
    }

    @Test(arguments: ["byte", "cut", "longer", "missing", "empty", "manifest byte", "manifest empty", "version"])
    func whatIsDamagedIsNotUsed(damage: String) throws {
        try open().add(ids(0..<1_000), through: 9, today: today)
        let run = "\(directory)/\(try #require(try runs().first))"
        let manifest = directory + "/runs.json"
        var bytes = try TestFiles.read(run)
        var text = try TestFiles.read(manifest)
        switch damage {
        case "byte": bytes[bytes.count / 3] ^= 1
        case "cut": bytes.removeLast()
        case "longer": bytes.append(0)
        case "empty": bytes = []
        case "manifest byte": text[3] ^= 1
        case "manifest empty": text = []
        case "version": text = Array(String(decoding: text, as: UTF8.self).replacing("1", with: "2").utf8)
        default: try FileManager.default.removeItem(atPath: run)
        }
        if damage != "missing" { try TestFiles.write(bytes, to: run) }
        try TestFiles.write(text, to: manifest)
        var reasons: [String] = []
        let archive = try open { reasons.append($0) }
        #expect(reasons.count == 1)
        #expect(archive.coveredThrough == 0)
        #expect(archive.snapshot.count == 0)
        try archive.add(ids(0..<5), through: 11, today: today)
        #expect(try known(open(), 0..<10) == Array(0..<5))
    }

    @Test func everyByteOfARunIsGuarded() throws {
        try open().add(ids(0..<3), through: 9, today: today)
        let run = "\(directory)/\(try #require(try runs().first))"
        let whole = try TestFiles.read(run)
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 0x40
            try TestFiles.write(bytes, to: run)
            #expect(try EventIDRun.check(run, fileSystem: .system) == nil, "byte \(place)")
        }
        try TestFiles.write(whole, to: run)
        #expect(try EventIDRun.check(run, fileSystem: .system) != nil)
    }

    /// Each step of adding and merging fails once: what was known stays known, and the next attempt goes well.
    @Test(
        arguments: [FaultyFileSystem.Operation.open, .write, .synchronize, .rename, .synchronizeDirectory],
        0..<3
    )
    func whereAStepFailsNothingIsForgotten(operation: FaultyFileSystem.Operation, skip: Int) throws {
        let archive = try open()
        for number in 0..<7 { try archive.add(ids([number]), through: UInt64(number), today: today) }
        faults.fail(operation, code: ENOSPC, skip: skip, bytesWritten: 5)
        let failed = (try? archive.add(ids([7]), through: 7, today: today)) == nil
        faults.heal()
        #expect(try known(archive, 0..<7).count == 7)
        if failed { try archive.add(ids([7]), through: 7, today: today) }
        for archive in [archive, try open()] {
            #expect(try known(archive, 0..<9) == Array(0..<8))
            #expect(archive.coveredThrough == 7)
        }
        // Of what did not come to be, nothing stays.
        let named = try TestFiles.read(directory + "/runs.json")
        let text = String(decoding: named, as: UTF8.self)
        #expect(try runs().allSatisfy { text.contains("\"\($0)\"") })
        #expect(try TestFiles.names(in: directory).allSatisfy { !$0.hasSuffix(".tmp") })
    }

    @Test(arguments: [0, 16, 400]) func whatIsCutOffWhileItIsOpenIsNoticedAndMadeAnew(size: Int) throws {
        let archive = try open()
        try archive.add(ids(0..<1_000), through: 9, today: today)
        #expect(!archive.isDamaged)
        let run = "\(directory)/\(try #require(try runs().first))"
        try TestFiles.write(Array(try TestFiles.read(run).prefix(size)), to: run)
        // Never "unknown": an event would count twice.
        #expect(throws: DiskError.self) { try known(archive, 0..<1_000) }
        #expect(archive.isDamaged)
        try archive.rebuild(today: today) { add in
            try add(ids(0..<600))
            try add(ids(600..<1_000))
        }
        #expect(!archive.isDamaged)
        for archive in [archive, try open()] {
            #expect(try known(archive, 0..<1_100) == Array(0..<1_000))
            #expect(archive.coveredThrough == 9)
        }
    }

    @Test func whereItCannotBeMadeAnewNobodyTakesItForWhole() throws {
        let archive = try open()
        try archive.add(ids(0..<1_000), through: 9, today: today)
        let run = "\(directory)/\(try #require(try runs().first))"
        try TestFiles.write([], to: run)
        #expect(throws: DiskError.self) { try known(archive, 0..<1_000) }
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) {
            try archive.rebuild(today: today) { add in
                try add(ids(0..<10))
                throw Unreadable()
            }
        }
        #expect(archive.isDamaged)
        // The next life reads all ids again.
        #expect(try open().coveredThrough == 0)
        try archive.rebuild(today: today) { add in try add(ids(0..<1_000)) }
        #expect(try known(open(), 0..<1_100) == Array(0..<1_000))
        #expect(try open().coveredThrough == 9)
    }

    @Test func aFolderThatWasRemovedIsMadeAgain() throws {
        let archive = try open()
        try archive.add(ids(0..<10), through: 1, today: today)
        try FileManager.default.removeItem(atPath: directory)
        try archive.add(ids(10..<20), through: 2, today: today)
        #expect(try known(archive, 0..<30) == Array(0..<20))
        // What it lacks now, the next life makes anew.
        var reasons: [String] = []
        #expect(try open { reasons.append($0) }.coveredThrough == 0)
        #expect(reasons.count == 1)
    }

    @Test func aCheckFindsDamageAndChangesNothing() throws {
        #expect(EventIDArchive.damage(directory: directory) == nil)
        try open().add(ids(0..<1_000), through: 9, today: today)
        #expect(EventIDArchive.damage(directory: directory) == nil)
        let run = "\(directory)/\(try #require(try runs().first))"
        var bytes = try TestFiles.read(run)
        bytes[100] ^= 1
        try TestFiles.write(bytes, to: run)
        #expect(EventIDArchive.damage(directory: directory)?.contains(run) == true)
        #expect(try TestFiles.read(run) == bytes)
    }
}
