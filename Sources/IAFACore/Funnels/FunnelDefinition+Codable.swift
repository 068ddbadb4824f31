// Funnels are stored and answered in the form in which they are sent, keys in camel case for the coders' strategies.

extension FunnelDefinition: Codable {
    private enum CodingKeys: String, CodingKey {
        case stages, conversionWindowSeconds
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let steps = try container.decode([FunnelStep].self, forKey: .stages)
        let window = Duration.seconds(try container.decode(Int64.self, forKey: .conversionWindowSeconds))
        guard Self.stepCountRange.contains(steps.count), Self.conversionWindowRange.contains(window) else {
            throw DecodingError.dataCorruptedError(
                forKey: .stages,
                in: container,
                debugDescription: "a funnel has 2 to 20 stages and a window of 1 second to 366 days"
            )
        }
        self.init(steps: steps, conversionWindow: window)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(steps, forKey: .stages)
        try container.encode(conversionWindow.components.seconds, forKey: .conversionWindowSeconds)
    }
}

extension FunnelStep: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, eventTypes, filters
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let eventTypes = try container.decode([String].self, forKey: .eventTypes)
        guard !eventTypes.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .eventTypes,
                in: container,
                debugDescription: "a stage needs an event type"
            )
        }
        self.init(
            name: try container.decodeIfPresent(String.self, forKey: .name),
            eventTypes: eventTypes,
            filters: try container.decodeIfPresent([PropertyFilter].self, forKey: .filters) ?? []
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(eventTypes, forKey: .eventTypes)
        if !filters.isEmpty { try container.encode(filters, forKey: .filters) }
    }
}

extension PropertyFilter: Codable {
    private enum CodingKeys: String, CodingKey {
        case property, `operator`, value
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let property = try container.decode(String.self, forKey: .property)
        let name = try container.decode(String.self, forKey: .operator)
        let operand = try container.decodeIfPresent(FilterOperand.self, forKey: .value)
        do {
            self = try PropertyFilter(property: property, operator: name, operand: operand)
        } catch {
            throw DecodingError.dataCorruptedError(
                forKey: .operator,
                in: container,
                debugDescription: error.description
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(property, forKey: .property)
        try container.encode(condition.operatorName, forKey: .operator)
        try container.encodeIfPresent(condition.operand, forKey: .value)
    }
}
