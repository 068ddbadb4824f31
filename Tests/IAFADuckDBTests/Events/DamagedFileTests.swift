import Foundation
import IAFACore
@testable import IAFADuckDB
import Testing

struct DamagedFileTests {
    enum Damage: CaseIterable {
        case truncated, shortened, empty, text, foreign, newerVersion, magicOnly

        func apply(to path: String) throws {
            let content = try Data(contentsOf: URL(filePath: path))
            // A new file: the old one's content stays what its other links say.
            try FileManager.default.removeItem(atPath: path)
            switch self {
            case .truncated: try content.prefix(content.count / 2).write(to: URL(filePath: path))
            case .shortened: try content.dropLast().write(to: URL(filePath: path))
            case .empty: try Data().write(to: URL(filePath: path))
            case .text: try Data("event_id,event_type\n1,view\n".utf8).write(to: URL(filePath: path))
            case .foreign: try ParquetContents.write("SELECT 1 AS event_id", to: path)
            case .newerVersion:
                let metadata = """
                    iafa_format_version: '2', iafa_first_sequence: '1', iafa_last_sequence: '1', iafa_events: '1', \
                    iafa_last_received_us: '1'
                    """
                try ParquetContents.write("SELECT 1 AS event_id", to: path, options: ", KV_METADATA {\(metadata)}")
            case .magicOnly: try Data("PAR1PAR1".utf8).write(to: URL(filePath: path))
            }
        }
    }

    private let fixture: StoreFixture

    /// Two days of two projects: yesterday compacted, today a part.
    init() async throws {
        fixture = try StoreFixture()
        let store = try fixture.open()
        var events: [Event] = []
        for day in [0, -1] {
            events += [.test(1 - day, day: day), .test(5 - day, "buy", day: day)]
            for number in 100..<400 {
                events.append(.test(number - 300 * day, "other", by: "p\(number)", day: day, second: number))
            }
        }
        store.receive(events.sequenced())
        store.receive(events.sequenced(from: 1_001, of: StoreFixture.blog))
        try await store.flush()
        try await store.compact(thorough: false)
    }

    private func part() throws -> String {
        let name = try #require(fixture.files().first { $0.contains("part") && $0.contains("shop") })
        return fixture.directory + "/events/" + name
    }

