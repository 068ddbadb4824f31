extension FunnelAnswer {
    /// The funnel of each value of a property.
    package struct Breakdown: Encodable, Sendable {
        package let property: String
        /// `first`, `last` or `step`.
        package let at: String
        /// Counted from 1.
        package let step: Int?
        package let limit: Int
        package let distinctValues: Int
        package let rows: [Row]
        /// Nil where there are too few for a verdict.
        package let test: Test?

        init(
            _ breakdown: FunnelBreakdown,
            _ table: FunnelBreakdownTable,
            _ details: FunnelDetails,
            _ definition: FunnelDefinition
        ) {
            property = breakdown.property
            switch breakdown.at {
            case .first: (at, step) = ("first", nil)
            case .last: (at, step) = ("last", nil)
            case .step(let index): (at, step) = ("step", index + 1)
            }
            limit = details.breakdownLimit
            distinctValues = table.distinctValues
            rows = table.rows.map { Row($0, definition) }
            test = table.test.map(Test.init)
        }
    }

    /// The funnel of one value.
    package struct Row: Encodable, Sendable {
        package let label: FunnelBreakdownTable.Label
        package let users: Int
        package let conversions: Int
        package let conversionRate: Double
        package let conversionInterval: Interval
        package let timeToConvert: Times?
        package let stages: [Stage]
        package let contrast: Contrast?

        init(_ row: FunnelBreakdownTable.Row, _ definition: FunnelDefinition) {
            label = row.label
            users = row.result.conversionCounts.whole
            conversions = row.result.conversionCounts.part
            conversionRate = row.result.conversion.rate
            conversionInterval = Interval(row.result.conversion)
            let window = definition.conversionWindow.components.seconds
            timeToConvert = row.result.timeToConvert.map { Times($0, window: window) }
            stages = FunnelAnswer.stages(of: definition, row.result, isOfAll: false)
            contrast = row.contrast.map(Contrast.init)
        }

        private enum CodingKeys: String, CodingKey {
            case kind, value, users, conversions, conversionRate, conversionInterval, timeToConvert, stages, contrast
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(label.kind, forKey: .kind)
            if let value = label.value { try container.encode(value, forKey: .value) }
            try container.encode(users, forKey: .users)
            try container.encode(conversions, forKey: .conversions)
            try container.encode(conversionRate, forKey: .conversionRate)
            try container.encode(conversionInterval, forKey: .conversionInterval)
            try container.encodeIfPresent(timeToConvert, forKey: .timeToConvert)
            try container.encode(stages, forKey: .stages)
            try container.encodeIfPresent(contrast, forKey: .contrast)
        }
    }

    /// One group beside the rest.
    package struct Contrast: Encodable, Sendable {
        /// In percentage points.
        package let difference: Double
        package let differenceInterval: Interval
        package let method: String
        package let pValue: Double
        package let adjustedPValue: Double
        package let differs: Bool

        init(_ contrast: FunnelBreakdownTable.Contrast) {
            difference = contrast.difference.rate
            differenceInterval = Interval(contrast.difference)
            method = contrast.method.rawValue
            pValue = contrast.pValue
            adjustedPValue = contrast.adjustedPValue
            differs = contrast.differs
        }
    }

    /// All groups at once.
    package struct Test: Encodable, Sendable {
        package let method = "chi_squared"
        package let chiSquared: Double
        package let degreesOfFreedom: Int
        package let pValue: Double
        package let differs: Bool

        init(_ test: FunnelBreakdownTable.Test) {
            chiSquared = test.chiSquared
            degreesOfFreedom = test.degreesOfFreedom
            pValue = test.pValue
            differs = test.differs
        }
    }
}

extension FunnelBreakdownTable.Label {
    /// What a row stands for, for programs.
    package var kind: String {
        switch self {
        case .value(.other): "structure"
        case .value: "value"
        case .missing: "missing"
        case .other: "other"
        }
    }

    /// The value in JSON; nil where the row stands for several.
    package var value: BreakdownValue? {
        switch self {
        case .value(.other), .other: nil
        case .value(let value): BreakdownValue(value)
        case .missing: BreakdownValue(.missing)
        }
    }
}

/// A value of a property as it stands in an answer; null where there is none.
package struct BreakdownValue: Encodable, Sendable, Hashable {
    package let value: PropertyValue

    package init(_ value: PropertyValue) { self.value = value }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .bool(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .missing, .null, .other: try container.encodeNil()
        }
    }
}
