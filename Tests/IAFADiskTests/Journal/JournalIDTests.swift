import Foundation
import IAFACore
import IAFADisk
import IAFATesting
import Testing

/// Where a journal knows ids: in memory, then in the archive, and always in one of the two.
@Suite struct JournalIDTests {
    let bench: JournalBench

    init() throws { bench = try JournalBench() }

    private func verdict(_ id: String, _ journal: Journal) async throws -> EventLogVerdict? {
        try await journal.append([.sample(id)], to: bench.project).first
    }

    @Test func anIDIsKnownWhenNeitherMemoryNorJournalHasItAnyMore() async throws {
        let options = JournalOptions()
        var journal = try bench.open(options)
        for id in ["a", "b"] { #expect(try await verdict(id, journal) == .accepted) }
        #expect(journal.status.idCount == 2 && journal.status.archivedIDCount == 0)
        try await journal.discard(through: 2)
        #expect(journal.status.idCount == 0 && journal.status.archivedIDCount == 2)
        #expect(try bench.replay().isEmpty)
        #expect(try await verdict("a", journal) == .duplicate)
        #expect(try await verdict("c", journal) == .accepted)
        await journal.close()

        journal = try bench.open(options)
        let events: [Event] = ["a", "b", "c", "d"].map { .sample($0) }
        let verdicts = try await journal.append(events, to: bench.project)
        #expect(verdicts == [.duplicate, .duplicate, .duplicate, .accepted])
        #expect(try await journal.append(events, to: .fixed("other")) == Array(repeating: .accepted, count: 4))
        await journal.close()
    }

    @Test func anArchiveThatKnowsAllIDsOfAnImportSaysSo() async throws {
        let journal = try bench.open(filed: 10)
        try await journal.discard(through: 10)
        await journal.close()
        let archive = try EventIDArchive.open(directory: bench.archiveDirectory)
        #expect(archive.coveredThrough == 10)
        #expect(archive.snapshot.count == 0)
    }

    @Test func anIDIsForgottenAfterMoreThanSevenDays() async throws {
        let journal = try bench.open()
        #expect(try await verdict("a", journal) == .accepted)
        try await journal.discard(through: 1)
        for (days, expected) in [(7, EventLogVerdict.duplicate), (1, .accepted)] {
            bench.clock.advance(by: .seconds(86_400 * days))
            #expect(try await verdict("other-\(days)", journal) == .accepted)
            try await journal.discard(through: 1)
            #expect(try await verdict("a", journal) == expected)
        }
        await journal.close()
    }

    @Test func whereIDsCannotBeArchivedTheJournalKeepsTheirEvents() async throws {
        let options = JournalOptions()
        let journal = try bench.open(options)
        #expect(try await verdict("a", journal) == .accepted)
        bench.faults.fail(.write, path: "event_ids", code: ENOSPC, count: .max)
        await #expect(throws: EventLogError.self) { try await journal.discard(through: 1) }
        #expect(try bench.replayedIDs() == ["a"])
        #expect(try await verdict("a", journal) == .duplicate)
        #expect(try await verdict("b", journal) == .accepted)
        bench.faults.heal()
        try await journal.discard(through: 2)
        #expect(try bench.replay().isEmpty)
        for id in ["a", "b"] { #expect(try await verdict(id, journal) == .duplicate) }
        await journal.close()
    }

    @Test func anEventThatFailedMayComeAgainAlsoWhileItsIDSettles() async throws {
        let journal = try bench.open()
        bench.faults.closeGate()
        bench.faults.fail(.synchronize, path: "journal", code: EIO)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: EventLogError.self) { try await verdict("a", journal) }
            }
            await bench.wait(for: 1, in: journal)
            // The id leaves the recent ones before its event is durable: it waits.
            group.addTask { try await journal.discard(through: 0) }
            bench.faults.openGate()
            try await group.waitForAll()
        }
        try await journal.discard(through: 0)
        #expect(journal.status.archivedIDCount == 0)
        #expect(try await verdict("a", journal) == .accepted)
        await journal.close()
        #expect(try bench.replayedIDs() == ["a"])
    }

    /// Eight senders repeat each other's ids while these move to the archive all the time.
    @Test(arguments: 0..<3) func noIDIsMissedOnItsWay(seed: UInt64) async throws {
        let options = JournalOptions()
        let journal = try bench.open(options)
        let accepted = try await withThrowingTaskGroup(of: [String].self) { group in
            for task in 0..<8 {
                group.addTask {
                    var random = SplitMix64(seed: seed * 100 + UInt64(task))
                    var accepted: [String] = []
                    for step in 0..<150 {
                        let id = "event-\(Int.random(in: max(0, step - 20)...step, using: &random))"
                        if try await verdict(id, journal) == .accepted { accepted.append(id) }
                        if step % 3 == 0 { try await journal.discard(through: .max >> 1) }
                    }
                    return accepted
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        await journal.close()
        #expect(accepted.count == Set(accepted).count, "seed \(seed)")
        #expect(bench.deliveredEvents.map(\.event.id).sorted() == accepted.sorted(), "seed \(seed)")
    }
}
