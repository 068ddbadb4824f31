import Testing

@testable import IAFACore

@Suite struct TaxonomySummaryTests {
    private static func event(
        _ number: Int,
        _ type: String,
        _ properties: String = "{}",
        by person: String = "ada"
    ) -> Event {
        let time = Timestamp(microseconds: 1_750_000_000_000_000 + Int64(number) * 1_000_000)
        return Event(
            id: "e\(number)",
            type: type,
            userID: person,
            timestamp: time,
            receivedAt: time,
            properties: properties
        )
    }

    private static func randomEvents(_ random: inout SplitMix64) -> [Event] {
        let values = [
            "1", "1.0", "-0", "0", "2e3", #""1""#, #""a\"bä""#, #""""#, "true", "false", "null", "[]", "[1,{}]", "{}",
            #"{"b":1,"c.d":2}"#, #"{"b":{"c":"x"},"b.c":true}"#, #"{"b":1,"b":"last"}"#,
        ]
        let names = ["a", "b", "a.b", "a.b.c", "ä", "", "c.d", "a\\u002eb"]
        return (0..<Int.random(in: 0...80, using: &random)).map { _ in
            let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                let name = names.randomElement(using: &random) ?? ""
                return "\"\(name)\": \(values.randomElement(using: &random) ?? "1")"
            }
            return event(
                Int.random(in: 0..<1_000, using: &random),
                ["view", "buy", "vïew"].randomElement(using: &random) ?? "",
                "{\(members.joined(separator: ", "))}",
                by: "p\(Int.random(in: 0..<6, using: &random))"
            )
        }
    }

    @Test(arguments: 0..<40)
    func aSummaryCountsWhatThereIs(_ batch: UInt64) throws {
        for seed in batch * 25..<batch * 25 + 25 {
            var random = SplitMix64(seed: seed)
            let events = Self.randomEvents(&random)
            let naive = try NaiveTaxonomy(events)
            let size = Int.random(in: 1...100, using: &random)
            let summary = TaxonomySummary(of: events, inPieces: size)
            #expect(summary.events == events.count, "seed \(seed)")
            var facts = naive.types
            for (name, type) in facts {
                let entry = summary.types.entries.first { $0.key == Array(name.utf8) }
                #expect(entry?.payload.persons.count == type.persons.count, "seed \(seed)")
                facts[name]?.persons = []
            }
            #expect(summary.facts == facts, "seed \(seed)")
            #expect(TaxonomySummary.facts(summary.allProperties) == naive.all, "seed \(seed)")
            #expect(summary.types.isExact && summary.allProperties.isExact, "seed \(seed)")
        }
    }

    @Test func aFilterFindsWhatIsListed() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<200 {
            for event in Self.randomEvents(&random) {
                for (name, facts) in try NaiveTaxonomy([event]).all {
                    let value = JSONPropertyLookup(name: name).value(in: Array(event.properties.utf8))
                    #expect((value == .missing) == (facts.count == 0), "\(name) in \(event.properties)")
                    guard let scalar = facts.values.keys.first else { continue }
                    let filter = PropertyFilter(property: name, condition: .equals(scalar))
                    #expect(filter.accepts(value), "\(name) in \(event.properties)")
                }
            }
        }
    }

    @Test func aHundredThousandTypesTakeBoundedRoom() async {
        var builder = TaxonomyBuilder()
        for number in 0..<100_000 {
            // Long work must not keep other tests' servers from answering.
            if number.isMultiple(of: 256) { await Task.yield() }
            builder.add(Self.event(number, "type \(number)", #"{"shared": \#(number % 7), "p\#(number)": 1}"#))
            if number.isMultiple(of: 10) { builder.add(Self.event(number, "common", #"{"own": "x"}"#)) }
        }
        let summary = builder.finish()
        #expect(summary.events == 110_000)
        #expect(summary.types.entries.count <= SummaryLimits.types && !summary.types.isExact)
        #expect(summary.propertyCount <= SummaryLimits.properties + 1)
        #expect(summary.memoryBytes < 4 << 20)
        let estimate = summary.distinctTypes
        #expect(!estimate.isExact && (80_000...120_000).contains(estimate.count))
        let common = summary.types.entries.first { $0.key == Array("common".utf8) }
        #expect(common?.count == 10_000 && common?.error == 0)
        for entry in summary.types.entries where entry.key != Array("common".utf8) {
            #expect(entry.count == 1 && entry.count + entry.error >= 1)
        }
        let shared = summary.allProperties.entries.first { $0.key == Array("shared".utf8) }
        #expect(shared?.count == 100_000 && shared?.payload.values.entries.count == 7)
    }

    @Test func aMillionValuesTakeBoundedRoom() async throws {
        var builder = TaxonomyBuilder()
        var random = SplitMix64(seed: 1)
        var frequent = 0
        for number in 0..<1_000_000 {
            if number.isMultiple(of: 256) { await Task.yield() }
            let isFrequent = Int.random(in: 0..<20, using: &random) == 0
            frequent += isFrequent ? 1 : 0
            builder.add(Self.event(number, "view", isFrequent ? #"{"id": "same"}"# : #"{"id": \#(number)}"#))
        }
        let summary = builder.finish()
        let id = try #require(summary.types.entries.first?.payload.properties?.entries.first)
        #expect(id.count == 1_000_000 && id.payload.kinds == [frequent, 1_000_000 - frequent, 0, 0, 0, 0])
        #expect(!id.payload.distinct.isExact && (800_000...1_200_000).contains(id.payload.distinct.count))
        #expect(id.payload.numbers?.upperBound ?? 0 > 999_000 && summary.memoryBytes < 100_000)
        let top = try #require(id.payload.values.entries.sorted(by: FrequentItems<Void>.isBefore).first)
        #expect(PropertyValueKey.value(of: top.key) == .string("same"))
        #expect(top.count <= frequent && top.count + top.error >= frequent)
        let answer = PropertiesAnswer(summary, of: Identifier<Project>.random(), TaxonomyQuery())
        #expect(answer.isComplete && answer.properties.first?.topValues.first?.count == top.count)
        #expect(answer.properties.first?.otherValues ?? 0 > 900_000)
    }

    @Test(arguments: 0..<20)
    func countsAreWithinTheirErrorsWhateverIsMerged(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var truth: [Int: Int] = [:]
        func items(_ count: Int) -> FrequentItems<Void> {
            var items = FrequentItems<Void>(limit: 16)
            for _ in 0..<count {
                // Small numbers are frequent.
                let number = Int.random(in: 0...Int.random(in: 0...60, using: &random), using: &random)
                truth[number, default: 0] += 1
                let hash = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
                if let place = items.place(of: hash) {
                    items.entries[place].count += 1
                    continue
                }
                if items.isFull { _ = items.dropRarer() }
                let place = items.insert([UInt8(number)], hash, ())
                items.entries[place].count = 1
            }
            return items
        }
        var all = FrequentItems<Void>(limit: 16)
        for _ in 0..<12 { all.merge(items(Int.random(in: 0...300, using: &random))) { _, _ in } }
        #expect(all.entries.count <= 16)
        for (number, count) in truth {
            guard let entry = all.entries.first(where: { $0.key == [UInt8(number)] }) else {
                #expect(count <= all.missing, "seed \(seed), \(number)")
                continue
            }
            #expect((entry.count...entry.count + entry.error).contains(count), "seed \(seed), \(number)")
        }
    }

    @Test func sketchesAreExactWhereFewAndNearWhereMany() {
        for (count, tolerance) in [(0, 0), (1, 0), (255, 0), (1_000, 250), (50_000, 12_000)] {
            var sketches = (DistinctSketch(), DistinctSketch(), DistinctSketch())
            for number in 0..<count {
                let hash = PersonKey.key(of: "\(number)")
                sketches.0.insert(hash)
                sketches.0.insert(hash)
                if number.isMultiple(of: 2) { sketches.1.insert(hash) } else { sketches.2.insert(hash) }
            }
            sketches.1.merge(sketches.2)
            #expect(sketches.0 == sketches.1)
            #expect(abs(sketches.0.count - count) <= tolerance, "\(count): \(sketches.0.count)")
            #expect(sketches.0.isExact == (count < DistinctSketch.limit))
        }
    }
}
