import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting
import Testing

struct ExportTests {
    private let fixture: ImportFixture
    private let store: ParquetEventStore
    private let events: [Event]

    /// Events in day files, parts and memory.
    init() async throws {
        fixture = try ImportFixture()
        store = try fixture.store.open()
        var random = RandomEvents(seed: 5)
        var all = random.next(300, days: -2...0).map { event in
            // No time ahead of the clock, which import would refuse.
            var event = event
            event.timestamp = event.timestamp + .seconds(-43_200)
            return event
        }
        all[0].properties = #"{"id":9007199254740993,"price":1.50,"big":12345678901234567890,"t":"a,\"b\"\n\u0000\\"}"#
        all[1].userID = "a,\"b\"\n".trimmingCharacters(in: .newlines)
        all[2].type = "type with, comma"
        all[3].timestamp = all[3].timestamp + .microseconds(1)
        events = all
        store.receive(Array(events.sequenced()[..<100]))
        try await store.flush()
        try await store.compact(thorough: true)
        store.receive(Array(events.sequenced()[100..<200]))
        try await store.flush()
        store.receive(Array(events.sequenced()[200...]))
        store.receive(events.sequenced(from: 1_000, of: StoreFixture.blog))
    }

    private func export(_ format: ExportFormat, in range: Range<Timestamp>? = nil) async throws -> (
        path: String, count: Int
    ) {
        let path = fixture.store.folder.path("export.\(format.rawValue)")
        let extent = try #require(try store.extent(of: StoreFixture.shop))
        let range = range ?? extent.lowerBound..<extent.upperBound + .microseconds(1)
        return (path, try await store.export(StoreFixture.shop, in: range, as: format, to: path))
    }

    /// What an import keeps of an event.
    private static func essence(_ events: [Event]) throws -> [String] {
        try events.byID.map { event in
            let properties = try JSONValue.parse(event.properties).serialized()
            let ids = [event.userID, event.anonymousID, event.sessionID].map { $0 ?? "-" }
            let sent = event.sentAt.map(\.description) ?? "-"
            return "\(event.id) \(event.type) \(ids) \(event.timestamp) \(sent) \(properties)"
        }
    }

    @Test(arguments: ExportFormat.allCases)
    func `an export holds every event and can be imported again`(format: ExportFormat) async throws {
        let (path, count) = try await export(format)
        #expect(count == events.count)
        let outcome = try await fixture.run(path, into: .fixed("other"))
        #expect(outcome.rejections == [])
        #expect(try Self.essence(outcome.events) == Self.essence(events))
        // What the engine doesn't understand, it must not change.
        let special = try #require(outcome.events.first { $0.id == "e1" })
        #expect(special.properties.contains("9007199254740993"))
        #expect(special.properties.contains("12345678901234567890"))
        // And into the project it came from, it brings nothing.
        #expect(try await fixture.run(path).events.count == 300)
    }

    /// Properties as an app may send them, which no two programs write alike.
    private static let awkward = [
        #"{"a":1.10,"b":1e5,"c":-0,"d":1E+300,"e":0.30000000000000004,"f":100000000000000000000000000000000000001}"#,
        #"{"a":1,"a":2,"":null,"A":[1.0,[],{}],"b":{"c":{"d":"x"}}}"#,
        #"{"slash":"\/","escape":"\u00e9\n\t\"\\","text":"é🦆, \"q\" 'x'","zero":"\u0000"}"#,
        "{ \"a\" :\n1.0 ,\r\n\t\"b\": [ 1 ,\n2 ] }", "{ }", "{}",
        "{\"quote\":\"\\\"\",\"comma\":\",\",\"n\":\"NULL\"}",
    ]

