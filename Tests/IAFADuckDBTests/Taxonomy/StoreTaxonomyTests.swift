import Foundation
@testable import IAFACore
@testable import IAFADuckDB
import Testing

@Suite struct StoreTaxonomyTests {
    private static func answer(_ summary: TaxonomySummary) throws -> [String] {
        var query = TaxonomyQuery()
        query.limit = 1_000
        query.values = 20
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let project = StoreFixture.shop
        var answers = [try encoder.encode(EventTypesAnswer(summary, of: project, query))]
        answers.append(try encoder.encode(PropertiesAnswer(summary, of: project, query)))
        for type in ["view", "cart", "buy", "other"] {
            query.eventType = type
            answers.append(try encoder.encode(PropertiesAnswer(summary, of: project, query)))
        }
        return answers.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func reference(_ events: [Event]) throws -> [String] {
        var builder = TaxonomyBuilder()
        for event in events { builder.add(event) }
        return try answer(builder.finish())
    }

    private static func summaries(_ fixture: StoreFixture) -> [String] {
        StoreFixture.files(below: fixture.directory + "/index")
    }

    @Test(arguments: 1...12)
    func filesPartsAndMemoryTogetherGiveWhatAllEventsGive(_ seed: UInt64) async throws {
        let fixture = try StoreFixture()
        var store = try fixture.open()
        var random = RandomEvents(seed: seed)
        var events: [Event] = []
        var sequence: UInt64 = 1
        for _ in 0..<12 {
            switch Int.random(in: 0..<5, using: &random.random) {
            case 0: try await store.flush()
            case 1: try await store.compact(thorough: Bool.random(using: &random.random))
            case 2:
                try await store.flush()
                store = try fixture.open()
            default:
                let new = random.next(Int.random(in: 1...60, using: &random.random), days: -6...0)
                store.receive(new.sequenced(from: sequence))
                let others = random.next(3, days: -6...0)
                store.receive(others.sequenced(from: sequence + UInt64(new.count), of: StoreFixture.blog))
                sequence += UInt64(new.count + others.count)
                events += new
            }
            #expect(
                try Self.answer(await store.taxonomy(of: StoreFixture.shop)) == Self.reference(events),
                "seed \(seed)"
            )
        }
    }

    /// A store with day files of five days, without anything in memory, and its events.
    private func settled(_ fixture: StoreFixture) async throws -> (store: ParquetEventStore, events: [Event]) {
        let store = try fixture.open()
        var random = RandomEvents(seed: 9)
        let events = random.next(200, days: -5 ... -1)
        store.receive(events.sequenced())
        try await store.flush()
        try await store.compact(thorough: true)
        return (store, events)
    }

