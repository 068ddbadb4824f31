import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Synchronization
import Testing

/// Random lives of a store, with crashes inside of what it does.
struct RandomCrashTests {
    private final class Life {
        let fixture: StoreFixture
        let store: ParquetEventStore
        var random: SplitMix64
        var events: RandomEvents
        var received: [SequencedEvent] = []

        /// What the log may have forgotten.
        var discarded: UInt64 = 0
        var crashes = 0

        init(seed: UInt64) throws {
            fixture = try StoreFixture()
            store = try fixture.open()
            random = SplitMix64(seed: seed)
            events = RandomEvents(seed: ~seed)
        }

        func step() async throws {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: receive()
            case 4..<7: _ = try await crashing { try await $0.flush() }
            case 7: _ = try await crashing { try await $0.compact(thorough: false) }
            case 8: _ = try await crashing { try await $0.compact(thorough: true) }
            default: try await crashing(Self.mergeParts)
            }
        }

        func receive() {
            for event in events.next(Int.random(in: 1...6, using: &random), days: -1...0) {
                let project = Bool.random(using: &random) ? StoreFixture.shop : StoreFixture.blog
                // The log holds numbers that mean nothing here, too.
                let sequence = (received.last?.sequence ?? 0) + UInt64.random(in: 1...2, using: &random)
                received.append(SequencedEvent(sequence: sequence, project: project, event: event))
                store.receive([received[received.count - 1]])
            }
        }

        /// Merges a day's parts as many of them would make compaction do.
        static func mergeParts(_ store: ParquetEventStore) throws {
            let compactor = store.compactor()
            for project in [StoreFixture.shop, StoreFixture.blog] {
                for day in try store.days(of: project, in: StoreFixture.always) {
                    let parts = day.files.filter { $0.name.part != nil }
                    guard parts.count > 1 else { continue }
                    let merged = try compactor.merge(parts, asDay: false)
                    store.state.withLock { $0.catalog.replace(parts, with: merged) }
                    for part in parts { unlink(part.path) }
                }
            }
        }

        /// Does something, and checks what would be there had the process died in the middle of it.
        func crashing<Value>(_ action: (ParquetEventStore) async throws -> Value) async throws {
            let before = fixture.folder.path("before-\(crashes)")
            let crashed = fixture.folder.path("crashed-\(crashes)")
            crashes += 1
            try DataDirectoryCopy.add(fixture.directory, to: before)
            _ = try await action(store)

            // Each day is as it was, or done, or done with some of what it replaced still there.
            let old = Set(StoreFixture.files(below: before + "/events"))
            let new = Set(fixture.files())
            var states: [Substring: Int] = [:]
            func state(_ path: String) -> Int {
                let day = path.prefix { $0 != "." }
                if let state = states[day] { return state }
                let state = Int.random(in: 0...2, using: &random)
                states[day] = state
                return state
            }
            let oldKept = old.sorted().filter { path in
                let state = state(path)
                return state == 0 || state == 1 && Bool.random(using: &random) || new.contains(path)
            }
            let newKept = new.sorted().filter { state($0) > 0 }
            try DataDirectoryCopy.add(before, to: crashed) { oldKept.contains($0) }
            try DataDirectoryCopy.add(fixture.directory, to: crashed) { newKept.contains($0) }
            try await check(crashed)
            if store.unflushedCount == 0, Bool.random(using: &random) { discarded = store.lastSequence }
        }

        private func check(_ directory: String) async throws {
            for round in 0..<3 {
                let store = try fixture.open(directory)
                for event in received where event.sequence > discarded { store.recover(event) }
                for project in [StoreFixture.shop, StoreFixture.blog] {
                    let wanted = received.filter { $0.project == project }.map(\.event).byID
                    let found = try store.storedEvents(of: project)
                    #expect(found.map(\.id) == wanted.map(\.id), "round \(round) after crash \(crashes)")
                    #expect(found == wanted)
                }
                #expect(store.lastSequence == (received.last?.sequence ?? 0))
                if round == 1 { try await store.flush() }
                if round == 1, Bool.random(using: &random) { try await store.compact(thorough: true) }
            }
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `whatever moment a process dies in, every event is there once`(seed: UInt64) async throws {
        let life = try Life(seed: seed)
        for _ in 0..<18 { try await life.step() }
        #expect(life.crashes > 0)
    }
}
