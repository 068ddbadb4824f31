import DuckDB
import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct SlowQuestionTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    /// Asks for events whose property `text` matches a pattern, which costs its size for every byte.
    private static func question(of project: Identifier<Project> = StoreFixture.shop) throws -> FunnelQuery {
        let filter = PropertyFilter(property: "text", condition: .matches(try LinearRegex("(a?){400}b")))
        var query = FunnelQuery.test(of: project)
        query = FunnelQuery(
            project: project,
            definition: FunnelDefinition(
                steps: [
                    FunnelStep(eventTypes: ["view"], filters: [filter]),
                    FunnelStep(eventTypes: ["buy"], filters: [filter]),
                ]
            ),
            range: query.range,
            now: query.now
        )
        return query
    }

    /// A store with events over each of which ``question(of:)`` takes so long that all of them take minutes.
    private func open(
        limit: Duration? = nil,
        isFlushed: Bool,
        projects: [Identifier<Project>] = [StoreFixture.shop]
    ) async throws -> ParquetEventStore {
        let store = try fixture.open { $0.questionLimit = limit }
        let text = String(repeating: "a", count: 1_500)
        let events = (0..<2_000).map { Event.test($0, second: $0, properties: #"{"text":"\#(text)"}"#) }
        for (index, project) in projects.enumerated() {
            store.receive(events.sequenced(from: UInt64(index * 10_000 + 1), of: project))
        }
        if isFlushed { try await store.flush() }
        return store
    }

    @Test(arguments: [true, false])
    func `a question that takes too long is given up`(isFlushed: Bool) async throws {
        let store = try await open(limit: .milliseconds(50), isFlushed: isFlushed)
        let error = await #expect(throws: EventStoreError.self) { try await store.funnel(try Self.question()) }
        guard case .tooSlow(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("fewer days"))
        // The next one finds the place free.
        #expect(store.turns.waitingCount == 0)
    }

    @Test(arguments: [true, false])
    func `a question ends when who asked has gone`(isFlushed: Bool) async throws {
        let store = try await open(isFlushed: isFlushed)
        let asking = Task { try await store.funnel(try Self.question()) }
        while store.turns.runningCount == 0 { await Task.yield() }
        asking.cancel()
        let error = await #expect(throws: EventStoreError.self) { try await asking.value }
        guard case .cancelled = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(store.turns.runningCount == 0)
    }

    @Test func `a project that asks much leaves room for the others, and is refused beyond a bound`() async throws {
        let store = try await open(isFlushed: false)
        let blog = [Event.test(1), .test(2, "buy", second: 9)]
        store.receive(blog.sequenced(from: 90_000, of: StoreFixture.blog))
        let question = try Self.question()
        let others = await withTaskGroup { group in
            for _ in 0..<33 {
                group.addTask { _ = await #expect(throws: EventStoreError.self) { try await store.funnel(question) } }
            }
            while store.turns.waitingCount < 32 { await Task.yield() }
            let error = await #expect(throws: EventStoreError.self) { try await store.funnel(question) }
            if case .busy = error {} else { Issue.record("\(String(describing: error))") }
            let others = try? await store.funnel(.test(of: StoreFixture.blog))
            group.cancelAll()
            return others
        }
        #expect(others?.users == [1, 1])
        #expect(store.turns.waitingCount == 0)
        #expect(store.turns.runningCount == 0)
    }

    @Test func `the engine is interrupted in the middle of a statement`() throws {
        let store = try fixture.open()
        let stop = StopSignal()
        let connection = try store.connect()
        let stopper = Thread { stop.stop(.cancelled) }
        stopper.start()
        #expect(throws: (any Error).self) {
            try stop.watch(connection) {
                try connection.execute(
                    "SELECT count(*) FROM range(100000000) a(i), range(100000000) b(j) WHERE i = j * 7 % 3 + i"
                )
            }
        }
        #expect(throws: EventStoreError.self) { try stop.check() }
    }

    @Test func `a merge ends when it is cancelled, and leaves the files as they were`() async throws {
        let store = try fixture.open()
        let text = String(repeating: "a", count: 20_000)
        for flush in 0..<4 {
            let events = (0..<1_000).map {
                Event.test(flush * 1_000 + $0, second: $0, properties: #"{"text":"\#(text)"}"#)
            }
            store.receive(events.sequenced(from: UInt64(flush * 1_000 + 1)))
            try await store.flush()
        }
        let before = fixture.files()
        let merging = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await store.compact(thorough: true)
        }
        merging.cancel()
        let error = await #expect(throws: EventStoreError.self) { try await merging.value }
        guard case .cancelled = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fixture.files() == before)
        #expect(try await store.compact(thorough: true).events == 4_000)
    }
}
