internal import Foundation

/// Whether proportions differ by more than chance explains.
package enum ProportionTest {
    /// The chance of an error that a verdict takes: of a hundred comparisons of equals, five are called different.
    package static let level = 0.05

    /// The least number that chance may let expect in a cell for the tests by the normal distribution.
    ///
    /// Source: Cochran, "Some methods for strengthening the common χ² tests", Biometrics 10, 1954.
    private static let leastExpected = 5.0

    /// How two proportions were compared.
    package enum Method: String, Sendable {
        /// Fisher's exact test, where a number is too small for the other one.
        case fisherExact = "fisher_exact"
        /// The two-sided test of two proportions with a common variance, which is the χ² test of a table of four.
        case twoProportions = "two_proportions"
    }

    /// How likely it is that two groups whose true shares are equal differ at least as much as these, and the method.
    ///
    /// Nil where one of them is of nobody.
    package static func pValue(_ left: Proportion, _ right: Proportion) -> (value: Double, method: Method)? {
        guard left.whole > 0, right.whole > 0 else { return nil }
        let count = Double(left.whole) + Double(right.whole)
        let converted = Double(left.part) + Double(right.part)
        let fewest = min(converted, count - converted) * Double(min(left.whole, right.whole)) / count
        // Where everybody converted, or nobody, there is nothing to tell apart.
        guard converted > 0, converted < count else { return (1, .fisherExact) }
        guard fewest >= leastExpected else { return (FisherExactTest.pValue(left, right), .fisherExact) }
        let common = converted / count
        let variance = common * (1 - common) * (1 / Double(left.whole) + 1 / Double(right.whole))
        let z = (left.share - right.share) / variance.squareRoot()
        return (erfc(abs(z) / 2.0.squareRoot()), .twoProportions)
    }

    /// The 95 % interval of the difference between two shares, left less right, in percentage points.
    ///
    /// Nil where one of them is of nobody.
    ///
    /// Source: Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
    /// methods", Statistics in Medicine 17, 1998, method 10.
    package static func difference(_ left: Proportion, _ right: Proportion) -> ConversionInterval? {
        guard left.whole > 0, right.whole > 0 else { return nil }
        let leftInterval = FunnelStatistics.interval(left.part, of: left.whole)
        let rightInterval = FunnelStatistics.interval(right.part, of: right.whole)
        let (l, r) = (leftInterval.rate, rightInterval.rate)
        func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        return ConversionInterval(
            rate: l - r,
            lower: l - r - length(l - leftInterval.lower, rightInterval.upper - r),
            upper: l - r + length(leftInterval.upper - l, r - rightInterval.lower)
        )
    }

    /// Whether several groups may have one share: χ², its degrees of freedom, and how likely so large a one is if so.
    ///
    /// Nil of fewer than two groups, where everybody converted or nobody, and where the groups are so small that the
    /// test would mislead: an expected number below 1, or more than a fifth of them below 5.
    ///
    /// Source: Pearson, "On the criterion …", Philosophical Magazine 50, 1900; the rule for small numbers is Cochran's
    /// of 1954.
    package static func homogeneity(
        _ groups: [Proportion]
    ) -> (chiSquared: Double, degreesOfFreedom: Int, pValue: Double)? {
        let groups = groups.filter { $0.whole > 0 }
        let whole = groups.reduce(0.0) { $0 + Double($1.whole) }
        let part = groups.reduce(0.0) { $0 + Double($1.part) }
        guard groups.count > 1, part > 0, part < whole else { return nil }
        let share = part / whole
        var sum = 0.0
        var fewCells = 0
        for group in groups {
            for (observed, share) in [(group.part, share), (group.rest, 1 - share)] {
                let expected = Double(group.whole) * share
                guard expected >= 1 else { return nil }
                if expected < leastExpected { fewCells += 1 }
                sum += (Double(observed) - expected) * (Double(observed) - expected) / expected
            }
        }
        guard fewCells * 5 <= groups.count * 2 else { return nil }
        let freedom = groups.count - 1
        return (sum, freedom, ChiSquared.upperTail(sum, degreesOfFreedom: freedom))
    }

    /// What p-values come to when so many are looked at: each is then compared with ``level`` as it stands.
    ///
    /// The chance that any of the verdicts is wrong stays at the level, whatever the values have to do with each other.
    ///
    /// Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6,
    /// 1979.
    package static func holm(_ values: [Double]) -> [Double] {
        var adjusted = values
        var greatest = 0.0
        for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
            greatest = max(greatest, min(1, values[index] * Double(values.count - rank)))
            adjusted[index] = greatest
        }
        return adjusted
    }
}