    @Test func compactionWritesASummaryOfEachDay() async throws {
        let fixture = try StoreFixture()
        _ = try await settled(fixture)
        #expect(
            Self.summaries(fixture)
                == (-5 ... -1).map { "project_shop/2026/05/summary_\(StoreFixture.today.advanced(by: $0)).bin" }
        )
    }

    @Test(arguments: ["remove", "cut", "flip", "empty", "other day", "folder"])
    func aDamagedSummaryChangesNoAnswerAndIsMadeAnew(_ damage: String) async throws {
        let fixture = try StoreFixture()
        let (_, events) = try await settled(fixture)
        let folder = fixture.directory + "/index/"
        let good = try Self.summaries(fixture).map { try Data(contentsOf: URL(filePath: folder + $0)) }
        let names = Self.summaries(fixture)
        for (index, name) in names.enumerated() {
            let path = folder + name
            var bytes = good[index]
            switch damage {
            case "remove": unlink(path)
            case "cut": try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
            case "flip":
                bytes[bytes.count - 5] ^= 1
                try bytes.write(to: URL(filePath: path))
            case "empty": try Data().write(to: URL(filePath: path))
            case "other day": try good[(index + 1) % good.count].write(to: URL(filePath: path))
            default:
                unlink(path)
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
        }
        if damage == "cut" || damage == "flip" {
            #expect(SummaryFolder(dataDirectory: fixture.directory).damaged().count == names.count)
        }
        let store = try fixture.open()
        #expect(try Self.answer(await store.taxonomy(of: StoreFixture.shop)) == Self.reference(events))
        guard damage != "folder" else { return }
        let again = try names.map { try Data(contentsOf: URL(filePath: folder + $0)) }
        #expect(again == good)
        #expect(SummaryFolder(dataDirectory: fixture.directory).damaged().isEmpty)
    }

    @Test func aReaderWritesNoSummary() async throws {
        let fixture = try StoreFixture()
        let (_, events) = try await settled(fixture)
        try FileManager.default.removeItem(atPath: fixture.directory + "/index")
        let store = try fixture.open(isWritable: false)
        #expect(try Self.answer(await store.taxonomy(of: StoreFixture.shop)) == Self.reference(events))
        #expect(Self.summaries(fixture).isEmpty)
    }

    @Test func summariesGoWithTheirDaysAndProjects() async throws {
        let fixture = try StoreFixture()
        let (store, events) = try await settled(fixture)
        _ = try await store.taxonomy(of: StoreFixture.shop)
        try await store.removeDays(of: StoreFixture.shop, before: StoreFixture.today.advanced(by: -2))
        #expect(Self.summaries(fixture).count == 2)
        let kept = events.filter { $0.timestamp >= StoreFixture.time(-2) }
        #expect(try Self.answer(await store.taxonomy(of: StoreFixture.shop)) == Self.reference(kept))
        try await store.removeAll(of: StoreFixture.shop)
        #expect(!FileManager.default.fileExists(atPath: fixture.directory + "/index/project_shop"))
        #expect(try await store.taxonomy(of: StoreFixture.shop).events == 0)
    }

    @Test func whatBelongsToNoDayGoesAtTheStart() async throws {
        let fixture = try StoreFixture()
        _ = try await settled(fixture)
        let month = fixture.directory + "/index/project_shop/2026/05/"
        for name in ["summary_2026-05-01.bin", "summary_2026-05-16.bin.77.tmp"] {
            try Data([1]).write(to: URL(filePath: month + name))
        }
        _ = try fixture.open()
        #expect(Self.summaries(fixture).count == 5)
    }

    @Test func damagedEventsAreNotLeftOut() async throws {
        let fixture = try StoreFixture()
        _ = try await settled(fixture)
        try Data([1, 2, 3]).write(to: URL(filePath: fixture.dayFile(day: -1)))
        let store = try fixture.open()
        await #expect(throws: EventStoreError.self) { try await store.taxonomy(of: StoreFixture.shop) }
    }

    @Test func aVersionChangesWithTheEventsOfItsDaysAlone() async throws {
        let fixture = try StoreFixture()
        let (store, events) = try await settled(fixture)
        let old = StoreFixture.time(-4)..<StoreFixture.time(-2)
        let all = StoreFixture.always
        let before = (store.version(of: StoreFixture.shop, in: [old]), store.version(of: StoreFixture.shop, in: [all]))
        store.receive([Event.test(1)].sequenced(from: UInt64(events.count + 1)))
        #expect(store.version(of: StoreFixture.shop, in: [old]) == before.0)
        #expect(store.version(of: StoreFixture.shop, in: [all]) != before.1)
        let another = store.version(of: StoreFixture.shop, in: [all])
        store.receive([Event.test(2, day: -3)].sequenced(from: UInt64(events.count + 2)))
        #expect(store.version(of: StoreFixture.shop, in: [old]) != before.0)
        #expect(store.version(of: StoreFixture.shop, in: [all]) != another)
        #expect(store.version(of: StoreFixture.blog, in: [all]) == EventVersion(text: "||"))
    }
}
