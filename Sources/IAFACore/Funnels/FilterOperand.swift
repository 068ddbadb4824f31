/// What stands beside a filter's operator: one value or a list of them.
package enum FilterOperand: Sendable, Hashable {
    case one(PropertyFilter.Scalar)
    case many([PropertyFilter.Scalar])

    /// Takes a JSON string, number, boolean, or array of them; nil for anything else.
    package init?(_ value: JSONValue) {
        if case .array(let elements) = value {
            let scalars = elements.compactMap(PropertyFilter.Scalar.init)
            guard scalars.count == elements.count else { return nil }
            self = .many(scalars)
        } else {
            guard let scalar = PropertyFilter.Scalar(value) else { return nil }
            self = .one(scalar)
        }
    }
}

extension PropertyFilter.Scalar {
    /// Takes a JSON string, number or boolean; nil for anything else.
    package init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .number(let number): self = .number(number)
        case .bool(let flag): self = .bool(flag)
        case .null, .array, .object: return nil
        }
    }
}

extension PropertyFilter.Scalar: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .bool(let flag): try container.encode(flag)
        }
    }
}

extension FilterOperand: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let scalars = try? container.decode([PropertyFilter.Scalar].self) {
            self = .many(scalars)
        } else {
            self = .one(try container.decode(PropertyFilter.Scalar.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let scalar): try container.encode(scalar)
        case .many(let scalars): try container.encode(scalars)
        }
    }
}
