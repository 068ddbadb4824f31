/// Reads the funnel that somebody sent, strictly.
package enum FunnelReader {
    /// The fields that a definition consists of.
    private static let definitionFields = ["stages", "conversion_window_seconds"] + unsupported.map(\.field)

    /// Options of the interface whose other values this version does not answer; refused rather than ignored.
    private static let unsupported: [(field: String, only: JSONValue)] = [
        ("order", .string("ordered")), ("entry", .string("best")), ("count_by", .string("users")),
        ("range_applies_to", .string("events")), ("tie_window_seconds", .number(0)), ("hold_constant", .array([])),
        ("exclusions", .array([])), ("exclude", .string("attempt")), ("preset", .null),
    ]

    /// Parts of a question that this version does not answer; refused rather than ignored.
    package static let unsupportedQuestions = ["breakdown", "interval", "compare", "explain"]

    /// What the server says of a saved funnel: it may be sent back, and changes nothing.
    package static let savedFields = ["id", "created_at", "updated_at"]

    /// Notes the parts of a question that this version does not answer.
    package static func rejectUnsupportedQuestions(_ reader: FieldReader) {
        rejectUnsupported(reader, unsupportedQuestions.map { ($0, .null) })
    }

    /// Whether any field of a definition is there.
    package static func hasDefinition(_ reader: FieldReader) -> Bool {
        definitionFields.map { reader.has($0) }.contains(true)
    }

    /// Reads `stages`, `conversion_window_seconds` and the options.
    ///
    /// `base`: What stands where a field is absent; nil where the fields are required or have defaults.
    /// - Returns: Nil where something is wrong, which the reader then knows.
    package static func definition(_ reader: FieldReader, changing base: FunnelDefinition? = nil) -> FunnelDefinition? {
        rejectUnsupported(reader, unsupported)
        let seconds = reader.integer("conversion_window_seconds", range: 1...(366 * 86_400))
        let window = seconds.map { Duration.seconds($0) }
        if let base, !reader.has("stages") {
            return FunnelDefinition(steps: base.steps, conversionWindow: window ?? base.conversionWindow)
        }
        let stages = reader.objects("stages", required: true, count: FunnelDefinition.stepCountRange)
        guard let stages else { return nil }
        let steps = stages.compactMap(step)
        guard steps.count == stages.count else { return nil }
        let fallback = base?.conversionWindow ?? FunnelDefinition.defaultConversionWindow
        return FunnelDefinition(steps: steps, conversionWindow: window ?? fallback)
    }

    private static func step(_ reader: FieldReader) -> FunnelStep? {
        rejectUnsupported(
            reader,
            [("optional", .bool(false)), ("within_seconds", .null), ("after_seconds", .null)]
        )
        let name = reader.string("name", length: 1...200)
        let eventTypes = eventTypes(reader)
        var filters: [PropertyFilter] = []
        for filter in reader.objects("filters", count: 0...FunnelStep.maximumFilters) ?? [] {
            if let filter = self.filter(filter) { filters.append(filter) }
        }
        reader.rejectUnknownFields()
        guard let eventTypes else { return nil }
        return FunnelStep(name: name, eventTypes: eventTypes, filters: filters)
    }

    private static func eventTypes(_ reader: FieldReader) -> [String]? {
        let hasOne = reader.value("event_type") != nil
        let hasSeveral = reader.value("event_types") != nil
        if hasOne, hasSeveral {
            reader.report("event_types", "not_allowed", "give either event_type or event_types, not both")
            return nil
        }
        guard hasSeveral else {
            return reader.string("event_type", required: true, length: EventLimits.typeLength).map { [$0] }
        }
        let count = 1...FunnelStep.maximumEventTypes
        return reader.strings("event_types", required: true, count: count, length: EventLimits.typeLength)
    }

    /// Reads a filter; nil where something is wrong, which the reader then knows.
    package static func filter(_ reader: FieldReader) -> PropertyFilter? {
        let property = reader.string("property", required: true)
        let name = reader.string("operator", required: true)
        let value = reader.value("value")
        reader.rejectUnknownFields()
        var operand: FilterOperand?
        if let value {
            operand = FilterOperand(value)
            if operand == nil {
                reader.report("value", "invalid_type", "must be a string, a number, a boolean or an array of them")
                return nil
            }
        }
        guard let property, let name else { return nil }
        do throws(ValidationFailure) {
            return try PropertyFilter(property: property, operator: name, operand: operand)
        } catch {
            for issue in error.issues { reader.report(issue.field, issue.code, issue.message) }
            return nil
        }
    }

    private static func rejectUnsupported(_ reader: FieldReader, _ options: [(field: String, only: JSONValue)]) {
        for (field, only) in options {
            guard let value = reader.value(field), value != only else { continue }
            let hint = only == .null ? "leave it out" : "only \(only.serialized()) is"
            reader.report(field, "unsupported", "this version does not support this value; \(hint)")
        }
    }
}
