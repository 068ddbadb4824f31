import Foundation
import IAFACore
import IAFADuckDB
import Testing

/// The examples of docs/funnels.md, as they stand there.
struct FunnelDocumentTests {
    static let examples = FunnelExample.all

    @Test func `the document has an example for every option`() {
        let text = Self.examples.map(\.funnel).joined()
        for field in [
            "strict", "unordered", "first", "sessions", "totals", "range_applies_to", "tie_window_seconds",
            "hold_constant", "within_seconds", "after_seconds", "optional", "exclusions", "from_step", "person",
            "posthog", "mixpanel", "amplitude", "clickhouse",
        ] {
            #expect(text.contains(field), "\(field)")
        }
    }

    @Test(arguments: examples)
    func `what the document says is what the store answers`(_ example: FunnelExample) async throws {
        let query = try example.query()
        let events = try example.events()
        let reference = FunnelEvaluator(definition: query.definition, range: query.range, now: query.now)
        let fixture = try StoreFixture()
        let store = try fixture.open()
        store.receive(events.sequenced())
        for isFlushed in [false, true] {
            if isFlushed { try await store.flush() }
            let answer = try await store.funnel(query)
            #expect(answer == FunnelStatistics.result(of: reference.evaluate(events).tally))
            #expect(answer.users == example.numbers("users").map { Int($0) })
            #expect(
                answer.excluded + answer.eventsWithoutSession == example.numbers("excluded").first.map { Int($0) } ?? 0
            )
            let performed = example.numbers("performed").map { Int($0) }
            if !performed.isEmpty { #expect(answer.steps.map(\.performed) == performed) }
            let medians = example.numbers("medians")
            if !medians.isEmpty { #expect(answer.steps.compactMap(\.timeFromPrevious?.median) == medians) }
            let attempts = try await store.funnelAttempts(query).attempts
            for (person, ending) in example.endings {
                let row = try #require(attempts.keys.firstIndex(of: PersonKey.key(of: person)), "\(person)")
                #expect("\(attempts.endings[row])" == ending, "\(person)")
            }
        }
    }
}

/// A block of the document.
struct FunnelExample: Sendable, CustomTestStringConvertible {
    /// The funnel as JSON.
    let funnel: String
    private let lines: [String: String]
    private let persons: [(name: String, events: String)]

    var testDescription: String { funnel }

    static let all: [FunnelExample] = {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
        let text = (try? String(contentsOfFile: "\(root)/docs/funnels.md", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```example\n").dropFirst().map { block in
            FunnelExample(block.components(separatedBy: "```")[0])
        }
    }()

    private init(_ text: String) {
        var lines: [String: String] = [:]
        var persons: [(name: String, events: String)] = []
        var funnel = ""
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("funnel ") {
                funnel = String(line.dropFirst("funnel ".count))
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if ["users", "excluded", "performed", "medians", "endings", "days"].contains(parts[0]) {
                lines[parts[0]] = parts[1]
            } else {
                persons.append((parts[0], parts[1]))
            }
        }
        self.funnel = funnel
        self.lines = lines
        self.persons = persons
    }

    func numbers(_ name: String) -> [Double] {
        (lines[name] ?? "").components(separatedBy: ", ").compactMap(Double.init)
    }

    var endings: [(person: String, ending: String)] {
        (lines["endings"] ?? "").components(separatedBy: ", ").filter { !$0.isEmpty }.map { text in
            let words = text.components(separatedBy: " ")
            return (words[0], words[1])
        }
    }

    func query() throws -> FunnelQuery {
        let reader = FieldReader(try JSONValue.parse(bytes: Array(funnel.utf8)))
        let definition = FunnelReader.definition(reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        let days = (lines["days"] ?? "2026-05-01 to 2026-05-31").components(separatedBy: " to ")
        let first = try CalendarDay(days[0])
        let last = try CalendarDay(days[1])
        return FunnelQuery(
            project: StoreFixture.shop,
            definition: try #require(definition),
            range: first.start..<last.advanced(by: 1).start,
            now: last.advanced(by: 100).start
        )
    }

    /// Reads `A 10:00 #session {"property": 1}, B 05-05 10:00:30`.
    func events() throws -> [Event] {
        var events: [Event] = []
        for (person, text) in persons {
            let pattern = /([a-z]+|[A-Z]) (?:(\d\d-\d\d) )?(\d\d:\d\d)(:\d\d)?(?: #(\w+))?(?: (\{[^}]*\}))?(?:, |$)/
            var rest = Substring(text)
            while let match = rest.prefixMatch(of: pattern) {
                rest = rest[match.range.upperBound...]
                let time = "2026-\(match.2 ?? "05-04")T\(match.3)\(match.4 ?? ":00")Z"
                let timestamp = try Timestamp(rfc3339: time)
                events.append(
                    Event(
                        id: "e\(events.count)",
                        type: String(match.1),
                        userID: person,
                        sessionID: match.5.map { String($0) },
                        timestamp: timestamp,
                        receivedAt: timestamp,
                        properties: match.6.map { String($0) } ?? "{}"
                    )
                )
            }
            try #require(rest.isEmpty, "\(rest)")
        }
        return events
    }
}
