extension FunnelAnswer {
    /// The funnel on other days, and what differs.
    package struct Comparison: Encodable, Sendable {
        package let dateRange: DateRange
        package let stages: [ComparedStage]
        package let overallConversionRate: Double
        package let overallConversionInterval: Interval
        package let timeToConvert: Times?
        /// In percentage points; nil where on either days nobody entered.
        package let difference: Double?
        package let differenceInterval: Interval?
        package let method: String?
        package let pValue: Double?
        package let differs: Bool

        init(_ comparison: FunnelComparison, dates: DateRange, _ definition: FunnelDefinition) {
            dateRange = dates
            stages = zip(FunnelAnswer.stages(of: definition, comparison.other), comparison.steps).map {
                ComparedStage(stage: $0, difference: $1)
            }
            overallConversionRate = comparison.other.conversion.rate
            overallConversionInterval = Interval(comparison.other.conversion)
            let window = definition.conversionWindow.components.seconds
            timeToConvert = comparison.other.timeToConvert.map { Times($0, window: window) }
            difference = comparison.difference?.rate
            differenceInterval = comparison.difference.map(Interval.init)
            method = comparison.method?.rawValue
            pValue = comparison.pValue
            differs = comparison.differs
        }
    }

    /// A step on the other days, and what these days' rates have more than its.
    package struct ComparedStage: Encodable, Sendable {
        package let stage: Stage
        package let difference: FunnelComparison.Step

        private enum CodingKeys: String, CodingKey {
            case conversionRateDifference, stepConversionRateDifference
        }

        package func encode(to encoder: any Encoder) throws {
            try stage.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(difference.conversionRate, forKey: .conversionRateDifference)
            try container.encode(difference.stepConversionRate, forKey: .stepConversionRateDifference)
        }
    }
}
