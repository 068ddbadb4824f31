import Testing

@testable import IAFACore

@Suite struct FunnelBreakdownTableTests {
    /// The attempts of one value alone must come to the row of that value.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func `each row is the funnel of its attempts alone`(batch: UInt64) throws {
        for seed in batch * 100..<(batch + 1) * 100 {
            let random = try RandomAttempts(seed: seed)
            let (all, definition) = (random.attempts, random.query.definition)
            let limit = Int(seed % 8) + 1
            let table = FunnelBreakdownTable(all, of: definition, limit: limit)
            var counted = all.values.indices.map { value in
                (0..<all.count).filter { Int(all.valueIDs[$0]) == value }
            }
            func entrants(_ rows: [Int]) -> Int { rows.count { all.endings[$0] != .excluded } }
            #expect(table.distinctValues == counted.dropFirst().count { entrants($0) > 0 }, "seed \(seed)")
            var users: [Int] = []
            for row in table.rows {
                var rows: [Int] = []
                switch row.label {
                case .value(let value):
                    let place = try #require(all.values.firstIndex(of: value))
                    rows = counted[place]
                    counted[place] = []
                    users.append(entrants(rows))
                case .missing:
                    rows = counted[0]
                    counted[0] = []
                case .other: rows = counted.dropFirst().flatMap(\.self)
                }
                #expect(entrants(rows) > 0, "seed \(seed)")
                #expect(row.result == Self.naive(all, rows, definition), "seed \(seed) \(row.label)")
            }
            #expect(users == users.sorted(by: >) && users.count <= limit, "seed \(seed)")
            let rest = counted.dropFirst().map(entrants).max() ?? 0
            if table.rows.last?.label == .other { #expect(rest <= users.last ?? 0, "seed \(seed)") }
        }
    }

    /// Counted step by step, without the columns.
    private static func naive(_ all: FunnelAttempts, _ rows: [Int], _ definition: FunnelDefinition) -> FunnelResult {
        var tally = FunnelTally(stepCount: all.stepCount)
        tally.isOptional = definition.steps.map(\.isOptional)
        let required = definition.requiredSteps
        for row in rows {
            if all.endings[row] == .excluded {
                tally.excludedCount += 1
                continue
            }
            let times = (0..<all.stepCount).map { all.time(of: row, step: $0) }
            let last = required[Int(all.reaches[row]) - 1]
            tally.reachCounts[last] += 1
            if all.endings[row] == .inProgress { tally.inProgressCounts[last] += 1 }
            if last == all.stepCount - 1, let end = times[last] { tally.totalDurations.append(end - all.starts[row]) }
            for step in 1..<all.stepCount {
                guard let time = times[step] else { continue }
                let isOptional = definition.steps[step].isOptional
                if isOptional { tally.optionalCounts[step] += 1 }
                let before = (0..<step).last { times[$0] != nil && (isOptional || !definition.steps[$0].isOptional) }
                if let before, let previous = times[before] { tally.stepDurations[step - 1].append(time - previous) }
            }
        }
        return FunnelStatistics.result(of: tally)
    }

    private static func attempts(_ groups: [(PropertyValue, users: Int, converted: Int)]) -> FunnelAttempts {
        var attempts = FunnelAttempts(stepCount: 2)
        attempts.values = groups.map(\.0)
        for (value, group) in groups.enumerated() {
            for user in 0..<group.users {
                let isConverted = user < group.converted
                attempts.keys.append(UInt64(attempts.count))
                attempts.starts.append(0)
                attempts.reaches.append(isConverted ? 2 : 1)
                attempts.times += [0, isConverted ? 1_000_000 : FunnelAttempts.notTaken]
                attempts.valueIDs.append(UInt32(value))
                attempts.endings.append(isConverted ? .converted : .neverCame)
            }
        }
        return attempts
    }

    @Test func `a value that differs is told from those that do not`() throws {
        let attempts = Self.attempts([
            (.missing, 400, 80), (.string("ios"), 1_000, 200), (.string("web"), 900, 181), (.string("tv"), 800, 320),
        ])
        let table = FunnelBreakdownTable(attempts, of: FunnelFixture.funnel("a b"), limit: 25)
        #expect(
            table.rows.map(\.label)
                == [.value(.string("ios")), .value(.string("web")), .value(.string("tv")), .missing]
        )
        #expect(table.test?.differs == true)
        let contrasts = table.rows.compactMap(\.contrast)
        #expect(contrasts.map { $0.difference.rate > 0 } == [false, false, true, false])
        #expect(contrasts[2].differs && contrasts[2].adjustedPValue >= contrasts[2].pValue)
        #expect(contrasts.allSatisfy { $0.method == .twoProportions })
    }

    @Test func `few are tested exactly, and too few for all at once are not`() throws {
        let attempts = Self.attempts([(.missing, 0, 0), (.string("a"), 3, 3), (.string("b"), 4, 1)])
        let table = FunnelBreakdownTable(attempts, of: FunnelFixture.funnel("a b"), limit: 25)
        #expect(table.test == nil)
        #expect(table.rows.map { $0.contrast?.method } == [.fisherExact, .fisherExact])
        #expect(table.rows.allSatisfy { $0.contrast?.differs == false })
    }

    @Test func `one group alone is beside nobody`() {
        let attempts = Self.attempts([(.missing, 30, 10)])
        let table = FunnelBreakdownTable(attempts, of: FunnelFixture.funnel("a b"), limit: 25)
        #expect(table.rows.map(\.label) == [.missing])
        #expect(table.rows.allSatisfy { $0.contrast == nil } && table.test == nil && table.distinctValues == 0)
        let none = FunnelBreakdownTable(FunnelAttempts(stepCount: 2), of: FunnelFixture.funnel("a b"), limit: 25)
        #expect(none.rows.isEmpty && none.test == nil)
    }

    @Test func `of a hundred thousand values the most frequent have rows`() {
        var groups: [(PropertyValue, users: Int, converted: Int)] = [(.missing, 1, 0)]
        groups += (0..<100_000).map { (.number(Double($0)), $0 % 1_000 == 7 ? 2 : 1, 1) }
        let table = FunnelBreakdownTable(Self.attempts(groups), of: FunnelFixture.funnel("a b"), limit: 100)
        #expect(table.rows.count == 102 && table.distinctValues == 100_000)
        #expect(table.rows.prefix(100).allSatisfy { $0.result.conversionCounts.whole == 2 })
        #expect(table.rows[0].label == .value(.number(7)) && table.rows[1].label == .value(.number(1_007)))
        #expect(table.rows[101].label == .other && table.rows[101].result.conversionCounts.whole == 99_900)
    }
}