    @Test(arguments: Damage.allCases, [true, false])
    func `a damaged file fails its day's questions and no others`(damage: Damage, isPart: Bool) async throws {
        let path = isPart ? try part() : fixture.dayFile(day: -1)
        try damage.apply(to: path)
        let damaged = FileManager.default.contents(atPath: path)
        let store = try fixture.open()
        let day = isPart ? 0 : -1
        let other = isPart ? -1 : 0
        let error = await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: day...day)) }
        #expect(error?.description.contains(path) == true)
        guard case .unreadable = error else {
            Issue.record("\(String(describing: error)) isn't unreadable")
            return
        }
        await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: -1...0)) }
        #expect(try await store.funnel(.test(days: other...other)).users == [1, 1])
        #expect(try await store.funnel(.test(of: StoreFixture.blog, days: -1...0)).users == [1, 1])
        #expect(try store.verify().findings.map(\.path) == [path])

        // What goes on does not touch it.
        store.receive([Event.test(5_000, by: "bob", day: day)].sequenced(from: 2_000))
        try await store.flush()
        try await store.compact(thorough: true)
        #expect(FileManager.default.contents(atPath: path) == damaged)
        _ = try fixture.open()
        #expect(FileManager.default.contents(atPath: path) == damaged)
        await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: day...day)) }
    }

    @Test func `a reader lists a damaged file, too`() async throws {
        try Damage.truncated.apply(to: fixture.dayFile(day: -1))
        let store = try fixture.open(isWritable: false)
        await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: -1 ... -1)) }
        #expect(try await store.funnel(.test(days: 0...0)).users == [1, 1])
    }

    /// Puts zeros in the place of everything before the footer.
    private static func overwriteData(of path: String) throws {
        var content = try Data(contentsOf: URL(filePath: path))
        let length = content.dropLast(4).suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let footer = content.count - 8 - length
        content.replaceSubrange(4..<footer, with: repeatElement(0, count: footer - 4))
        try content.write(to: URL(filePath: path))
    }

    @Test func `data that is overwritten behind a sound footer is never counted`() async throws {
        let path = fixture.dayFile(day: -1)
        try Self.overwriteData(of: path)
        let store = try fixture.open()
        await #expect(throws: EventStoreError.self) { try await store.funnel(.test(days: -1 ... -1)) }
        #expect(try store.verify().findings.map(\.path) == [path])
        #expect(try await store.funnel(.test(days: 0...0)).users == [1, 1])
    }

    @Test func `one day that can't be merged doesn't keep the others from it`() async throws {
        try Self.overwriteData(of: fixture.dayFile(day: -1))
        let store = try fixture.open()
        let late = (-3 ... -1).map { Event.test(5_000 - $0, by: "bob", day: $0) }
        store.receive(late.sequenced(from: 2_000))
        store.receive(late.sequenced(from: 3_000, of: StoreFixture.blog))
        try await store.flush()
        await #expect(throws: EventStoreError.self) { try await store.compact(thorough: true) }
        let parts = fixture.files().filter { $0.contains("part") }
        #expect(parts.count == 1)
        #expect(parts.allSatisfy { $0.contains("shop") && $0.contains("2026-05-16") })
    }

    @Test func `a folder that can't be listed is not taken for an empty one`() async throws {
        let month = fixture.folder()
        try FileManager.default.moveItem(atPath: month, toPath: month + ".away")
        // A link to itself: nobody can list it, not even root.
        try FileManager.default.createSymbolicLink(atPath: month, withDestinationPath: month)
        for isWritable in [true, false] {
            #expect(throws: EventStoreError.self) { try fixture.open(isWritable: isWritable) }
        }
        #expect(throws: EventStoreError.self) {
            try ParquetEventStore.fingerprint(dataDirectory: fixture.directory)
        }
        try FileManager.default.removeItem(atPath: month)
        try FileManager.default.moveItem(atPath: month + ".away", toPath: month)
        #expect(try fixture.open().storedEvents().count > 600)
    }

    @Test func `a file of a day that nobody knew of is not overwritten`() async throws {
        let other = try StoreFixture()
        let store = try other.open()
        let theirs = fixture.dayFile(day: -1)
        try FileManager.default.createDirectory(atPath: other.folder(day: -1), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: theirs, toPath: other.dayFile(day: -1))
        store.receive([Event.test(1, day: -1)].sequenced())
        try await store.flush()
        await #expect(throws: EventStoreError.self) { try await store.compact(thorough: true) }
        #expect(FileManager.default.contentsEqual(atPath: theirs, andPath: other.dayFile(day: -1)))
        #expect(try await store.funnel(.test()).users == [1, 0])
    }

    @Test func `a folder of somebody else's beside the events is left alone`() throws {
        let thesis = fixture.directory + "/tmp/thesis"
        try FileManager.default.createDirectory(atPath: thesis, withIntermediateDirectories: true)
        _ = try fixture.open()
        #expect(FileManager.default.fileExists(atPath: thesis))
    }

    @Test func `a damaged part's name still tells which numbers are taken, a day's file does not`() throws {
        let last = try fixture.open().lastSequence
        let part = try #require(fixture.files().first { $0.contains(".part-") && $0.contains("shop") })
        let path = fixture.directory + "/events/" + part
        try Damage.empty.apply(to: path)
        let store = try fixture.open()
        #expect(store.lastSequence == last)
        #expect(store.unknownFile == nil)
        try Damage.truncated.apply(to: fixture.dayFile(day: -1))
        #expect(try fixture.open().unknownFile == fixture.dayFile(day: -1))
    }
}
