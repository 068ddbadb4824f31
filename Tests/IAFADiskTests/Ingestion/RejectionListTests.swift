import Foundation
import IAFACore
import IAFADisk
import IAFATesting
import Logging
import Testing

/// The ledger's lists of what was refused.
@Suite struct RejectionListTests {
    let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private var lineCount: Int {
        get throws { try TestFiles.read(fixture.list).count { $0 == UInt8(ascii: "\n") } }
    }

    @Test func theOldestOf1001MakesRoom() async throws {
        var ledger = try fixture.open()
        ledger.note(fixture.refusals(1...600), of: LedgerFixture.shop)
        ledger.note(fixture.refusals(601...1_001), of: LedgerFixture.shop)
        #expect(try await fixture.messages(ledger) == Array(2...1_001))
        try await ledger.save()
        #expect(try await fixture.messages(ledger) == Array(2...1_001))
        ledger.note(fixture.refusals(1_002...1_002), of: LedgerFixture.shop)
        #expect(try await fixture.messages(ledger) == Array(3...1_002))
        try await ledger.save()
        ledger = try fixture.open()
        #expect(try await fixture.messages(ledger) == Array(3...1_002))
        // All are counted, also those that made room.
        #expect(try await ledger.rejections(of: LedgerFixture.shop, RejectionQuery()).counts == ["required": 1_002])
    }

    @Test func aRequestWithMoreThanIsKeptLeavesItsLast() async throws {
        let ledger = try fixture.open()
        ledger.note(fixture.refusals(1...2_500), of: LedgerFixture.shop)
        #expect(try await fixture.messages(ledger) == Array(1_501...2_500))
        #expect(try await fixture.counts(ledger).rejectedRequests == 2_500)
    }

    @Test func theFileIsBounded() async throws {
        let ledger = try fixture.open()
        var most = 0
        for round in 0..<40 {
            ledger.note(fixture.refusals((round * 150 + 1)...(round * 150 + 150)), of: LedgerFixture.shop)
            try await ledger.save()
            most = max(most, try lineCount)
        }
        #expect(most <= 2_000)
        #expect(try await fixture.messages(ledger) == Array(5_001...6_000))
    }

    @Test func nothingIsShownNorKeptLongerThan7Days() async throws {
        let project = Project(id: LedgerFixture.shop, organization: .fixed("o"), name: "p", createdAt: .epoch)
        let ledger = try fixture.open()
        ledger.note(fixture.refusals(1...2), of: LedgerFixture.shop)
        try await ledger.save()
        fixture.clock.advance(by: .seconds(86_400))
        ledger.note(fixture.refusals(3...3), of: LedgerFixture.shop)
        try await ledger.save()
        fixture.clock.advance(by: .seconds(6 * 86_400 - 1))
        try await ledger.removeOld(of: [project])
        #expect(try await fixture.messages(ledger) == [1, 2, 3])
        #expect(try lineCount == 3)
        fixture.clock.advance(by: .seconds(1))
        #expect(try await fixture.messages(ledger) == [3])
        fixture.clock.advance(by: .seconds(3_600))
        try await ledger.removeOld(of: [project])
        #expect(try lineCount == 1)
        fixture.clock.advance(by: .seconds(86_400))
        try await ledger.removeOld(of: [project])
        #expect(!TestFiles.exists(fixture.list))
        #expect(try await fixture.messages(ledger) == [])
    }

    /// Power failures leave such ends.
    @Test(arguments: ["{\"code\":\"requ", "\0\0\0\0\0\0", "\u{FFFD}\n{}\n"])
    func aTornEndIsPassedOver(_ end: String) async throws {
        var ledger = try fixture.open()
        ledger.note(fixture.refusals(1...2), of: LedgerFixture.shop)
        try await ledger.save()
        try TestFiles.write(TestFiles.read(fixture.list) + Array(end.utf8), to: fixture.list)
        ledger = try fixture.open()
        #expect(try await fixture.messages(ledger) == [1, 2])
        fixture.clock.advance(by: .milliseconds(1))
        ledger.note(fixture.refusals(3...3), of: LedgerFixture.shop)
        try await ledger.save()
        ledger.note(fixture.refusals(4...4), of: LedgerFixture.shop)
        try await ledger.save()
        #expect(try await fixture.messages(fixture.open()) == [1, 2, 3, 4])
    }

