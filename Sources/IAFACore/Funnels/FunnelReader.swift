/// Reads the funnel that somebody sent, strictly.
package enum FunnelReader {
    /// The fields that a definition consists of.
    private static let definitionFields = ["stages", "conversion_window_seconds"] + optionFields

    /// Parts of a question that this version does not answer; refused rather than ignored.
    package static let unsupportedQuestions = ["explain"]

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
        let seconds = reader.integer("conversion_window_seconds", range: windowSeconds)
        var window = base?.conversionWindow ?? FunnelDefinition.defaultConversionWindow
        var steps = base?.steps
        if base == nil || reader.has("stages") {
            let stages = reader.objects("stages", required: true, count: FunnelDefinition.stepCountRange)
            let read = stages?.compactMap(step) ?? []
            steps = read.count == stages?.count ? read : nil
        }
        let options = options(reader, changing: base?.options, window: &window, stepCount: steps?.count)
        if let seconds { window = .seconds(seconds) }
        guard let steps, let options else { return nil }
        let definition = FunnelDefinition(steps: steps, conversionWindow: window, options: options)
        for conflict in definition.conflicts { reader.report(conflict.field, conflict.code, conflict.message) }
        return definition
    }

    /// The seconds of 1 s to 366 days.
    static let windowSeconds = 1...(366 * 86_400)

    private static func step(_ reader: FieldReader) -> FunnelStep? {
        let name = reader.string("name", length: 1...200)
        let eventTypes = eventTypes(reader)
        let filters = filters(reader)
        let isOptional = reader.flag("optional") ?? false
        let within = reader.integer("within_seconds", range: 0...windowSeconds.upperBound)
        let after = reader.integer("after_seconds", range: 0...windowSeconds.upperBound)
        reader.rejectUnknownFields()
        guard let eventTypes else { return nil }
        var step = FunnelStep(name: name, eventTypes: eventTypes, filters: filters)
        step.isOptional = isOptional
        step.within = within.map { .seconds($0) }
        step.after = after.map { .seconds($0) }
        return step
    }

    /// Reads `filters`; those that are wrong are left out.
    static func filters(_ reader: FieldReader) -> [PropertyFilter] {
        (reader.objects("filters", count: 0...FunnelStep.maximumFilters) ?? []).compactMap(filter)
    }

    /// Reads `event_type` or `event_types`.
    static func eventTypes(_ reader: FieldReader) -> [String]? {
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

    private static func filter(_ reader: FieldReader) -> PropertyFilter? {
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
