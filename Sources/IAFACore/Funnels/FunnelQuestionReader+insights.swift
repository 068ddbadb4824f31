extension FunnelQuestionReader {
    /// The fields of a question about what the dropped did next.
    package static let nextEventFields: Set<String> = ["step", "limit"]

    /// The fields of a question about what goes with conversion.
    package static let correlationFields: Set<String> = ["limit"]

    /// Reads the step after which people dropped out, as one counted from 0, and how many event types are listed.
    ///
    /// - Parameters:
    ///   - reader: What was sent.
    ///   - definition: The funnel; nil where it is wrong, which the reader knows.
    /// - Returns: Both, or their defaults.
    package static func nextEvents(_ reader: FieldReader, _ definition: FunnelDefinition?) -> (step: Int, limit: Int) {
        let step = step(reader, definition, lastOffset: 1) ?? 0
        if let definition, definition.options.order != .unordered, definition.steps[step].isOptional {
            reader.report("step", "not_allowed", "step \(step + 1) is optional: nobody drops out there")
        }
        let limit = reader.integer("limit", range: FunnelNextEvents.limitRange)
        return (step, limit ?? FunnelNextEvents.defaultLimit)
    }

    /// Reads how many are listed each way.
    package static func correlations(_ reader: FieldReader) -> Int {
        reader.integer("limit", range: FunnelCorrelations.limitRange) ?? FunnelCorrelations.defaultLimit
    }
}
