/// Reads what somebody asks of a funnel besides its definition, strictly.
package enum FunnelQuestionReader {
    /// The parameters of a path that stand for `breakdown`, `interval`, `compare` and `explain` of a body.
    package static let detailParameters = breakdownParameters.union([
        "breakdown_limit", "interval", "compare", "compare_start_date", "compare_end_date", "explain",
    ])

    /// Those for `breakdown` alone.
    package static let breakdownParameters: Set<String> = ["breakdown", "breakdown_at", "breakdown_step"]

    private enum Place: String, CaseIterable { case first, last, step }

    private enum ComparisonName: String, CaseIterable { case previous }

    /// Reads `breakdown`, `interval`, `compare` and `explain`.
    ///
    /// - Parameters:
    ///   - reader: What was sent.
    ///   - stepCount: How many steps the funnel has; nil where its definition is wrong, which the reader knows.
    /// - Returns: What can be made out; where something is wrong the reader knows it.
    package static func details(_ reader: FieldReader, stepCount: Int?) -> FunnelDetails {
        var details = FunnelDetails()
        if let breakdown = reader.object("breakdown") {
            let limit = breakdown.integer("limit", range: FunnelBreakdownTable.limitRange)
            details.breakdownLimit = limit ?? FunnelBreakdownTable.defaultLimit
            details.breakdown = self.breakdown(breakdown, stepCount: stepCount)
            breakdown.rejectUnknownFields()
        }
        details.interval = reader.choice("interval")
        details.comparison = comparison(reader)
        details.wantsExplanation = reader.flag("explain") ?? false
        return details
    }

    /// Reads the parameters of a path as if they were the fields of a body, and does something with them.
    ///
    /// - Throws: ``ValidationFailure``, whose fields are the parameters.
    package static func read<Value>(
        parameters: [String: String],
        _ body: (FieldReader) -> Value
    ) throws(ValidationFailure) -> Value {
        let reader = FieldReader(.object(try fields(of: parameters)))
        let value = body(reader)
        do throws(ValidationFailure) {
            try reader.throwIfInvalid()
        } catch {
            throw ValidationFailure(error.issues.map(\.asParameter))
        }
        return value
    }

    /// The fields that parameters stand for: `breakdown_at` for `at` within `breakdown`.
    private static func fields(of parameters: [String: String]) throws(ValidationFailure) -> [JSONMember] {
        var fields: [JSONMember] = []
        var breakdown: [JSONMember] = []
        var dates: [JSONMember] = []
        for (name, text) in parameters.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "breakdown": breakdown.append(JSONMember(name: "property", value: .string(text)))
            case "breakdown_at": breakdown.append(JSONMember(name: "at", value: .string(text)))
            case "breakdown_step", "breakdown_limit":
                breakdown.append(JSONMember(name: String(name.dropFirst(10)), value: number(text)))
            case "compare_start_date", "compare_end_date":
                dates.append(JSONMember(name: String(name.dropFirst(8)), value: .string(text)))
            case "step", "limit": fields.append(JSONMember(name: name, value: number(text)))
            case "breakdown_value", "breakdown_missing", "explain":
                fields.append(JSONMember(name: name, value: scalar(text)))
            default: fields.append(JSONMember(name: name, value: .string(text)))
            }
        }
        if !breakdown.isEmpty { fields.append(JSONMember(name: "breakdown", value: .object(breakdown))) }
        if !dates.isEmpty {
            if parameters["compare"] != nil {
                throw ValidationFailure(
                    field: "compare",
                    code: "not_allowed",
                    message: "give either compare or compare_start_date and compare_end_date, not both"
                )
            }
            fields.append(JSONMember(name: "compare", value: .object(dates)))
        }
        return fields
    }

    private static func number(_ text: String) -> JSONValue { Int(text).map { .number(Double($0)) } ?? .string(text) }

    /// A number, `true` or `false` where the text reads as one; a text in quotes is what they enclose.
    private static func scalar(_ text: String) -> JSONValue {
        if text.first == "\"", let value = try? JSONValue.parse(text), case .string = value { return value }
        switch PropertyText.scalar(of: text) {
        case .number(let number): return .number(number)
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        }
    }

    private static func breakdown(_ reader: FieldReader, stepCount: Int?) -> FunnelBreakdown? {
        let property = reader.string("property", required: true)
        let place = reader.choice("at", of: Place.self)
        let step = reader.integer("step", range: 1...(stepCount ?? FunnelDefinition.stepCountRange.upperBound))
        guard let property else { return nil }
        switch place {
        case .step:
            if reader.value("step") == nil { reader.report("step", "required", "say of which step, counted from 1") }
            return step.map { FunnelBreakdown(property: property, at: .step($0 - 1)) }
        case nil, .first, .last:
            if step != nil { reader.report("step", "not_allowed", "goes only with at: step") }
            return FunnelBreakdown(property: property, at: place == .last ? .last : .first)
        }
    }

    private static func comparison(_ reader: FieldReader) -> FunnelDetails.Comparison? {
        guard case .object = reader.value("compare") else {
            return reader.choice("compare", of: ComparisonName.self).map { _ in .previous }
        }
        guard let dates = reader.object("compare") else { return nil }
        let start = dates.string("start_date", required: true)
        let end = dates.string("end_date", required: true)
        dates.rejectUnknownFields()
        guard let start, let end else { return nil }
        do throws(ValidationFailure) {
            // Both are there, so that today doesn't matter.
            return .days(try DateRange(start: start, end: end, today: DateRange.days.lowerBound))
        } catch {
            for issue in error.issues { dates.report(issue.field, issue.code, issue.message) }
            return nil
        }
    }
}

extension ValidationIssue {
    /// The issue with the parameter's name: `breakdown_at` for `breakdown.at`.
    fileprivate var asParameter: ValidationIssue {
        let name = field == "breakdown.property" ? "breakdown" : field.replacing(".", with: "_")
        return ValidationIssue(field: name, code: code, message: message)
    }
}
