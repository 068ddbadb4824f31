extension PropertyFilter {
    /// The operators by the names they have on the wire.
    package static let operatorNames = [
        "eq", "neq", "in", "not_in", "contains", "not_contains", "gt", "gte", "lt", "lte", "is_set", "is_not_set",
        "matches",
    ]

    /// How many values `in` and `not_in` may list.
    package static let listLength = 1...1_000

    /// Makes a filter of what was sent.
    ///
    /// `operand`: Nil where no value was sent.
    /// - Throws: ``ValidationFailure`` whose fields are `operator` and `value`.
    package init(property: String, operator name: String, operand: FilterOperand?) throws(ValidationFailure) {
        self.init(property: property, condition: try Self.condition(name, operand))
    }

    private static func condition(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> Condition {
        switch name {
        case "eq": .equals(try scalar(name, operand))
        case "neq": .notEquals(try scalar(name, operand))
        case "in": .isIn(try list(name, operand))
        case "not_in": .isNotIn(try list(name, operand))
        case "contains": .contains(try text(name, operand))
        case "not_contains": .notContains(try text(name, operand))
        case "gt": .greater(try ordered(name, operand))
        case "gte": .greaterOrEqual(try ordered(name, operand))
        case "lt": .less(try ordered(name, operand))
        case "lte": .lessOrEqual(try ordered(name, operand))
        case "is_set": try bare(name, operand, .isSet)
        case "is_not_set": try bare(name, operand, .isNotSet)
        case "matches": .matches(try pattern(name, operand))
        default:
            throw ValidationFailure(
                field: "operator",
                code: "unknown_operator",
                message: "must be one of \(operatorNames.joined(separator: ", "))"
            )
        }
    }

    private static func scalar(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> Scalar {
        guard case .one(let scalar) = operand else { throw wrongValue(name, "a string, a number or a boolean") }
        return scalar
    }

    private static func list(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> [Scalar] {
        guard case .many(let scalars) = operand, listLength.contains(scalars.count) else {
            throw wrongValue(name, "an array of \(listLength.lowerBound) to \(listLength.upperBound) values")
        }
        return scalars
    }

    private static func text(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> String {
        guard case .one(.string(let text)) = operand else { throw wrongValue(name, "a string") }
        return text
    }

    private static func ordered(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> Scalar {
        switch operand {
        case .one(.number(let number)): return .number(number)
        case .one(.string(let text)): return .string(text)
        default: throw wrongValue(name, "a number or a string")
        }
    }

    private static func bare(
        _ name: String,
        _ operand: FilterOperand?,
        _ condition: Condition
    ) throws(ValidationFailure) -> Condition {
        guard operand == nil else {
            throw ValidationFailure(field: "value", code: "not_allowed", message: "\(name) takes no value")
        }
        return condition
    }

    private static func pattern(_ name: String, _ operand: FilterOperand?) throws(ValidationFailure) -> LinearRegex {
        let text = try text(name, operand)
        do {
            return try LinearRegex(text)
        } catch {
            throw ValidationFailure(field: "value", code: "invalid_pattern", message: error.description)
        }
    }

    private static func wrongValue(_ name: String, _ expected: String) -> ValidationFailure {
        ValidationFailure(field: "value", code: "invalid_value", message: "\(name) takes \(expected)")
    }
}

extension PropertyFilter.Condition {
    /// The operator's name on the wire.
    package var operatorName: String {
        switch self {
        case .equals: "eq"
        case .notEquals: "neq"
        case .isIn: "in"
        case .isNotIn: "not_in"
        case .contains: "contains"
        case .notContains: "not_contains"
        case .greater: "gt"
        case .greaterOrEqual: "gte"
        case .less: "lt"
        case .lessOrEqual: "lte"
        case .isSet: "is_set"
        case .isNotSet: "is_not_set"
        case .matches: "matches"
        }
    }

    /// The value on the wire; nil where the operator takes none.
    package var operand: FilterOperand? {
        switch self {
        case .equals(let scalar), .notEquals(let scalar), .greater(let scalar), .greaterOrEqual(let scalar),
            .less(let scalar), .lessOrEqual(let scalar):
            .one(scalar)
        case .isIn(let scalars), .isNotIn(let scalars): .many(scalars)
        case .contains(let text), .notContains(let text): .one(.string(text))
        case .matches(let pattern): .one(.string(pattern.pattern))
        case .isSet, .isNotSet: nil
        }
    }
}
