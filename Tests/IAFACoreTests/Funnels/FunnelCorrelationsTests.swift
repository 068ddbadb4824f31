import Testing

@testable import IAFACore

@Suite struct FunnelCorrelationsTests {
    private typealias Candidate = FunnelCorrelations.Candidate

    private static func correlations(_ candidates: [(String, Int, Int)], of all: Proportion)
        -> [FunnelCorrelations.Correlation]
    {
        FunnelCorrelations.correlations(
            candidates.map { (.eventType($0.0), Proportion($0.1, of: $0.2)) },
            of: all
        )
    }

    /// By hand: (30.5 · 75.5) / (20.5 · 25.5) = 4.4051; the logarithm's standard error is √(1/30.5 + …) = 0.3661.
    @Test func `the odds ratio has its interval`() throws {
        let found = try #require(Self.correlations([("a", 30, 50)], of: Proportion(55, of: 150)).first)
        #expect(abs(found.oddsRatio - 4.40507) < 0.00001)
        #expect(abs(found.lower - 2.14946) < 0.001 && abs(found.upper - 9.02768) < 0.001)
        #expect(found.without == Proportion(25, of: 100))
        #expect(found.differs)
    }

    @Test func `few say nothing, and chance is not called a cause`() {
        #expect(Self.correlations([("a", 4, 4), ("b", 50, 98)], of: Proportion(50, of: 100)).isEmpty)
        #expect(Self.correlations([("a", 50, 50)], of: Proportion(100, of: 100)).isEmpty)
        #expect(Self.correlations([("a", 0, 50)], of: Proportion(0, of: 100)).isEmpty)
        let alike = (0..<40).map { ("t\($0)", 10 + $0 % 3, 20) }
        #expect(Self.correlations(alike, of: Proportion(110, of: 200)).allSatisfy { !$0.differs })
        // Of forty, one that is far off is found nevertheless.
        let found = Self.correlations(alike + [("x", 60, 60)], of: Proportion(110, of: 200))
        #expect(found.filter(\.differs).map(\.candidate) == [.eventType("x")])
        #expect(found.allSatisfy { $0.oddsRatio.isFinite && $0.lower <= $0.oddsRatio && $0.oddsRatio <= $0.upper })
    }

    @Test func `an attempt counts until right before its last step, or to a horizon`() {
        var attempts = FunnelAttempts(stepCount: 2)
        let none = FunnelAttempts.notTaken
        for (key, ending, times) in [
            (1, FunnelEnding.converted, [100, 160]), (2, .neverCame, [100, none]), (3, .inProgress, [100, none]),
            (4, .excluded, [100, 160]), (5, .converted, [100, 100]),
        ] as [(UInt64, FunnelEnding, [Int64])] {
            attempts.keys.append(key)
            attempts.starts.append(100)
            attempts.reaches.append(times[1] == none ? 1 : 2)
            attempts.times += times
            attempts.valueIDs.append(0)
            attempts.endings.append(ending)
        }
        let definition = FunnelFixture.funnel("a b", window: .seconds(1))
        // Linear between 0 and 60 µs, of which nine tenths are 54.
        let horizon = FunnelCorrelations.horizon(attempts, of: definition)
        #expect(horizon == 54)
        #expect(FunnelCorrelations.horizon(FunnelAttempts(stepCount: 2), of: definition) == 1_000_000)
        let windows = FunnelCorrelations.windows(attempts, of: definition, horizon: horizon)
        #expect(windows.map(\.place.key) == [1, 2, 5])
        #expect(windows.map(\.to) == [159, 154, 100])
        let next = FunnelNextEvents.windows(attempts, of: definition, after: 0)
        #expect(next.map(\.place.key) == [2] && next.map(\.from) == [101] && next.map(\.to) == [1_000_100])
    }

    private static func properties(_ first: [(person: String, at: Int64, received: Int64, json: String)])
        -> FirstEventProperties
    {
        let people = Set(first.map(\.person)).sorted()
        let windows = people.map { person in
            AttemptWindows.Window(
                place: FunnelPlace(key: PersonKey.key(of: person), start: 5),
                from: 5,
                to: 9,
                isConverted: person < "m"
            )
        }
        var properties = FirstEventProperties(
            AttemptWindows(windows, limit: 100_000),
            of: FunnelFixture.funnel("a b")
        )
        for event in first {
            let (person, type, json) = (Array(event.person.utf8), Array("a".utf8), Array(event.json.utf8))
            person.withUnsafeBytes { person in
                type.withUnsafeBytes { type in
                    json.withUnsafeBytes { json in
                        var glance = EventGlance(type: type, time: event.at)
                        glance.userID = person
                        glance.receivedAt = event.received
                        glance.properties = json
                        properties.add(glance)
                    }
                }
            }
        }
        return properties
    }

    @Test func `an attempt has the properties of the event that it began with`() {
        let properties = Self.properties([
            ("ada", 5, 20, #"{"plan":"pro","n":1,"x":null,"o":{"a":1},"plan":"free"}"#),
            // Received first, so that it is the one.
            ("ada", 5, 10, #"{"plan":"team","ok":true}"#), ("ada", 7, 1, #"{"plan":"later"}"#),
            ("zoe", 5, 10, #"{"plan":"team"}"#), ("bob", 5, 10, "not json"),
        ])
        let counts = properties.counts.filter { $0.attempts > 0 }
        #expect(
            counts.map { "\($0.property)=\($0.value) \($0.attempts) \($0.converted)" }.sorted() == [
                "ok=bool(true) 1 1", #"plan=string("team") 2 1"#,
            ]
        )
        #expect(properties.leftOut.isEmpty && !properties.isCut)
    }

    @Test func `a property with very many values is left out, not forgotten`() {
        let first = (0..<1_500).map { ("p\($0)", Int64(5), Int64(1), #"{"order":"o\#($0)","plan":"pro"}"#) }
        let properties = Self.properties(first.map { (person: $0.0, at: $0.1, received: $0.2, json: $0.3) })
        #expect(properties.leftOut == ["order"])
        #expect(properties.counts.map(\.property) == ["plan"] && properties.counts.map(\.attempts) == [1_500])
    }
}
