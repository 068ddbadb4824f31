internal import Foundation

/// The χ² distribution.
enum ChiSquared {
    private static let mostTerms = 10_000
    private static let precision = 1e-15

    /// How likely a value at least as large is.
    ///
    /// Source: the regularized incomplete gamma function Q(a, x) by its series below a + 1 (Abramowitz and Stegun,
    /// 6.5.29) and by its continued fraction above (6.5.31), evaluated as Lentz does; Press et al., "Numerical
    /// Recipes", 6.2.
    static func upperTail(_ value: Double, degreesOfFreedom: Int) -> Double {
        let a = Double(degreesOfFreedom) / 2
        let x = value / 2
        guard x > 0 else { return 1 }
        let factor = exp(-x + a * log(x) - LogGamma.value(a))
        if x < a + 1 { return min(1, max(0, 1 - factor * series(a, x))) }
        return min(1, max(0, factor * fraction(a, x)))
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        for index in 1...mostTerms {
            term *= x / (a + Double(index))
            sum += term
            if term < sum * precision { break }
        }
        return sum
    }

    private static func fraction(_ a: Double, _ x: Double) -> Double {
        let tiny = Double.leastNormalMagnitude
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var value = d
        for index in 1...mostTerms {
            let step = -Double(index) * (Double(index) - a)
            b += 2
            d = step * d + b
            if abs(d) < tiny { d = tiny }
            c = b + step / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            value *= d * c
            if abs(d * c - 1) < precision { break }
        }
        return value
    }
}
