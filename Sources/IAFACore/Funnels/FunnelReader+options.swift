extension FunnelReader {
    /// The fields of the options.
    static let optionFields = [
        "preset", "order", "entry", "count_by", "range_applies_to", "tie_window_seconds", "hold_constant", "exclusions",
        "exclude",
    ]

    /// Reads the options: those that are named over those of the preset over those that were there.
    ///
    /// - `window`: The conversion window, which a preset sets.
    /// - `stepCount`: Where exclusions end unless they say; nil where nobody knows.
    /// - Returns: Nil where something is wrong, which the reader then knows.
    static func options(
        _ reader: FieldReader,
        changing base: FunnelOptions?,
        window: inout Duration,
        stepCount: Int?
    ) -> FunnelOptions? {
        var options = base ?? FunnelOptions()
        if let preset = reader.choice("preset", of: FunnelPreset.self) {
            options.apply(preset)
            window = preset.conversionWindow
        } else if reader.isNull("preset") {
            options.preset = nil
        }
        options.order = reader.choice("order") ?? options.order
        options.entry = reader.choice("entry") ?? options.entry
        options.unit = reader.choice("count_by") ?? options.unit
        options.rangeRule = reader.choice("range_applies_to") ?? options.rangeRule
        options.exclusionScope = reader.choice("exclude") ?? options.exclusionScope
        let most = Int(FunnelOptions.tieWindowRange.upperBound.components.seconds)
        if let seconds = reader.integer("tie_window_seconds", range: 0...most) { options.tieWindow = .seconds(seconds) }
        if let held = reader.strings("hold_constant", count: 0...FunnelOptions.maximumHeldProperties) {
            for (index, name) in held.enumerated() where held[..<index].contains(name) {
                reader.report("hold_constant[\(index)]", "duplicate", "is there already")
            }
            options.heldProperties = held
        }
        guard let exclusions = reader.objects("exclusions", count: 0...FunnelOptions.maximumExclusions) else {
            return options
        }
        let read = exclusions.compactMap { exclusion($0, stepCount: stepCount) }
        options.exclusions = read
        return read.count == exclusions.count ? options : nil
    }

    private static func exclusion(_ reader: FieldReader, stepCount: Int?) -> FunnelExclusion? {
        let types = eventTypes(reader)
        let filters = filters(reader)
        let steps = 1...(stepCount ?? FunnelDefinition.stepCountRange.upperBound)
        let from = reader.integer("from_step", range: steps)
        let to = reader.integer("to_step", range: steps)
        reader.rejectUnknownFields()
        guard (from == nil) == (reader.value("from_step") == nil), (to == nil) == (reader.value("to_step") == nil)
        else {
            return nil
        }
        let (first, last) = (from ?? 1, to ?? steps.upperBound)
        guard first < last else {
            reader.report("to_step", "out_of_range", "must be greater than from_step, which is \(first)")
            return nil
        }
        guard let types else { return nil }
        return FunnelExclusion(eventTypes: types, filters: filters, steps: first - 1...last - 1)
    }
}

extension FunnelPreset {
    /// The conversion window that comes with it.
    package var conversionWindow: Duration {
        switch self {
        case .posthog: .seconds(14 * 86_400)
        case .mixpanel, .clickhouse: .seconds(7 * 86_400)
        case .amplitude: .seconds(86_400)
        }
    }
}

extension FunnelOptions {
    /// Takes on a preset's options; what a preset says nothing about stays.
    package mutating func apply(_ preset: FunnelPreset) {
        self.preset = preset
        order = .ordered
        entry = preset == .mixpanel ? .first : .best
        rangeRule = preset == .mixpanel || preset == .amplitude ? .entry : .events
        tieWindow = preset == .mixpanel ? .seconds(2) : .zero
    }
}
