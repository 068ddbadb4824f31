package import IAFACore
internal import Testing

/// What every event store must do, one case at a time: `@Test(arguments: EventStoreConformance.allCases)`.
package enum EventStoreConformance: String, CaseIterable, Sendable {
    case whereNothingIsTheAnswerIsZeros
    case whatWasReceivedIsInTheNextAnswer
    case flushesTellHowFarTheyCame
    case repetitionsGoWithAMerge
    case projectsSeeNothingOfEachOther
    case typesAndPersonsAreToldApartByTheirBytes
    case daysBeforeADayGo
    case aRemovedProjectStaysEmpty

    private static let shop = Identifier<Project>.fixed("shop")
    private static let blog = Identifier<Project>.fixed("blog")

    /// 2025-06-15.
    private static let today = CalendarDay(daysSinceEpoch: 20_254)

    /// Checks the case with a new, empty store.
    package func check(_ store: any EventStore) async throws {
        switch self {
        case .whereNothingIsTheAnswerIsZeros:
            let answer = try await store.funnel(Self.query())
            #expect(answer.steps.map(\.users) == [0, 0])
            #expect(answer.timeToConvert == nil)
            #expect(try await store.flush() == 0)
            #expect(try await store.compact(thorough: true) == CompactionSummary())
        case .whatWasReceivedIsInTheNextAnswer: try await Self.whatWasReceivedIsInTheNextAnswer(store)
        case .flushesTellHowFarTheyCame: try await Self.flushesTellHowFarTheyCame(store)
        case .repetitionsGoWithAMerge: try await Self.repetitionsGoWithAMerge(store)
        case .projectsSeeNothingOfEachOther:
            store.receive([Self.event(1, "view")])
            store.receive([Self.event(2, "buy", of: Self.blog)])
            try await Self.everywhere(store, shop: [1, 0], blog: [0, 0])
        case .typesAndPersonsAreToldApartByTheirBytes: try await Self.bytes(store)
        case .daysBeforeADayGo: try await Self.daysBeforeADayGo(store)
        case .aRemovedProjectStaysEmpty: try await Self.aRemovedProjectStaysEmpty(store)
        }
    }

    /// Asks random questions while random events move through a new, empty store.
    ///
    /// - Parameters:
    ///   - store: What is checked.
    ///   - seed: Of the events and the questions.
    /// - Throws: What the store throws.
    package static func checkAnswers(of store: any EventStore, seed: UInt64) async throws {
        var life = RandomFunnelLife(seed: seed)
        var events: [Event] = []
        for question in 0..<15 {
            for _ in 0..<Int.random(in: 0...25, using: &life.random) {
                let event = life.event()
                events.append(event)
                store.receive([SequencedEvent(sequence: UInt64(events.count), project: shop, event: event)])
            }
            switch Int.random(in: 0..<5, using: &life.random) {
            case 0: try await store.flush()
            case 1: try await store.compact(thorough: Bool.random(using: &life.random))
            case 2: try await store.buildIndexes()
            default: break
            }
            var query = life.query()
            query.breakdown = life.breakdown(steps: query.definition.steps.count)
            let expected = FunnelEvaluator(
                definition: query.definition,
                range: query.range,
                now: query.now,
                breakdown: query.breakdown
            )
            #expect(
                try await store.funnel(query) == FunnelStatistics.result(of: expected.evaluate(events).tally),
                "seed \(seed), question \(question): \(query)"
            )
            #expect(
                try await store.funnelAttempts(query).attempts.rows == expected.report(events).rows,
                "attempts of seed \(seed), question \(question): \(query)"
            )
        }
    }

    private static func whatWasReceivedIsInTheNextAnswer(_ store: any EventStore) async throws {
        for number in 1...3 {
            store.receive([event(UInt64(number), "view", by: "p\(number)", day: -number)])
            #expect(try await users(store) == [number, 0])
            if number == 1 { try await store.flush() }
            if number == 2 { try await store.compact(thorough: true) }
        }
        store.receive([event(4, "buy", by: "p2", day: -1)])
        try await everywhere(store, shop: [3, 1], blog: [0, 0])
    }

    private static func flushesTellHowFarTheyCame(_ store: any EventStore) async throws {
        store.receive([event(7, "view"), event(9, "view")])
        #expect(store.unflushedCount == 2)
        #expect(store.unflushedByteCount > 0)
        #expect(try await store.flush() == 9)
        #expect(store.unflushedCount == 0)
        #expect(store.unflushedByteCount == 0)
        #expect(try await store.flush() == 9)
    }

    private static func repetitionsGoWithAMerge(_ store: any EventStore) async throws {
        for first in [UInt64(1), 101] {
            store.receive((0..<5).map { event(first + $0, "view", id: "e\($0)", by: "p\($0)") })
            try await store.flush()
        }
        let summary = try await store.compact(thorough: true)
        #expect(summary.events == 5)
        #expect(summary.duplicates == 5)
        #expect(try await store.compact(thorough: true).duplicates == 0)
        // Every step takes an event of its own: who has one only, passes one step only.
        #expect(try await users(store, steps: ["view", "view"]) == [5, 0])
    }

    /// "é" in one character, and as "e" with an accent: Swift calls them equal, their bytes are not.
    private static func bytes(_ store: any EventStore) async throws {
        let composed = "\u{E9}"
        let decomposed = "e\u{301}"
        store.receive([
            event(1, composed, by: "ada"), event(2, decomposed, by: "ada", second: 1),
            event(3, decomposed, by: composed), event(4, composed, by: decomposed),
        ])
        try await everywhere(store, steps: [composed, decomposed], shop: [2, 1], blog: [0, 0])
    }

    private static func daysBeforeADayGo(_ store: any EventStore) async throws {
        for project in [shop, blog] {
            store.receive((0..<4).map { event($0 + 1, "view", of: project, by: "p\($0)", day: -Int($0)) })
        }
        try await store.flush()
        store.receive([event(5, "view", by: "late", day: -3)])
        let summary = try await store.removeDays(of: shop, before: today.advanced(by: -1))
        #expect(summary.days == [today.advanced(by: -3), today.advanced(by: -2)])
        #expect(summary.events == 3)
        try await everywhere(store, shop: [2, 0], blog: [4, 0])
        #expect(try await store.removeDays(of: shop, before: today.advanced(by: -1)).days == [])
    }

    private static func aRemovedProjectStaysEmpty(_ store: any EventStore) async throws {
        store.receive([event(1, "view"), event(2, "view", of: blog)])
        try await store.flush()
        store.receive([event(3, "view", by: "bob")])
        try await store.removeAll(of: shop)
        store.receive([event(4, "view", by: "late")])
        try await everywhere(store, shop: [0, 0], blog: [1, 0])
    }

    /// Checks the users by step in memory, in files as they were flushed, and in merged files.
    private static func everywhere(
        _ store: any EventStore,
        steps: [String] = ["view", "buy"],
        shop users: [Int],
        blog others: [Int]
    ) async throws {
        for move in 0..<3 {
            if move == 1 { try await store.flush() }
            if move == 2 { try await store.compact(thorough: true) }
            #expect(try await Self.users(store, steps: steps) == users, "\(move)")
            #expect(try await Self.users(store, of: blog, steps: steps) == others, "\(move)")
        }
    }

    private static func event(
        _ sequence: UInt64,
        _ type: String,
        id: String? = nil,
        of project: Identifier<Project> = shop,
        by person: String = "ada",
        day: Int = 0,
        second: Int = 0
    ) -> SequencedEvent {
        let time = today.advanced(by: day).start + .seconds(second)
        let event = Event(
            id: id ?? "e\(sequence)",
            type: type,
            userID: person,
            timestamp: time,
            receivedAt: time,
            properties: "{}"
        )
        return SequencedEvent(sequence: sequence, project: project, event: event)
    }

    private static func query(
        of project: Identifier<Project> = shop,
        steps: [String] = ["view", "buy"]
    ) -> FunnelQuery {
        FunnelQuery(
            project: project,
            definition: FunnelDefinition(steps: steps.map { FunnelStep(eventTypes: [$0]) }),
            range: today.advanced(by: -10).start..<today.advanced(by: 1).start,
            now: today.advanced(by: 20).start
        )
    }

    private static func users(
        _ store: any EventStore,
        of project: Identifier<Project> = shop,
        steps: [String] = ["view", "buy"]
    ) async throws -> [Int] {
        try await store.funnel(query(of: project, steps: steps)).steps.map(\.users)
    }
}
