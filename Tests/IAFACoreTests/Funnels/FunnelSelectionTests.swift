import Testing

@testable import IAFACore

@Suite struct FunnelSelectionTests {
    /// Whoever is counted in a number of the table is behind it, and nobody else.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func `the persons behind a number are as many as it says`(seed: UInt64) throws {
        let random = try RandomAttempts(seed: seed)
        let (attempts, definition) = (random.attempts, random.query.definition)
        let tally = attempts.tallies(of: definition, groups: 1) { _ in 0 }[0]
        let result = FunnelStatistics.result(of: tally)
        func count(_ step: Int, _ outcome: FunnelOutcome) -> Int {
            let filter = FunnelPersonFilter(step: step, outcome: outcome)
            let selection = FunnelSelection(attempts, of: definition, filter)
            return (0..<attempts.count).count { selection.contains($0) }
        }
        for (step, numbers) in result.steps.enumerated() where !definition.steps[step].isOptional {
            #expect(count(step, .converted) == numbers.users, "seed \(seed)")
            #expect(count(step, .inProgress) == numbers.inProgress, "seed \(seed)")
            #expect(count(step, .dropped) == numbers.dropOff, "seed \(seed) step \(step)")
            let before = definition.requiredSteps.last { $0 < step }.map { result.steps[$0].users }
            #expect(count(step, .any) == before ?? result.steps[0].users, "seed \(seed)")
        }
        for step in definition.steps.indices where definition.steps[step].isOptional {
            #expect(count(step, .converted) == tally.optionalCounts[step], "seed \(seed)")
        }
        #expect(count(0, .excluded) == tally.excludedCount, "seed \(seed)")
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `pages hold everybody once, in order`(seed: UInt64) throws {
        var random = try RandomAttempts(seed: seed, count: 200)
        let value = random.attempts.values.randomElement(using: &random.random)
        let filter = FunnelPersonFilter(
            outcome: FunnelOutcome.allCases.randomElement(using: &random.random) ?? .any,
            value: Bool.random(using: &random.random) ? value : nil
        )
        let attempts = random.attempts
        let selection = FunnelSelection(attempts, of: random.query.definition, filter)
        let limit = Int.random(in: 1...30, using: &random.random)
        var found: [Int] = []
        var place: FunnelPlace?
        while true {
            let page = selection.page(after: place, limit: limit)
            found += page.rows
            #expect(page.rows.count <= limit && (!page.hasMore || page.rows.count == limit))
            place = page.rows.last.map { attempts.place(of: $0) }
            if !page.hasMore { break }
        }
        let expected = (0..<attempts.count).filter { row in
            let isOfValue = filter.value.map { attempts.values[Int(attempts.valueIDs[row])] == $0 } ?? true
            let isExcluded = attempts.endings[row] == .excluded
            switch filter.outcome {
            case .converted, .any: return isOfValue && !isExcluded
            case .excluded: return isOfValue && isExcluded
            case .inProgress: return isOfValue && attempts.endings[row] == .inProgress && attempts.reaches[row] == 1
            case .dropped: return false
            }
        }
        #expect(found == expected.sorted { attempts.place(of: $0) < attempts.place(of: $1) }, "seed \(seed)")
        #expect(Set(selection.rowsInOrderOfEntry()) == Set(expected), "seed \(seed)")
    }

    @Test func `a cursor is good for its own question alone`() throws {
        let now = Timestamp(microseconds: 5_000)
        let place = FunnelPlace(key: .max - 7, start: -12)
        let cursor = FunnelCursor(question: 99, now: Timestamp(microseconds: 4_000), place: place)
        #expect(try FunnelCursor(cursor.text, question: 99, now: now) == cursor)
        for text in ["", "a", cursor.text + "A", String(cursor.text.dropLast(4)), "AAAA", "é\(cursor.text)"] {
            #expect(throws: ValidationFailure.self) { try FunnelCursor(text, question: 99, now: now) }
        }
        #expect(throws: ValidationFailure.self) { try FunnelCursor(cursor.text, question: 98, now: now) }
        #expect(throws: ValidationFailure.self) {
            try FunnelCursor(cursor.text, question: 99, now: Timestamp(microseconds: 3_999))
        }
    }
}
