import Testing

@testable import IAFACore

/// The values were computed apart, with whole numbers in Python or by scipy.
@Suite struct ProportionTestTests {
    @Test(arguments: [
        (3, 4, 1, 4, 0.4857142857142857), (1, 10, 9, 10, 0.001093333910671372), (0, 5, 5, 5, 0.007936507936507936),
        (2, 100, 9, 100, 0.058220717580287504), (0, 12, 3, 40, 1.0),
    ])
    func `Fisher's test sums what is no likelier`(a: Int, m: Int, b: Int, n: Int, expected: Double) {
        #expect(abs(FisherExactTest.pValue(Proportion(a, of: m), Proportion(b, of: n)) - expected) < 1e-9)
        #expect(abs(FisherExactTest.pValue(Proportion(b, of: n), Proportion(a, of: m)) - expected) < 1e-9)
    }

    @Test func `a small number among very many is tested exactly, too`() throws {
        let test = try #require(ProportionTest.pValue(Proportion(1, of: 3), Proportion(1_999_999, of: 9_999_997)))
        #expect(test.method == .fisherExact)
        // Of three of a fifth, at least one converts with a chance of 1 − 0.8³.
        #expect(abs(test.value - 0.488) < 0.001)
    }

    @Test(arguments: [
        (50, 100, 70, 100, 0.0038924171227786427), (200, 1_000, 240, 1_000, 0.030837167828904333),
        (84_458, 500_000, 85_000, 500_000, 0.1485330316689743),
    ])
    func `large groups are compared by the normal distribution`(a: Int, m: Int, b: Int, n: Int, p: Double) throws {
        let test = try #require(ProportionTest.pValue(Proportion(a, of: m), Proportion(b, of: n)))
        #expect(test.method == .twoProportions)
        #expect(abs(test.value - p) < 1e-12)
    }

    @Test func `nothing is said of nobody, and equals are equal`() throws {
        #expect(ProportionTest.pValue(Proportion(0, of: 0), Proportion(1, of: 2)) == nil)
        #expect(ProportionTest.difference(Proportion(0, of: 0), Proportion(1, of: 2)) == nil)
        #expect(ProportionTest.pValue(Proportion(0, of: 9), Proportion(0, of: 900))?.value == 1)
        #expect(ProportionTest.pValue(Proportion(9, of: 9), Proportion(900, of: 900))?.value == 1)
        #expect(ProportionTest.homogeneity([Proportion(5, of: 10)]) == nil)
        #expect(ProportionTest.homogeneity([Proportion(0, of: 100), Proportion(0, of: 100)]) == nil)
        #expect(ProportionTest.homogeneity([Proportion(1, of: 3), Proportion(2, of: 4)]) == nil)
    }

    /// The example of the paper.
    @Test func `the interval of a difference is Newcombe's`() throws {
        let interval = try #require(ProportionTest.difference(Proportion(56, of: 70), Proportion(48, of: 80)))
        #expect(abs(interval.rate - 20) < 1e-9)
        #expect(abs(interval.lower - 5.243147240236507) < 1e-9)
        #expect(abs(interval.upper - 33.387265403690606) < 1e-9)
    }

    @Test(arguments: [
        (30, 4, 4.8944371280292126e-06), (1, 10, 0.9998278843700441), (18.307, 10, 0.05000058909139812),
        (0.5, 2, 0.7788007830714049), (120, 100, 0.08440668109369182), (3.841458820694124, 1, 0.05), (0, 3, 1),
        (10_000, 3, 0),
    ])
    func `the tail is that of χ²`(value: Double, freedom: Int, tail: Double) {
        let found = ChiSquared.upperTail(value, degreesOfFreedom: freedom)
        #expect(abs(found - tail) <= 1e-10 * max(tail, 1e-5))
    }

    @Test func `two groups at once differ as two groups do`() throws {
        let groups = [Proportion(200, of: 1_000), Proportion(240, of: 1_000)]
        let test = try #require(ProportionTest.homogeneity(groups))
        #expect(test.degreesOfFreedom == 1)
        #expect(abs(test.pValue - 0.030837167828904333) < 1e-10)
    }

    @Test(
        arguments: [
            ([], []), ([0.03], [0.03]), ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
            ([0.5, 0.5, 1], [1, 1, 1]), ([0.02, 0.02], [0.04, 0.04]),
        ] as [([Double], [Double])]
    )
    func `Holm's correction multiplies by how many are left`(values: [Double], adjusted: [Double]) {
        for (found, expected) in zip(ProportionTest.holm(values), adjusted) { #expect(abs(found - expected) < 1e-12) }
    }

    @Test func `of equals, few are called different`() {
        var random = SplitMix64(seed: 5)
        var wrong = 0
        for _ in 0..<400 {
            // Twelve groups of one true share, each against the rest, corrected: one verdict in twenty may be wrong.
            let groups = (0..<12).map { _ in
                let whole = Int.random(in: 1...300, using: &random)
                return Proportion((0..<whole).count { _ in Int.random(in: 0..<10, using: &random) == 0 }, of: whole)
            }
            let (part, whole) = groups.reduce((0, 0)) { ($0.0 + $1.part, $0.1 + $1.whole) }
            let values = groups.map {
                ProportionTest.pValue($0, Proportion(part - $0.part, of: whole - $0.whole))?.value ?? 1
            }
            if ProportionTest.holm(values).contains(where: { $0 < ProportionTest.level }) { wrong += 1 }
        }
        #expect(wrong <= 400 / 15, "\(wrong) of 400")
    }
}
