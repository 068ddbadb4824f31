internal import Hummingbird
internal import IAFACore

/// The parameters behind a path's question mark, read as strictly as a body.
struct QueryParameters {
    private let values: [String: String]

    /// Takes the parameters of a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - known: The names that the route knows.
    /// - Throws: ``ValidationFailure`` where there is another.
    init(_ request: Request, known: Set<String>) throws(ValidationFailure) {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            guard known.contains(String(name)) else {
                throw ValidationFailure(
                    field: String(Substring(name.unicodeScalars.prefix(100))),
                    code: "unknown_field",
                    message: "there is no such parameter"
                )
            }
            values[String(name)] = String(value)
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    /// A whole number.
    ///
    /// - Throws: ``ValidationFailure`` where it isn't one, or out of range.
    func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(ValidationFailure) -> Int {
        guard let text = values[name] else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw ValidationFailure(
                field: name,
                code: "out_of_range",
                message: "must be a whole number of \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }
}
