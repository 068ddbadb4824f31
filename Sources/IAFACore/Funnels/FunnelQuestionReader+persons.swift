extension FunnelQuestionReader {
    /// The fields of a question about persons; those of ``breakdownParameters`` are more.
    package static let personFields: Set<String> = [
        "step", "outcome", "breakdown_value", "breakdown_missing", "limit", "cursor", "format",
    ]

    /// Reads the filter, the page and the form of a question about persons.
    ///
    /// - Parameters:
    ///   - reader: What was sent.
    ///   - definition: The funnel; nil where it is wrong, which the reader knows.
    ///   - details: What the question breaks down by.
    /// - Returns: What can be made out; where something is wrong the reader knows it.
    package static func persons(
        _ reader: FieldReader,
        _ definition: FunnelDefinition?,
        _ details: FunnelDetails
    ) -> FunnelPersonsRequest {
        var request = FunnelPersonsRequest()
        let step = step(reader, definition, lastOffset: 0) ?? 0
        let outcome: FunnelOutcome = reader.choice("outcome") ?? .any
        if let definition, definition.options.order != .unordered, definition.steps[step].isOptional,
            outcome == .dropped || outcome == .inProgress
        {
            reader.report("outcome", "not_allowed", "step \(step + 1) is optional: nobody stays or drops out there")
        }
        let value = value(reader)
        if value != nil, details.breakdown == nil {
            reader.report("breakdown", "required", "say of which property the value is")
        }
        request.filter = FunnelPersonFilter(step: step, outcome: outcome, value: value)
        request.limit = reader.integer("limit", range: FunnelPersonsRequest.limitRange) ?? request.limit
        request.cursor = reader.string("cursor")
        request.format = reader.choice("format")
        return request
    }

    /// Reads `step`, counted from 1, as one counted from 0.
    ///
    /// - Parameters:
    ///   - reader: What was sent.
    ///   - definition: The funnel; nil where it is wrong, which the reader knows.
    ///   - lastOffset: How many steps at the end may not be named.
    /// - Returns: The step; nil where none is named, or a wrong one.
    package static func step(_ reader: FieldReader, _ definition: FunnelDefinition?, lastOffset: Int) -> Int? {
        let count = definition?.steps.count ?? FunnelDefinition.stepCountRange.upperBound
        return reader.integer("step", range: 1...(count - lastOffset)).map { $0 - 1 }
    }

    private static func value(_ reader: FieldReader) -> PropertyValue? {
        let isMissing = reader.value("breakdown_missing")
        let value = reader.value("breakdown_value")
        switch (isMissing, value) {
        case (nil, nil), (.bool(false), nil): return nil
        case (.bool(true), nil): return .missing
        case (nil, .some(let value)), (.bool(false), .some(let value)):
            switch PropertyFilter.Scalar(value) {
            case .string(let text): return .string(text)
            case .number(let number): return .number(number)
            case .bool(let flag): return .bool(flag)
            case nil:
                reader.report("breakdown_value", "invalid_type", "must be a string, a number or a boolean")
                return nil
            }
        case (.bool(true), .some):
            reader.report(
                "breakdown_value",
                "not_allowed",
                "give either breakdown_value or breakdown_missing, not both"
            )
            return nil
        case (.some, _):
            reader.report("breakdown_missing", "invalid_type", "must be true or false")
            return nil
        }
    }
}

/// Which persons of a funnel somebody wants to see, and how.
package struct FunnelPersonsRequest: Sendable {
    package static let limitRange = 1...1_000

    /// The form of the answer.
    package enum Format: String, Sendable, CaseIterable {
        /// A page.
        case json
        /// All.
        case csv
    }

    package var filter = FunnelPersonFilter()
    package var limit = 100
    package var cursor: String?

    /// Nil where nobody says.
    package var format: Format?

    package init() {}
}
