import IAFACore
import IAFADisk
import IAFATesting
import Testing

/// The ledger's counts by hour.
@Suite struct IngestionCountTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func outcome(duplicates: Int, bytes: Int) -> IngestionOutcome {
        var outcome = IngestionOutcome(at: fixture.clock.now)
        outcome.duplicates = duplicates
        outcome.bytes = bytes
        return outcome
    }

    @Test func countsBeforeAndAfterTheyAreSaved() async throws {
        var ledger = try fixture.open()
        ledger.receive(fixture.events(1...3) + fixture.events(4...5, of: LedgerFixture.game) + fixture.events(6...6))
        ledger.note(outcome(duplicates: 2, bytes: 700), of: LedgerFixture.shop)
        var expected = IngestionCounts()
        expected.accepted = 4
        expected.duplicates = 2
        expected.bytes = 700
        #expect(try await fixture.counts(ledger) == expected)
        #expect(try await fixture.counts(ledger, of: LedgerFixture.game).accepted == 2)
        try await ledger.save()
        #expect(try await fixture.counts(ledger) == expected)
        ledger = try fixture.open()
        #expect(try await fixture.counts(ledger) == expected)
        ledger.receive(fixture.events(7...7))
        try await ledger.save()
        expected.accepted = 5
        #expect(try await fixture.counts(ledger) == expected)
    }

    @Test func hoursAreToldApart() async throws {
        let ledger = try fixture.open()
        let first = IngestionHour(fixture.clock.now)
        ledger.receive(fixture.events(1...2))
        fixture.clock.advance(by: .seconds(86_400))
        try await ledger.save()
        ledger.receive(fixture.events(3...3))
        let last = IngestionHour(fixture.clock.now)
        let hours = try await ledger.hours(of: LedgerFixture.shop, in: first...last)
        #expect(hours.map(\.hour) == [first, last])
        #expect(hours.map(\.counts.accepted) == [2, 1])
        #expect(try await ledger.hours(of: LedgerFixture.shop, in: last...last).count == 1)
    }

    /// Whatever was saved when the process died: what the event log holds is counted once.
    @Test(arguments: [nil, 0, 2, 5] as [UInt64?])
    func aKillLosesNoAcceptedEvent(_ saved: UInt64?) async throws {
        let events = fixture.events(1...5)
        var ledger = try fixture.open()
        if let saved {
            ledger.receive(events.filter { $0.sequence <= saved })
            try await ledger.save()
            ledger.receive(events.filter { $0.sequence > saved })
        }
        // The log may have forgotten what was saved, or not.
        for kept in [events, events.filter { $0.sequence > saved ?? 0 }] {
            ledger = try fixture.open(kept)
            #expect(try await fixture.counts(ledger).accepted == 5)
        }
        try await ledger.save()
        ledger = try fixture.open(events)
        #expect(try await fixture.counts(ledger).accepted == 5)
    }

    @Test(arguments: [
        FaultyFileSystem.Operation.open, .write, .synchronize, .rename, .synchronizeDirectory,
    ])
    func aFailedSaveIsTriedAgainAndCountsNothingTwice(_ operation: FaultyFileSystem.Operation) async throws {
        let ledger = try fixture.open()
        ledger.receive(fixture.events(1...2))
        try await ledger.save()
        ledger.receive(fixture.events(3...4))
        ledger.note(fixture.refusals(1...3), of: LedgerFixture.shop)
        fixture.faults.fail(operation, path: "project_shop", code: 28, count: 2)
        await #expect(throws: IngestionLedgerError.self) { try await ledger.save() }
        fixture.faults.heal()
        let before = try await fixture.counts(ledger)
        #expect(before.accepted == 4 && before.rejectedRequests == 3)
        #expect(try await fixture.messages(ledger) == [1, 2, 3])
        try await ledger.save()
        for ledger in [ledger, try fixture.open()] {
            #expect(try await fixture.counts(ledger) == before)
            #expect(try await fixture.messages(ledger) == [1, 2, 3])
        }
    }

    @Test func aDamagedDayIsSetAside() async throws {
        var ledger = try fixture.open()
        ledger.receive(fixture.events(1...2))
        try await ledger.save()
        let path = fixture.shopFolder + "/\(CalendarDay(fixture.clock.now)).json"
        try TestFiles.write("{\"format_version\":9", to: path)
        ledger = try fixture.open()
        #expect(try await fixture.counts(ledger) == IngestionCounts())
        ledger.receive(fixture.events(3...3))
        try await ledger.save()
        #expect(try await fixture.counts(fixture.open()).accepted == 1)
        #expect(TestFiles.exists(path + ".damaged"))
    }

    @Test func countsAreKeptWithTheEventsButNotUnder90Days() async throws {
        let ledger = try fixture.open()
        ledger.receive(fixture.events(1...1))
        try await ledger.save()
        let start = fixture.clock.now
        func remove(afterDays days: Int, retention: Int?) async throws -> Int {
            fixture.clock.set(start + .seconds(86_400 * days))
            let project = Project(
                id: LedgerFixture.shop,
                organization: .fixed("o"),
                name: "p",
                retentionDays: retention,
                createdAt: start
            )
            try await ledger.removeOld(of: [project])
            return try await ledger.hours(of: LedgerFixture.shop, in: IngestionHour(start)...IngestionHour(start)).count
        }
        #expect(try await remove(afterDays: 90, retention: 1) == 1)
        #expect(try await remove(afterDays: 91, retention: 200) == 1)
        #expect(try await remove(afterDays: 500, retention: nil) == 1)
        #expect(try await remove(afterDays: 501, retention: 1) == 0)
        #expect(try TestFiles.names(in: fixture.shopFolder) == [])
    }

    @Test func keepsItsStoredForm() async throws {
        let ledger = try fixture.open()
        ledger.receive(fixture.events(7...8))
        var outcome = fixture.refusals(1...1)
        outcome.duplicates = 3
        outcome.bytes = 912
        ledger.note(outcome, of: LedgerFixture.shop)
        try await ledger.save()
        let day = try String(decoding: TestFiles.read(fixture.shopFolder + "/2025-06-15.json"), as: UTF8.self)
        let expected = #"""
            {"format_version":1,"hours":[{"accepted":2,"bytes":912,"duplicates":3,"hour":15,"rejected":0,\#
            "rejected_by_code":{"required":1},"rejected_requests":1}],"through":8}

            """#
        #expect(day == expected)
        let list = try String(decoding: TestFiles.read(fixture.list), as: UTF8.self)
        let line = #"""
            {"code":"required","field":"user_id","id":1750000000000000,"message":"1",\#
            "rejected_at":"2025-06-15T15:06:40Z","subject":"request"}

            """#
        #expect(list == line)
        #expect(try TestFiles.mode(fixture.list) == 0o600)
        #expect(try TestFiles.mode(fixture.shopFolder) == 0o700)
    }
}
