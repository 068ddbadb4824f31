import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct RecoveryTests {
    /// What a process that died can have left.
    enum Crash: CaseIterable {
        case nothingWritten, partUnfinished, onePartRenamed, allPartsRenamed, dayUnfinished, dayBesideAllParts
        case dayBesideSomeParts, dayAlone, mergedPartUnfinished, mergedPartBesideInputs, mergedPartBesideSomeInputs
        case dayBesideMergedPartAndInputs, newDayBesidePart
    }

    private let fixture: StoreFixture
    private let events: [Event]

    /// Six events of a day, the last of which is received after the others are in files.
    init() throws {
        fixture = try StoreFixture()
        events = (1...6).map { Event.test($0, $0 % 2 == 0 ? "buy" : "view", by: "p\($0 % 3)", second: 60 * $0) }
    }

    /// Makes the state, in a data directory of its own.
    private func make(_ crash: Crash) async throws -> String {
        let store = try fixture.open()
        let all = events.sequenced()
        var parts: [String] = []
        for pair in [0..<2, 2..<4, 4..<6] {
            if crash == .newDayBesidePart, pair.lowerBound == 4 { try await store.compact(thorough: true) }
            store.receive(Array(all[pair]))
            try await store.flush()
            let name = EventFileName(
                day: StoreFixture.today,
                part: all[pair.lowerBound].sequence...all[pair.upperBound - 1].sequence
            )
            parts.append(name.text)
        }
        let target = fixture.folder.path("crashed")
        func keep(_ wanted: @escaping (String) -> Bool) throws {
            try DataDirectoryCopy.add(fixture.directory, to: target) { path in
                wanted(String(path.split(separator: "/").last ?? ""))
            }
        }
        func unfinished(_ name: EventFileName) throws {
            let folder = fixture.folder().replacing(fixture.directory, with: target)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("PAR1 half".utf8).write(to: URL(filePath: "\(folder)/\(name.text).tmp"))
        }
        func merge() throws {
            let compactor = store.compactor()
            _ = try compactor.merge(try store.files(), asDay: false)
        }
        let day = EventFileName(day: StoreFixture.today)
        switch crash {
        case .nothingWritten: break
        case .partUnfinished:
            try keep { $0 == parts[0] }
            try unfinished(EventFileName(day: StoreFixture.today, part: 3...4))
        case .onePartRenamed: try keep { $0 == parts[0] }
        case .allPartsRenamed: try keep { _ in true }
        case .dayUnfinished:
            try keep { _ in true }
            try unfinished(day)
        case .dayBesideAllParts, .dayBesideSomeParts, .dayAlone:
            if crash == .dayBesideAllParts { try keep { _ in true } }
            if crash == .dayBesideSomeParts { try keep { $0 == parts[1] } }
            try await store.compact(thorough: true)
            try keep { $0 == day.text }
        case .mergedPartUnfinished:
            try keep { _ in true }
            try unfinished(EventFileName(day: StoreFixture.today, part: 1...6))
        case .mergedPartBesideInputs, .mergedPartBesideSomeInputs:
            try merge()
            try keep { crash == .mergedPartBesideInputs || $0 != parts[0] }
        case .dayBesideMergedPartAndInputs:
            try merge()
            try keep { _ in true }
            try await store.compact(thorough: true)
            try keep { $0 == day.text }
        case .newDayBesidePart:
            try keep { $0 == parts[2] }
            try await store.compact(thorough: true)
            try keep { $0 == day.text }
        }
        return target
    }

    /// Opens the directory and replays the log, from where it may begin.
    private func recover(_ directory: String, isWritable: Bool = true) throws -> ParquetEventStore {
        let store = try fixture.open(directory, isWritable: isWritable)
        for event in events.sequenced() { store.recover(event) }
        return store
    }

    @Test(arguments: Crash.allCases)
    func `every event is there once after a crash`(crash: Crash) async throws {
        let directory = try await make(crash)
        let query = FunnelQuery.test()
        let wanted = query.reference(events)

        let left = fixture.files(directory)
        let reader = try recover(directory, isWritable: false)
        #expect(try reader.storedEvents() == events.byID)
        #expect(try await reader.funnel(query) == wanted)
        #expect(fixture.files(directory) == left)

        for _ in 0..<2 {
            let store = try recover(directory)
            #expect(try store.storedEvents() == events.byID)
            #expect(store.lastSequence == 6)
            #expect(try await store.funnel(query) == wanted)
        }
        let unflushed = try recover(directory).unflushedCount
        #expect(unflushed == [.nothingWritten: 6, .partUnfinished: 4, .onePartRenamed: 4][crash, default: 0])
    }

    @Test(arguments: Crash.allCases)
    func `life goes on after a crash`(crash: Crash) async throws {
        let directory = try await make(crash)
        var store = try recover(directory)
        #expect(fixture.files(directory).allSatisfy { !$0.hasSuffix(".tmp") })
        try await store.flush()
        store = try recover(directory)
        #expect(store.unflushedCount == 0)
        try await store.compact(thorough: true)
        #expect(try store.storedEvents() == events.byID)
        store = try recover(directory)
        #expect(store.unflushedCount == 0)
        #expect(try store.storedEvents() == events.byID)
        #expect(fixture.files(directory).count == 1)
        #expect(try store.verify().findings == [])
        let late = Event.test(7, "buy", second: 5)
        store.receive([late].sequenced(from: 7))
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(try recover(directory).storedEvents() == (events + [late]).byID)
    }

    @Test func `an event that compaction left out as a repetition is not brought back`() async throws {
        let store = try fixture.open()
        let repeated = events + [events[0]]
        for event in repeated.sequenced() {
            store.receive([event])
            try await store.flush()
        }
        #expect(try await store.compact(thorough: true).duplicates == 1)
        let reopened = try fixture.open()
        for event in repeated.sequenced() { reopened.recover(event) }
        #expect(reopened.unflushedCount == 0)
        #expect(reopened.lastSequence == 7)
        #expect(try reopened.storedEvents() == events.byID)
    }

    @Test func `sequence numbers that were skipped are not given again`() throws {
        let store = try fixture.open()
        #expect(store.lastSequence == 0)
        store.skip(through: 17)
        #expect(store.lastSequence == 17)
        store.skip(through: 3)
        #expect(store.lastSequence == 17)
    }

    @Test func `the fingerprint changes with every file`() async throws {
        let store = try fixture.open()
        func fingerprint() throws -> [String: [UInt64]] {
            try ParquetEventStore.fingerprint(dataDirectory: fixture.directory)
        }
        var seen = try [fingerprint()]
        for event in events.sequenced() {
            store.receive([event])
            #expect(try fingerprint() == seen.last)
            try await store.flush()
            seen.append(try fingerprint())
            try await store.compact(thorough: true)
            seen.append(try fingerprint())
        }
        #expect(Set(seen).count == seen.count)
    }
}
