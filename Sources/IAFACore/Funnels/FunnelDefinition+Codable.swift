// Funnels are stored and answered in the form in which they are sent, keys in camel case for the coders' strategies.

extension FunnelDefinition: Codable {
    private enum CodingKeys: String, CodingKey {
        case stages, conversionWindowSeconds, order, entry, countBy, rangeAppliesTo, tieWindowSeconds, holdConstant
        case exclusions, exclude, preset
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
        // Funnels of earlier versions have no options.
        var options = FunnelOptions()
        options.order = try container.decodeIfPresent(FunnelOrder.self, forKey: .order) ?? options.order
        options.entry = try container.decodeIfPresent(FunnelEntry.self, forKey: .entry) ?? options.entry
        options.unit = try container.decodeIfPresent(FunnelUnit.self, forKey: .countBy) ?? options.unit
        options.rangeRule = try container.decodeIfPresent(FunnelRangeRule.self, forKey: .rangeAppliesTo) ?? .events
        options.tieWindow = .seconds(try container.decodeIfPresent(Int64.self, forKey: .tieWindowSeconds) ?? 0)
        options.heldProperties = try container.decodeIfPresent([String].self, forKey: .holdConstant) ?? []
        options.exclusions = try container.decodeIfPresent([FunnelExclusion].self, forKey: .exclusions) ?? []
        options.exclusionScope = try container.decodeIfPresent(FunnelExclusionScope.self, forKey: .exclude) ?? .attempt
        options.preset = try container.decodeIfPresent(FunnelPreset.self, forKey: .preset)
        self.init(steps: steps, conversionWindow: window, options: options)
        if let conflict = conflicts.first {
            throw DecodingError.dataCorruptedError(
                forKey: .stages,
                in: container,
                debugDescription: "\(conflict.field): \(conflict.message)"
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(steps, forKey: .stages)
        try container.encode(conversionWindow.components.seconds, forKey: .conversionWindowSeconds)
        try container.encode(options.order, forKey: .order)
        try container.encode(options.entry, forKey: .entry)
        try container.encode(options.unit, forKey: .countBy)
        try container.encode(options.rangeRule, forKey: .rangeAppliesTo)
        try container.encode(options.tieWindow.components.seconds, forKey: .tieWindowSeconds)
        try container.encode(options.heldProperties, forKey: .holdConstant)
        try container.encode(options.exclusions, forKey: .exclusions)
        try container.encode(options.exclusionScope, forKey: .exclude)
        try container.encodeIfPresent(options.preset, forKey: .preset)
    }
}

extension FunnelExclusion: Codable {
    private enum CodingKeys: String, CodingKey {
        case eventTypes, filters, fromStep, toStep
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let eventTypes = try container.decode([String].self, forKey: .eventTypes)
        let from = try container.decode(Int.self, forKey: .fromStep)
        let to = try container.decode(Int.self, forKey: .toStep)
        guard !eventTypes.isEmpty, from > 0, from < to else {
            throw DecodingError.dataCorruptedError(
                forKey: .eventTypes,
                in: container,
                debugDescription: "an exclusion needs an event type, and two steps in order"
            )
        }
        self.init(
            eventTypes: eventTypes,
            filters: try container.decodeIfPresent([PropertyFilter].self, forKey: .filters) ?? [],
            steps: from - 1...to - 1
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(eventTypes, forKey: .eventTypes)
        if !filters.isEmpty { try container.encode(filters, forKey: .filters) }
        try container.encode(steps.lowerBound + 1, forKey: .fromStep)
        try container.encode(steps.upperBound + 1, forKey: .toStep)
    }
}

extension FunnelStep: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, eventTypes, filters, optional, withinSeconds, afterSeconds
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
        isOptional = try container.decodeIfPresent(Bool.self, forKey: .optional) ?? false
        within = try container.decodeIfPresent(Int64.self, forKey: .withinSeconds).map { .seconds($0) }
        after = try container.decodeIfPresent(Int64.self, forKey: .afterSeconds).map { .seconds($0) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(eventTypes, forKey: .eventTypes)
        if !filters.isEmpty { try container.encode(filters, forKey: .filters) }
        if isOptional { try container.encode(true, forKey: .optional) }
        try container.encodeIfPresent(within?.components.seconds, forKey: .withinSeconds)
        try container.encodeIfPresent(after?.components.seconds, forKey: .afterSeconds)
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