    @Test func anAppendThatFailedHalfwayIsMadeGood() async throws {
        let ledger = try fixture.open()
        ledger.note(fixture.refusals(1...1), of: LedgerFixture.shop)
        try await ledger.save()
        ledger.note(fixture.refusals(2...3), of: LedgerFixture.shop)
        fixture.faults.fail(.write, path: "rejections", code: 28, bytesWritten: 200)
        await #expect(throws: IngestionLedgerError.self) { try await ledger.save() }
        ledger.note(fixture.refusals(4...4), of: LedgerFixture.shop)
        try await ledger.save()
        #expect(try await fixture.messages(fixture.open()) == [1, 2, 3, 4])
    }

    @Test func manyProjectsHoldNoMoreThanTheBoundInMemory() async throws {
        let ledger = try fixture.open()
        let projects = (0..<30).map { Identifier<Project>.fixed("p\($0)") }
        for project in projects { ledger.note(fixture.refusals(1...1_000), of: project) }
        var listed = 0
        for project in projects { listed += try await fixture.messages(ledger, of: project).count }
        #expect(listed == 20_000)
        // One's own oldest make room at the bound; and all are counted.
        ledger.note(fixture.refusals(1_001...1_001), of: projects[0])
        #expect(try await fixture.messages(ledger, of: projects[0]) == Array(2...1_001))
        #expect(try await fixture.counts(ledger, of: projects[29]).rejectedRequests == 1_000)
        // Saving makes room.
        try await ledger.save()
        ledger.note(fixture.refusals(1...10), of: projects[29])
        #expect(try await fixture.messages(ledger, of: projects[29]) == Array(1...10))
    }

    @Test func aRemovedProjectLeavesNothing() async throws {
        let ledger = try fixture.open()
        for project in [LedgerFixture.shop, LedgerFixture.game] {
            ledger.note(fixture.refusals(1...1), of: project)
        }
        ledger.receive(fixture.events(1...1))
        try await ledger.save()
        ledger.note(fixture.refusals(2...2), of: LedgerFixture.shop)
        try await ledger.removeAll(of: LedgerFixture.shop)
        // What was on its way comes too late.
        ledger.note(fixture.refusals(3...3), of: LedgerFixture.shop)
        ledger.receive(fixture.events(2...2))
        try await ledger.save()
        #expect(!TestFiles.exists(fixture.shopFolder))
        #expect(try await fixture.messages(ledger) == [])
        #expect(try await fixture.counts(ledger) == IngestionCounts())
        #expect(try await fixture.messages(ledger, of: LedgerFixture.game) == [1])
    }

    /// The list of projects may be the one that is damaged.
    @Test func aStartLeavesAloneWhatItDoesNotKnow() async throws {
        let ledger = try fixture.open()
        ledger.note(fixture.refusals(1...1), of: LedgerFixture.shop)
        ledger.note(fixture.refusals(1...1), of: LedgerFixture.game)
        try await ledger.save()
        _ = try fixture.recovery(projects: [LedgerFixture.game]).finish()
        #expect(try TestFiles.names(in: fixture.directory).sorted() == ["project_game", "project_shop"])
        #expect(try await fixture.messages(try fixture.open(), of: LedgerFixture.shop) == [1])
    }

    @Test func whatIsDamagedIsFoundAndLeftAlone() async throws {
        let ledger = try fixture.open()
        ledger.note(fixture.refusals(1...2), of: LedgerFixture.shop)
        try await ledger.save()
        let logger = Logger(label: "test")
        func damaged() -> [String] {
            FileIngestionLedger.damagedFiles(directory: fixture.directory, logger: logger)
        }
        #expect(damaged() == [])
        for name in try TestFiles.names(in: fixture.shopFolder) {
            let path = "\(fixture.shopFolder)/\(name)"
            let whole = try TestFiles.read(path)
            try TestFiles.write([UInt8(ascii: "{"), UInt8(ascii: "\n")] + whole, to: path)
            #expect(damaged() == [path])
            try TestFiles.write(whole, to: path)
        }
        #expect(damaged() == [])
    }

    @Test func manyWritersLoseNothing() async throws {
        let ledger = try fixture.open()
        let outcome = fixture.refusals(1...1)
        let fixture = self.fixture
        try await withThrowingTaskGroup { group in
            for writer in 0..<4 {
                group.addTask {
                    for round in 0..<500 {
                        ledger.note(outcome, of: writer < 2 ? LedgerFixture.shop : LedgerFixture.game)
                        if round.isMultiple(of: 100) { try await ledger.save() }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await ledger.save()
        for project in [LedgerFixture.shop, LedgerFixture.game] {
            #expect(try await fixture.counts(ledger, of: project).rejectedRequests == 1_000)
            #expect(try await fixture.messages(ledger, of: project).count == 1_000)
        }
    }
}
