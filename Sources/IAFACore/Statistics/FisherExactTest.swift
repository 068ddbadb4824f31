internal import Foundation

/// Fisher's exact test of a table of four numbers, for groups that are too small for the normal distribution.
///
/// Source: Fisher, "Statistical Methods for Research Workers", 1934; two-sided as R's fisher.test is: the sum over all
/// tables of the same margins that are no likelier than the one observed.
enum FisherExactTest {
    /// Likelihoods that differ by less are the same one, computed in two ways; R's value.
    private static let tolerance = 1e-7

    /// How likely two groups of the same true share are to differ at least as much as these.
    ///
    /// Takes time by the smallest margin of the table.
    static func pValue(_ left: Proportion, _ right: Proportion) -> Double {
        let parts = left.part + right.part
        let count = left.whole + right.whole
        let tables = max(0, parts - right.whole)...min(left.whole, parts)
        let constant = logChoices(count, parts)
        func logLikelihood(_ part: Int) -> Double {
            logChoices(left.whole, part) + logChoices(right.whole, parts - part) - constant
        }
        let observed = logLikelihood(left.part) + tolerance
        let sum = tables.reduce(0.0) { sum, part in
            let likelihood = logLikelihood(part)
            return likelihood <= observed ? sum + exp(likelihood) : sum
        }
        return min(1, sum)
    }

    /// The logarithm of the number of ways to choose so many of so many.
    private static func logChoices(_ count: Int, _ chosen: Int) -> Double {
        logFactorial(count) - logFactorial(chosen) - logFactorial(count - chosen)
    }

    private static func logFactorial(_ number: Int) -> Double { LogGamma.value(Double(number) + 1) }
}