    @Test(arguments: ExportFormat.allCases)
    func `nothing is lost on the way out and in again`(format: ExportFormat) async throws {
        let fixture = try ImportFixture()
        let store = try fixture.store.open()
        let times = [
            StoreFixture.time(0), StoreFixture.time(-1, 86_399) + .microseconds(999_999),
            try Timestamp(rfc3339: "0000-01-01T00:00:00Z"),
            try Timestamp(rfc3339: "0987-06-05T04:03:02.000001Z"),
            try Timestamp(rfc3339: "1969-12-31T23:59:59.999999Z"),
        ]
        let ids = ["a", " padded ", "NULL", "\"", "a,b", "#x", "'", "\\", "é🦆", "007", "1.10", "true"]
        let events = (0..<60).map { number in
            Event(
                id: "\(ids[number % ids.count])\(number)",
                type: ids[(number + 1) % ids.count],
                userID: number.isMultiple(of: 3) ? nil : ids[(number + 2) % ids.count],
                anonymousID: number.isMultiple(of: 3) ? ids[(number + 3) % ids.count] : nil,
                sessionID: number.isMultiple(of: 4) ? ids[(number + 5) % ids.count] : nil,
                timestamp: times[number % times.count],
                receivedAt: StoreFixture.time(0),
                sentAt: number.isMultiple(of: 5) ? times[(number + 1) % times.count] : nil,
                properties: Self.awkward[number % Self.awkward.count]
            )
        }
        store.receive(events.sequenced())
        let range = StoreFixture.time(-800_000)..<StoreFixture.time(1)
        let path = fixture.store.folder.path("all.\(format.rawValue)")
        #expect(try await store.export(StoreFixture.shop, in: range, as: format, to: path) == 60)
        if format == .jsonl {
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 60)
            for line in lines { #expect(throws: Never.self) { try JSONValue.parse(String(line)) } }
        }
        fixture.store.clock.advance(by: .seconds(60))
        let outcome = try await fixture.run(path, into: .fixed("other"))
        #expect(outcome.rejections == [])
        let wanted = events.byID.map { event in
            var event = event
            if format == .jsonl {
                // A line stays a line.
                event.properties = event.properties.replacing("\r\n", with: "  ").replacing("\n", with: " ")
            }
            return event
        }
        #expect(outcome.events.map(\.id) == wanted.map(\.id))
        for (read, event) in zip(outcome.events, wanted) {
            #expect(read.properties == event.properties)
            #expect(
                [read.type, read.userID, read.anonymousID, read.sessionID] == [
                    event.type, event.userID, event.anonymousID, event.sessionID,
                ]
            )
            #expect([read.timestamp, read.sentAt] == [event.timestamp, event.sentAt])
        }
    }

    @Test func `rows are in order of time and times are RFC 3339`() async throws {
        let csv = try String(contentsOfFile: try await export(.csv).path, encoding: .utf8)
        #expect(
            csv.hasPrefix(
                "event_id,event_type,user_id,anonymous_id,session_id,timestamp,received_at,sent_at,properties,ip_hash\n"
            )
        )
        let lines = try String(contentsOfFile: try await export(.jsonl).path, encoding: .utf8).split(separator: "\n")
        var times: [Timestamp] = []
        for line in lines {
            guard case .object(let members) = try JSONValue.parse(String(line)) else {
                Issue.record("\(line) is no object")
                return
            }
            #expect(members.map(\.name).contains("properties"))
            for member in members where ["timestamp", "received_at", "sent_at"].contains(member.name) {
                guard case .string(let text) = member.value else {
                    #expect(member.name == "sent_at")
                    continue
                }
                let time = try Timestamp(rfc3339: text)
                #expect(text.hasSuffix("Z") && csv.contains(text))
                if member.name == "timestamp" { times.append(time) }
            }
            if let member = members.first(where: { $0.name == "properties" }) {
                guard case .object = member.value else {
                    Issue.record("\(member.value) is no object")
                    return
                }
            }
        }
        #expect(times == events.map(\.timestamp).sorted())
        let parquet = try await export(.parquet).path
        let ordered = try ParquetContents.rows(
            "SELECT epoch_us(timestamp) FROM read_parquet('\(parquet)', file_row_number = true) ORDER BY file_row_number"
        )
        #expect(ordered == times.map { String($0.microseconds) })
    }

    @Test(arguments: ExportFormat.allCases)
    func `only a range is written, its end left out`(format: ExportFormat) async throws {
        let times = events.map(\.timestamp).sorted()
        let range = times[70]..<times[220]
        let wanted = events.filter { range.contains($0.timestamp) }
        let (path, count) = try await export(format, in: range)
        #expect(count == wanted.count)
        #expect(try Self.essence(try await fixture.run(path, into: .fixed("other")).events) == Self.essence(wanted))
        #expect(try await export(format, in: times[70]..<times[70]).count == 0)
    }

    @Test(arguments: ExportFormat.allCases)
    func `a project that is only in memory, or empty, is written, too`(format: ExportFormat) async throws {
        let path = fixture.store.folder.path("x.\(format.rawValue)")
        let range = StoreFixture.time(-9)..<StoreFixture.time(9)
        #expect(try await store.export(StoreFixture.blog, in: range, as: format, to: path) == 300)
        #expect(try Self.essence(try await fixture.run(path, into: .fixed("other")).events) == Self.essence(events))
        #expect(try await store.export(.fixed("none"), in: range, as: format, to: path) == 0)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a folder that isn't there is named`() async throws {
        let path = fixture.store.folder.path("no/where.csv")
        let error = await #expect(throws: EventStoreError.self) {
            try await store.export(
                StoreFixture.shop,
                in: StoreFixture.time(-9)..<StoreFixture.time(9),
                as: .csv,
                to: path
            )
        }
        #expect(error?.description.contains(path) == true)
    }
}
