extension FunnelCorrelations.Correlation: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, eventType, property, value, users, conversions, conversionRate, usersWithout, conversionsWithout
        case conversionRateWithout, oddsRatio, oddsRatioInterval, pValue, adjustedPValue, differs
    }

    private enum IntervalKeys: String, CodingKey {
        case lower, upper
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch candidate {
        case .eventType(let type):
            try container.encode("event", forKey: .kind)
            try container.encode(type, forKey: .eventType)
        case .property(let name, let value):
            try container.encode("property", forKey: .kind)
            try container.encode(name, forKey: .property)
            try container.encode(BreakdownValue(value), forKey: .value)
        }
        try container.encode(with.whole, forKey: .users)
        try container.encode(with.part, forKey: .conversions)
        try container.encode(100 * with.share, forKey: .conversionRate)
        try container.encode(without.whole, forKey: .usersWithout)
        try container.encode(without.part, forKey: .conversionsWithout)
        try container.encode(100 * without.share, forKey: .conversionRateWithout)
        try container.encode(oddsRatio, forKey: .oddsRatio)
        var interval = container.nestedContainer(keyedBy: IntervalKeys.self, forKey: .oddsRatioInterval)
        try interval.encode(lower, forKey: .lower)
        try interval.encode(upper, forKey: .upper)
        try container.encode(pValue, forKey: .pValue)
        try container.encode(adjustedPValue, forKey: .adjustedPValue)
        try container.encode(differs, forKey: .differs)
    }
}
