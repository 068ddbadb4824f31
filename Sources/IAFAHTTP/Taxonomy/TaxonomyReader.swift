internal import IAFACore

/// Reads which event types or properties somebody wants to see.
enum TaxonomyReader {
    /// - Throws: ``ValidationFailure``.
    static func query(
        _ values: QueryParameters,
        orders: [TaxonomyQuery.Order]
    ) throws(ValidationFailure) -> TaxonomyQuery {
        var query = TaxonomyQuery()
        query.search = try values.text("q", length: 0...200)
        query.eventType = try values.text("event_type", length: EventLimits.typeLength)
        if let text = values["sort"] {
            guard let order = orders.first(where: { $0.rawValue == text }) else {
                throw ValidationFailure(
                    field: "sort",
                    code: "invalid_value",
                    message: "must be one of \(orders.map(\.rawValue).joined(separator: ", "))"
                )
            }
            query.order = order
        }
        query.limit = try values.integer("limit", in: TaxonomyQuery.limitRange, default: query.limit)
        query.values = try values.integer("values", in: TaxonomyQuery.valueRange, default: query.values)
        return query
    }
}

extension QueryParameters {
    /// A text; `length` says how many characters it may have.
    ///
    /// - Throws: ``ValidationFailure`` where it has fewer or more.
    func text(_ name: String, length: ClosedRange<Int>) throws(ValidationFailure) -> String? {
        guard let text = self[name] else { return nil }
        guard length.contains(text.unicodeScalars.count) else {
            throw ValidationFailure(
                field: name,
                code: "invalid_length",
                message: "must have \(length.lowerBound) to \(length.upperBound) characters"
            )
        }
        return text
    }
}
