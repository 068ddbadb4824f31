import IAFACore
import IAFADisk
import IAFATesting
import Testing

@Suite struct JournalAppendTests {
    let bench: JournalBench

    init() throws { bench = try JournalBench() }

    @Test(arguments: EventLogConformance.allCases) func conforms(_ conformance: EventLogConformance) async throws {
        let journal = try bench.open()
        try await conformance.check(journal)
        await journal.close()
        let delivered = conformance == .whatWasDiscardedIsStillKnown ? [] : bench.deliveredEvents.map(\.sequence)
        #expect(try bench.replay().map(\.sequence) == delivered)
    }

    @Test func concurrentAppendsShareSyncsAndKeepTheirOrder() async throws {
        let journal = try bench.open()
        bench.faults.closeGate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    let events = (0..<3).map { Event.sample("\(task)-\($0)") }
                    let verdicts = try await journal.append(events, to: bench.project)
                    #expect(verdicts == [.accepted, .accepted, .accepted])
                }
            }
            await bench.wait(for: 192, in: journal)
            bench.faults.openGate()
            try await group.waitForAll()
        }
        let progress = journal.status.progress
        #expect(progress.eventCount == 192)
        // What came in while the gate was closed was written at once.
        #expect((1...2).contains(progress.syncCount))
        #expect(progress.lastSequence == 192)
        #expect(journal.status.waitingEventCount == 0)
        await journal.close()
        let replayed = try bench.replay()
        #expect(replayed == bench.deliveredEvents)
        #expect(replayed.map(\.sequence) == Array(1...192))
        for task in 0..<64 {
            let own = replayed.filter { $0.event.id.hasPrefix("\(task)-") }
            #expect(own.map(\.event.id) == (0..<3).map { "\(task)-\($0)" })
            #expect(own.map(\.sequence) == Array(own[0].sequence...(own[0].sequence + 2)))
        }
    }

    @Test func answersOnlyWhenTheSinkHasTheEvent() async throws {
        let journal = try bench.open()
        for number in 0..<50 {
            _ = try await journal.append([.sample("event-\(number)")], to: bench.project)
            #expect(bench.deliveredEvents.last?.event.id == "event-\(number)")
        }
        await journal.close()
    }

    @Test func aRepetitionIsAnsweredOnlyWhenItsFirstIsDurable() async throws {
        let journal = try bench.open()
        bench.faults.closeGate()
        async let first = journal.append([.sample("x")], to: bench.project)
        await bench.wait(for: 1, in: journal)
        async let second = journal.append([.sample("x")], to: bench.project)
        await bench.wait(for: 2, in: journal)
        #expect(bench.deliveredEvents.isEmpty)
        bench.faults.openGate()
        #expect(try await first == [.accepted])
        #expect(try await second == [.duplicate])
        await journal.close()
        #expect(try bench.replayedIDs() == ["x"])
    }

    @Test func repetitionsAreKnownAfterReopening() async throws {
        try await bench.fill(["a", "b"])
        let journal = try bench.open()
        let events: [Event] = [.sample("b"), .sample("c"), .sample("a")]
        #expect(try await journal.append(events, to: bench.project) == [.duplicate, .accepted, .duplicate])
        await journal.close()
        #expect(try bench.replay().map(\.sequence) == [1, 2, 3])
        #expect(try bench.replayedIDs() == ["a", "b", "c"])
    }

    @Test func refusesMoreThanMayWait() async throws {
        var options = JournalOptions()
        options.maximumWaitingEvents = 10
        let journal = try bench.open(options)
        bench.faults.closeGate()
        async let first = journal.append((0..<6).map { .sample("a\($0)") }, to: bench.project)
        await bench.wait(for: 6, in: journal)
        let events = (0..<5).map { Event.sample("b\($0)") }
        await #expect(throws: EventLogError.overloaded) { try await journal.append(events, to: bench.project) }
        async let third = journal.append((0..<4).map { .sample("c\($0)") }, to: bench.project)
        await bench.wait(for: 10, in: journal)
        bench.faults.openGate()
        #expect(try await first.count == 6)
        #expect(try await third.count == 4)
        // What was refused left no trace: it isn't a repetition.
        #expect(try await journal.append(events, to: bench.project).allSatisfy { $0 == .accepted })
        await journal.close()
    }

    @Test func refusesMoreBytesThanMayWait() async throws {
        var options = JournalOptions()
        options.maximumWaitingBytes = 2_000
        let journal = try bench.open(options)
        bench.faults.closeGate()
        let large = Event.sample("large", properties: #"{"text":"\#(String(repeating: "x", count: 3_000))"}"#)
        async let first = journal.append([large], to: bench.project)
        await bench.wait(for: 1, in: journal)
        await #expect(throws: EventLogError.overloaded) { try await journal.append([.sample("s")], to: bench.project) }
        bench.faults.openGate()
        #expect(try await first == [.accepted])
        await journal.close()
    }

    @Test func closingWritesWhatWaitsAndRefusesWhatFollows() async throws {
        let journal = try bench.open()
        bench.faults.closeGate()
        async let first = journal.append([.sample("a")], to: bench.project)
        await bench.wait(for: 1, in: journal)
        async let second = journal.append([.sample("b")], to: bench.project)
        await bench.wait(for: 2, in: journal)
        bench.faults.openGate()
        await journal.close()
        #expect(try await first == [.accepted])
        #expect(try await second == [.accepted])
        await #expect(throws: EventLogError.unavailable(message: "the journal is closed")) {
            try await journal.append([.sample("c")], to: bench.project)
        }
        await #expect(throws: EventLogError.self) { try await journal.discard(through: 1) }
        await #expect(throws: EventLogError.self) { try await journal.probe() }
        await journal.close()
        #expect(try bench.replayedIDs() == ["a", "b"])
    }

    @Test func segmentsFollowEachOtherBySize() async throws {
        var options = JournalOptions()
        options.segmentByteCount = 1_000
        try await bench.fill((0..<20).map { "event-\($0)" }, options)
        #expect(try bench.segments().count > 3)
        #expect(try bench.segments().first?.hasSuffix("/00000000000000000001.log") == true)
        #expect(try bench.replay().map(\.sequence) == Array(1...20))
        #expect(try JournalReader.verify(directory: bench.directory) == [])
        #expect(try TestFiles.mode(bench.directory) == 0o700)
        for path in try bench.segments() { #expect(try TestFiles.mode(path) == 0o600) }
    }

    @Test func shortWritesAreContinued() async throws {
        bench.faults.limitWrites(to: 7)
        try await bench.fill(["a", "b", "c"])
        #expect(try bench.replay() == bench.deliveredEvents)
        #expect(try bench.replayedIDs() == ["a", "b", "c"])
    }

    @Test func aSegmentIsDurableBeforeItsFirstRecord() async throws {
        let journal = try bench.open()
        bench.faults.forgetCalls()
        _ = try await journal.append([.sample("a")], to: bench.project)
        let name = "00000000000000000001.log"
        #expect(
            bench.faults.calls == [
                "remove \(name)", "open \(name)", "write \(name)", "synchronize \(name)",
                "synchronizeDirectory journal", "write \(name)", "synchronize \(name)",
            ]
        )
        await journal.close()
    }
}
