/// A funnel's numbers beside those of other days.
package struct FunnelComparison: Sendable, Equatable {
    /// The numbers of the other days.
    package let other: FunnelResult

    /// By step, this less the other, in percentage points.
    package let steps: [Step]

    /// The overall conversion rate less the other, in percentage points, with its 95 % interval; nil where either is of
    /// nobody.
    package let difference: ConversionInterval?
    package let method: ProportionTest.Method?

    /// How likely so large a difference is where there is none.
    package let pValue: Double?
    package var differs: Bool { pValue.map { $0 < ProportionTest.level } ?? false }

    /// What a step differs by, in percentage points.
    package struct Step: Sendable, Equatable {
        package let conversionRate: Double
        package let stepConversionRate: Double
    }

    package init(_ result: FunnelResult, with other: FunnelResult) {
        self.other = other
        steps = zip(result.steps, other.steps).map { this, other in
            Step(
                conversionRate: this.conversionRate - other.conversionRate,
                stepConversionRate: this.stepConversionRate - other.stepConversionRate
            )
        }
        let (these, those) = (result.conversionCounts, other.conversionCounts)
        difference = ProportionTest.difference(these, those)
        let test = ProportionTest.pValue(these, those)
        method = test?.method
        pValue = test?.value
    }
}
