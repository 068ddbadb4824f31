import Foundation
import IAFACore
import IAFADisk
import IAFATesting
import Testing

@Suite struct JournalFaultTests {
    let bench: JournalBench

    init() throws { bench = try JournalBench() }

    private static let first = "00000000000000000001.log"

    private func message(_ operation: String, _ name: String, _ code: Int32) -> EventLogError {
        .unavailable(message: "cannot \(operation) '\(bench.directory)/\(name)': \(String(cString: strerror(code)))")
    }

    @Test func aFailedSyncFailsAllAndForgetsTheirIDs() async throws {
        let journal = try bench.open()
        _ = try await journal.append([.sample("kept")], to: bench.project)
        bench.faults.closeGate()
        bench.faults.fail(.synchronize, path: Self.first, code: EIO)
        await withTaskGroup(of: Void.self) { group in
            let error = message("synchronize", Self.first, EIO)
            group.addTask {
                await #expect(throws: error) { try await journal.append([.sample("a")], to: bench.project) }
            }
            await bench.wait(for: 1, in: journal)
            // A repetition of what is being written, and one that has nothing to do with it.
            for id in ["a", "b"] {
                group.addTask {
                    await #expect(throws: error) { try await journal.append([.sample(id)], to: bench.project) }
                }
            }
            await bench.wait(for: 3, in: journal)
            bench.faults.openGate()
        }
        #expect(journal.status.failure?.contains(Self.first) == true)
        #expect(journal.status.waitingEventCount == 0)
        let again: [Event] = [.sample("a"), .sample("b"), .sample("kept")]
        #expect(try await journal.append(again, to: bench.project) == [.accepted, .accepted, .duplicate])
        #expect(journal.status.failure == nil)
        #expect(try bench.segments().count == 2)
        await journal.close()
        #expect(try bench.replayedIDs() == ["kept", "a", "b"])
        #expect(try bench.replay() == bench.deliveredEvents)
        #expect(try JournalReader.verify(directory: bench.directory) == [])
    }

    /// Where the file can't even be cut, its rest must not come back: the events were sent again since.
    @Test(arguments: [true, false]) func whatWasNotAcknowledgedIsNotReplayed(canTruncate: Bool) async throws {
        let journal = try bench.open()
        _ = try await journal.append([.sample("kept")], to: bench.project)
        bench.faults.fail(.synchronize, path: Self.first, code: EIO, count: 2)
        if !canTruncate { bench.faults.fail(.truncate, path: Self.first, code: EIO) }
        await #expect(throws: EventLogError.self) { try await journal.append([.sample("a")], to: bench.project) }
        #expect(try await journal.append([.sample("a")], to: bench.project) == [.accepted])
        await journal.close()
        #expect(try bench.replayedIDs() == ["kept", "a"])
        #expect(try bench.replay() == bench.deliveredEvents)
        // Also after a life in which nothing went wrong.
        try await bench.fill(["b"])
        #expect(try bench.replayedIDs() == ["kept", "a", "b"])
    }

    @Test(arguments: [0, 1, 8, 25, 30, 100]) func aFullDiskRefusesAndRecovers(bytesWritten: Int) async throws {
        let journal = try bench.open()
        _ = try await journal.append([.sample("kept")], to: bench.project)
        bench.faults.fail(.write, code: ENOSPC, count: .max, bytesWritten: bytesWritten)
        await #expect(throws: message("write", Self.first, ENOSPC)) {
            try await journal.append([.sample("a")], to: bench.project)
        }
        // Now it is the new segment that can't be made.
        await #expect(throws: EventLogError.self) { try await journal.append([.sample("b")], to: bench.project) }
        await #expect(throws: EventLogError.self) { try await journal.probe() }
        #expect(journal.status.failure != nil)
        // A repetition needs no disk, and proves nothing about it.
        #expect(try await journal.append([.sample("kept")], to: bench.project) == [.duplicate])
        #expect(journal.status.failure != nil)
        bench.faults.heal()
        try await journal.probe()
        #expect(journal.status.failure == nil)
        let events: [Event] = [.sample("a"), .sample("b")]
        #expect(try await journal.append(events, to: bench.project) == [.accepted, .accepted])
        await journal.close()
        #expect(try bench.replayedIDs() == ["kept", "a", "b"])
        let sequences = try bench.replay().map(\.sequence)
        #expect(sequences == sequences.sorted() && Set(sequences).count == 3)
    }

    /// Every step of making a segment fails once; then all is well.
    @Test(arguments: ["open", "write", "synchronize", "synchronizeDirectory"], [true, false])
    func aSegmentThatCannotBeMadeIsMadeLater(step: String, canRemove: Bool) async throws {
        let operation = try #require(FaultyFileSystem.Operation(rawValue: step))
        var options = JournalOptions()
        options.segmentByteCount = 500
        let journal = try bench.open(options)
        _ = try await journal.append([.sample("a"), .sample("b"), .sample("c")], to: bench.project)
        bench.faults.fail(operation, code: EIO, bytesWritten: 20)
        // The first removal makes room for the name, the second is the tidying up.
        if !canRemove { bench.faults.fail(.remove, code: EIO, count: 2) }
        await #expect(throws: EventLogError.self) { try await journal.append([.sample("d")], to: bench.project) }
        #expect(try await journal.append([.sample("d")], to: bench.project) == [.accepted])
        await journal.close()
        #expect(try bench.replayedIDs() == ["a", "b", "c", "d"])
        #expect(try JournalReader.verify(directory: bench.directory) == [])
        try await bench.fill(["e"])
        #expect(try bench.replayedIDs() == ["a", "b", "c", "d", "e"])
    }

    /// Faults at random places under concurrent load: what was acknowledged is there once, and nothing else twice.
    @Test(arguments: 0..<8) func nothingAcknowledgedIsLostOrDoubled(seed: UInt64) async throws {
        var options = JournalOptions()
        options.segmentByteCount = 3_000
        var random = SplitMix64(seed: seed)
        for operation in [FaultyFileSystem.Operation.write, .synchronize, .synchronizeDirectory, .open, .truncate] {
            for _ in 0..<4 {
                let skip = Int.random(in: 3..<60, using: &random)
                bench.faults.fail(operation, path: "journal", code: EIO, skip: skip, bytesWritten: 60)
            }
        }
        bench.faults.limitWrites(to: 999)
        let journal = try bench.open(options)
        let acknowledged = await withTaskGroup(of: Set<String>.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var acknowledged: Set<String> = []
                    for number in 0..<40 {
                        // Neighbouring tasks send the same ids.
                        let id = "\(task / 2)-\(number)"
                        if (try? await journal.append([.sample(id)], to: bench.project)) != nil {
                            acknowledged.insert(id)
                        }
                    }
                    return acknowledged
                }
            }
            return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
        }
        await journal.close()
        let replayed = try bench.replay()
        #expect(replayed == bench.deliveredEvents, "seed \(seed)")
        #expect(replayed.count == Set(replayed.map(\.event.id)).count, "seed \(seed)")
        #expect(Set(replayed.map(\.event.id)) == acknowledged, "seed \(seed)")
    }
}
