import IAFACore
import IAFADisk
import IAFATesting
import Testing

@Suite struct JournalDiscardTests {
    let bench: JournalBench
    let options: JournalOptions

    init() throws {
        bench = try JournalBench()
        var options = JournalOptions()
        options.segmentByteCount = 1_000
        self.options = options
    }

    /// Appends events 1…count.
    private func fill(_ journal: Journal, _ count: Int) async throws {
        for number in 1...count { _ = try await journal.append([.sample("event-\(number)")], to: bench.project) }
    }

    @Test(arguments: [0, 1, 5, 9, 10, 19, 20, 1_000]) func removesOnlyWhatIsWhollyCovered(mark: UInt64) async throws {
        let journal = try bench.open(options)
        try await fill(journal, 20)
        let before = try bench.segments().count
        try await journal.discard(through: mark)
        let left = try bench.replay().map(\.sequence)
        #expect(left == Array(20 - UInt64(left.count) + 1...21).dropLast())
        #expect(left.count >= Int(20 - min(mark, 20)))
        #expect(try mark < 9 || bench.segments().count < before)
        if mark >= 20 { #expect(left.isEmpty) }
        #expect(try journal.status.progress.segmentCount == bench.segments().count)
        _ = try await journal.append([.sample("later")], to: bench.project)
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == left + [21])
    }

    @Test func sequenceNumbersGoOnWhenAllWasDiscarded() async throws {
        var journal = try bench.open(options)
        try await fill(journal, 5)
        try await journal.discard(through: 5)
        await journal.close()
        #expect(try bench.replay() == [])
        journal = try bench.open(options)
        try await journal.discard(through: 5)
        _ = try await journal.append([.sample("next")], to: bench.project)
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == [6])
    }

    @Test func discardsSegmentsOfAnEarlierLife() async throws {
        try await bench.fill(["a", "b", "c"])
        try await bench.fill(["d"])
        let journal = try bench.open()
        try await journal.discard(through: 3)
        #expect(try bench.replayedIDs() == ["d"])
        try await journal.discard(through: 4)
        #expect(try bench.segments() == [])
        _ = try await journal.append([.sample("e")], to: bench.project)
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == [5])
    }

    /// What is removed from other files must not live on here.
    @Test func aSegmentInUseIsReplacedHoweverSmallItIs() async throws {
        let journal = try bench.open()
        try await fill(journal, 3)
        try await journal.discard(through: 2)
        #expect(try bench.replay().map(\.sequence) == [1, 2, 3])
        try await journal.discard(through: 3)
        #expect(try bench.replay().map(\.sequence) == [])
        _ = try await journal.append([.sample("event-4")], to: bench.project)
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == [4])
    }

    @Test func tellsOfAFailureAndTriesAgain() async throws {
        let journal = try bench.open(options)
        try await fill(journal, 20)
        bench.faults.fail(.remove, path: "00000000000000000001.log", code: 13)
        await #expect(throws: EventLogError.self) { try await journal.discard(through: 20) }
        #expect(try bench.replay().count == 20)
        try await journal.discard(through: 20)
        #expect(try bench.replay().count == 0)
        await journal.close()
    }
}
