internal import Foundation

/// The logarithm of the gamma function for positive numbers.
///
/// The C library's writes to a global variable, which threads would share.
///
/// Source: Stirling's series, Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.41, from 15 on; smaller
/// numbers are led there by 6.1.15.
enum LogGamma {
    private static let seriesStart = 15.0

    /// The value, to some 14 digits.
    static func value(_ argument: Double) -> Double {
        precondition(argument > 0, "only of positive numbers")
        var x = argument
        var product = 1.0
        while x < seriesStart {
            product *= x
            x += 1
        }
        let square = 1 / (x * x)
        let series =
            (1.0 / 12 + square * (-1.0 / 360 + square * (1.0 / 1260 + square * (-1.0 / 1680 + square / 1188)))) / x
        return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - log(product)
    }
}
