import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFADisk
import IAFATesting
import Testing

struct IndexedFunnelTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private static let events: [Event] = {
        var random = RandomEvents(seed: 5)
        return random.next(600, days: -4...0)
    }()

    /// A store with an index of each of its days.
    private func indexedStore() async throws -> ParquetEventStore {
        let store = try fixture.open()
        store.receive(Self.events.sequenced())
        try await store.flush()
        try await store.compact(thorough: true)
        try await store.buildIndexes()
        return store
    }

    /// What the reference makes of ``events``; once, since it takes its time.
    private static let expected = FunnelQuery.test().reference(events)

    private func explained(
        _ query: FunnelQuery = .test(),
        _ store: ParquetEventStore,
        expecting expected: FunnelResult = Self.expected
    ) async throws -> FunnelExplanation {
        var query = query
        query.wantsExplanation = true
        let result = try await store.funnel(query)
        var plain = result
        plain.explanation = nil
        #expect(plain == expected)
        return try #require(result.explanation)
    }

    private func indexFiles() -> [String] {
        StoreFixture.files(below: fixture.directory + "/index").filter { $0.hasSuffix(".index") }
            .map { "\(fixture.directory)/index/\($0)" }
    }

    /// Days in indexes follow one another as those in files do where what is in no index is too much to be held.
    @Test(arguments: UInt64(0)..<24)
    func `days that follow one another give what the reference gives`(seed: UInt64) async throws {
        try await EventStoreConformance.checkAnswers(of: try fixture.open { $0.heldEvents = -1 }, seed: seed)
    }

    @Test func `the events of a day with an index are not read from its file`() async throws {
        let store = try await indexedStore()
        let explanation = try await explained(.test(), store)
        #expect(explanation.engine == .sweep)
        #expect(explanation.indexedDays == explanation.days)
        #expect(explanation.indexRows == Self.events.count { ["view", "buy"].contains($0.type) })
        #expect(explanation.scannedDays == 0)
        #expect(explanation.fileRows == 0)
    }

    @Test func `a filter is answered from the file, the other steps from the index`() async throws {
        let store = try await indexedStore()
        let filter = PropertyFilter(property: "n", condition: .isSet)
        let query = FunnelQuery(
            project: StoreFixture.shop,
            definition: FunnelDefinition(
                steps: [
                    FunnelStep(eventTypes: ["view"], filters: [filter]), FunnelStep(eventTypes: ["buy"]),
                ]
            ),
            range: FunnelQuery.test().range,
            now: FunnelQuery.test().now
        )
        let explanation = try await explained(query, store, expecting: query.reference(Self.events))
        #expect(explanation.indexRows == Self.events.count { $0.type == "buy" })
        #expect(explanation.fileRows == Self.events.count { $0.type == "view" })
    }

    @Test func `late events, parts and memory stand beside an index`() async throws {
        let store = try fixture.open()
        let all = Self.events.sequenced()
        store.receive(Array(all[..<400]))
        try await store.flush()
        try await store.compact(thorough: true)
        try await store.buildIndexes()
        store.receive(Array(all[400..<500]))
        try await store.flush()
        store.receive(Array(all[500...]))
        let explanation = try await explained(.test(), store)
        #expect(explanation.engine == .sweep)
        #expect(explanation.indexedDays > 0 && explanation.partFiles > 0 && explanation.memoryRows == 100)
        // A merge makes the indexes stale, which are then passed over, and made anew.
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(try await explained(.test(), store).indexedDays == 0)
        let summary = try await store.buildIndexes()
        #expect(summary.built > 0 && summary.kept == 0)
        #expect(try await explained(.test(), store).scannedDays == 0)
    }

    @Test func `whatever becomes of an index changes no answer`() async throws {
        let store = try await indexedStore()
        let files = indexFiles()
        let path = try #require(files.randomElement())
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 25)) {
            var damaged = whole
            damaged[place] ^= 0x10
            for bytes in [damaged, whole.prefix(place)] {
                try bytes.write(to: URL(fileURLWithPath: path))
                let explanation = try await explained(.test(), store)
                #expect(explanation.days - explanation.indexedDays <= 1)
                #expect(explanation.indexedDays + explanation.scannedDays == explanation.days)
            }
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try await explained(.test(), store).scannedDays == 1)
        // Another day's, and another project's.
        let other = try #require(files.first { $0 != path })
        try FileManager.default.copyItem(atPath: other, toPath: path)
        #expect(try await explained(.test(), store).scannedDays == 1)
        for file in files { try? FileManager.default.removeItem(atPath: file) }
        #expect(try await explained(.test(), store).indexedDays == 0)
        let summary = try await store.buildIndexes(of: nil, isThorough: true) { _, _ in }
        #expect(summary.built == files.count)
        #expect(try await explained(.test(), store).scannedDays == 0)
    }

    @Test func `damage is mended`() async throws {
        let store = try await indexedStore()
        let path = try #require(indexFiles().first)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[0] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let summary = try await store.buildIndexes(of: StoreFixture.shop, isThorough: true) { _, _ in }
        #expect(summary.built == 1)
        #expect(summary.failed == 0)
        #expect(try await explained(.test(), store).scannedDays == 0)
    }

    @Test func `an index goes with its day and its project`() async throws {
        let store = try await indexedStore()
        store.receive([Event.test(9_999)].sequenced(from: 9_999, of: StoreFixture.blog))
        try await store.flush()
        try await store.compact(thorough: true)
        try await store.buildIndexes()
        let count = indexFiles().count
        try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today.advanced(by: -2))
        #expect(indexFiles().count < count)
        try await store.removeAll(of: StoreFixture.blog)
        #expect(!indexFiles().contains { $0.contains("blog") })
        try await store.removeAll(of: StoreFixture.shop)
        #expect(indexFiles().isEmpty)
    }

    @Test func `a process that only reads uses indexes and makes none`() async throws {
        _ = try await indexedStore()
        let reader = try fixture.open(isWritable: false)
        #expect(try await explained(.test(), reader).scannedDays == 0)
    }

    @Test func `events of one person who sends very many are counted as all others`() async throws {
        var events = (0..<30_000).map { number in
            Event.test(number, ["view", "view", "buy", "other"][number % 4], by: "bot", second: number * 2)
        }
        events += (30_000..<30_100).map { Event.test($0, $0 % 2 == 0 ? "view" : "buy", by: "p\($0 / 2)", second: $0) }
        let store = try fixture.open()
        store.receive(events.sequenced())
        try await store.flush()
        try await store.compact(thorough: true)
        // The reference would take hours.
        let scanned = try await store.funnel(.test())
        #expect(scanned.users == [51, 51])
        try await store.buildIndexes()
        #expect(try await store.funnel(.test()) == scanned)
    }
}
