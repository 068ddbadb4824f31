/// The funnel of each value of a property, and whether they differ by more than chance.
package struct FunnelBreakdownTable: Sendable, Equatable {
    /// How many values get a row of their own.
    package static let limitRange = 1...100
    package static let defaultLimit = 25

    /// By the number of those who entered, most first; then those without a value, then all that have no row.
    package let rows: [Row]

    /// How many values there are, those without a row included.
    package let distinctValues: Int

    /// Whether all rows may have one conversion rate; nil where there are too few for a verdict.
    package let test: Test?

    /// Whose attempts a row counts.
    package enum Label: Sendable, Hashable {
        case value(PropertyValue)
        /// The property was missing or null.
        case missing
        /// All values that have no row.
        case other
    }

    /// The numbers of one value.
    package struct Row: Sendable, Equatable {
        package let label: Label
        package let result: FunnelResult
        /// Beside all other rows together; nil of the only one.
        package let contrast: Contrast?
    }

    /// One group beside the rest.
    package struct Contrast: Sendable, Equatable {
        /// The group's conversion rate less that of the rest, in percentage points, with its 95 % interval.
        package let difference: ConversionInterval
        package let method: ProportionTest.Method
        /// How likely so large a difference is where there is none.
        package let pValue: Double
        /// The same by Holm's correction for as many comparisons as there are rows.
        package let adjustedPValue: Double
        /// Whether that is below ``ProportionTest/level``.
        package var differs: Bool { adjustedPValue < ProportionTest.level }
    }

    /// All groups at once.
    package struct Test: Sendable, Equatable {
        package let chiSquared: Double
        package let degreesOfFreedom: Int
        package let pValue: Double
        package var differs: Bool { pValue < ProportionTest.level }
    }

    /// Counts attempts by their values.
    ///
    /// - Parameters:
    ///   - attempts: Those that count, with values; those that were excluded are passed over.
    ///   - definition: The funnel.
    ///   - limit: How many values get a row of their own.
    package init(_ attempts: FunnelAttempts, of definition: FunnelDefinition, limit: Int) {
        var entrants = Array(repeating: 0, count: attempts.values.count)
        for row in 0..<attempts.count where attempts.endings[row] != .excluded {
            entrants[Int(attempts.valueIDs[row])] += 1
        }
        let present = attempts.values.indices.filter { entrants[$0] > 0 && attempts.values[$0] != .missing }
        let top = Self.largest(present, limit) { left, right in
            if entrants[left] != entrants[right] { return entrants[left] > entrants[right] }
            return attempts.values[left].precedes(attempts.values[right])
        }
        // By value: the place of its row. What is missing comes behind the values, the rest behind that.
        var places = Array(repeating: top.count + 1, count: attempts.values.count)
        for (place, value) in top.enumerated() { places[value] = place }
        for value in attempts.values.indices where attempts.values[value] == .missing { places[value] = top.count }
        let tallies = attempts.tallies(of: definition, groups: top.count + 2) { places[Int(attempts.valueIDs[$0])] }
        let labels = top.map { Label.value(attempts.values[$0]) } + [.missing, .other]
        let results = zip(labels, tallies.map { FunnelStatistics.result(of: $0) })
            .filter { $0.1.conversionCounts.whole > 0 }
        let contrasts = Self.contrasts(results.map(\.1.conversionCounts))
        rows = zip(results, contrasts).map { Row(label: $0.0, result: $0.1, contrast: $1) }
        distinctValues = present.count
        test = ProportionTest.homogeneity(results.map(\.1.conversionCounts)).map {
            Test(chiSquared: $0.chiSquared, degreesOfFreedom: $0.degreesOfFreedom, pValue: $0.pValue)
        }
    }

    /// The first so many in an order, without sorting all.
    private static func largest(_ values: [Int], _ count: Int, _ precedes: (Int, Int) -> Bool) -> [Int] {
        var top: [Int] = []
        for value in values {
            guard top.count < count || precedes(value, top[count - 1]) else { continue }
            top.insert(value, at: top.partitionPoint { precedes(value, $0) })
            if top.count > count { top.removeLast() }
        }
        return top
    }

    private static func contrasts(_ groups: [Proportion]) -> [Contrast?] {
        let parts = groups.reduce(0) { $0 + $1.part }
        let whole = groups.reduce(0) { $0 + $1.whole }
        let found = groups.map { group -> (ConversionInterval, Double, ProportionTest.Method)? in
            let rest = Proportion(parts - group.part, of: whole - group.whole)
            guard let difference = ProportionTest.difference(group, rest),
                let (value, method) = ProportionTest.pValue(group, rest)
            else { return nil }
            return (difference, value, method)
        }
        let adjusted = ProportionTest.holm(found.map { $0?.1 ?? 1 })
        return zip(found, adjusted).map { found, adjusted in
            found.map { Contrast(difference: $0.0, method: $0.2, pValue: $0.1, adjustedPValue: adjusted) }
        }
    }
}

extension PropertyValue {
    /// An order for values that are equally frequent, so that an answer is the same each time.
    package func precedes(_ other: PropertyValue) -> Bool {
        switch (self, other) {
        case (.bool(let left), .bool(let right)): !left && right
        case (.number(let left), .number(let right)): left < right
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .missing, .null: 0
        case .bool: 1
        case .number: 2
        case .string: 3
        case .other: 4
        }
    }
}
