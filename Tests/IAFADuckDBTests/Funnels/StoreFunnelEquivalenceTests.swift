import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct StoreFunnelEquivalenceTests {
    @Test(arguments: EventStoreConformance.allCases)
    func `the store conforms`(_ conformance: EventStoreConformance) async throws {
        let fixture = try StoreFixture()
        try await conformance.check(try fixture.open())
    }

    /// Events lie in day files, parts and memory, and move between them from question to question.
    @Test(arguments: UInt64(0)..<24)
    func `the store answers as the reference does`(seed: UInt64) async throws {
        let fixture = try StoreFixture()
        try await EventStoreConformance.checkAnswers(of: try fixture.open(), seed: seed)
    }

    @Test func `a process that only reads answers as the one that writes`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var life = RandomFunnelLife(seed: 77)
        store.receive((0..<300).map { _ in life.event() }.sequenced())
        try await store.flush()
        for _ in 0..<10 {
            let query = life.query()
            let answer = try await fixture.open(isWritable: false).funnel(query)
            #expect(try await store.funnel(query) == answer)
        }
    }

    @Test func `many events of many days are answered slice by slice`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: 11)
        let events = random.next(20_000, days: -60...0)
        let all = events.sequenced()
        store.receive(Array(all[..<12_000]))
        try await store.flush()
        try await store.compact(thorough: false)
        store.receive(Array(all[12_000..<16_000]))
        try await store.flush()
        store.receive(Array(all[16_000...]))
        for days in [-70...5, -60 ... -31, 0...0, -17 ... -16] {
            let query = FunnelQuery.test(days: days)
            #expect(try await store.funnel(query) == query.reference(events))
        }
    }

    /// The events don't fit into memory at once, or the partition of one person's doesn't.
    @Test func `a question that outgrows its memory is answered in passes, or refused`() async throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        var random = RandomEvents(seed: 12)
        var events = random.next(20_000, days: -30...0)
        // Few events a person, which the reference needs, and many persons, which the passes need.
        for index in events.indices { events[index].userID = "p\(index % 2_000)" }
        let all = events.sequenced()
        store.receive(Array(all[..<15_000]))
        try await store.flush()
        store.receive(Array(all[15_000...]))
        var options = FunnelOptions()
        options.order = .strict
        let plain = FunnelQuery.test(days: -40...5)
        var query = FunnelQuery(
            project: plain.project,
            definition: FunnelDefinition(steps: plain.definition.steps, options: options),
            range: plain.range,
            now: plain.now
        )
        query.wantsAttempts = true
        let reference = FunnelEvaluator(definition: query.definition, range: query.range, now: query.now)
        let days = try store.days(of: query.project, in: query.visibleRange)
        for memory in [100_000_000, 700_000, 350_000] {
            let scan = AttemptScan(
                query: query,
                days: days,
                database: store.database,
                cores: 2,
                memory: memory,
                stop: StopSignal()
            )
            let (tally, attempts) = try scan.run()
            #expect(FunnelStatistics.result(of: tally) == FunnelStatistics.result(of: reference.evaluate(events).tally))
            #expect(attempts.rows == reference.report(events).rows)
        }
        let scan = AttemptScan(
            query: query,
            days: days,
            database: store.database,
            cores: 2,
            memory: 1_000,
            stop: StopSignal()
        )
        let error = #expect(throws: EventStoreError.self) { try scan.run() }
        guard case .tooLarge = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [StoreFixture.shop, .fixed("unknown")])
    func `where there are no events there is an answer of zeros`(project: Identifier<Project>) async throws {
        let answer = try await StoreFixture().open().funnel(.test(of: project))
        #expect(answer.users == [0, 0])
        #expect(answer.timeToConvert == nil)
    }
}
