internal import Hummingbird
internal import IAFACore

/// The parameters behind a path's question mark, read as strictly as a body: what is not known, or stands there twice,
/// is refused.
struct QueryParameters {
    /// By name.
    let values: [String: String]

    /// Takes the parameters of a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - known: The names that the route knows.
    ///   - unsupported: What another version may understand; refused in other words.
    /// - Throws: ``ValidationFailure``.
    init(_ request: Request, known: Set<String>, unsupported: Set<String> = []) throws(ValidationFailure) {
        var values: [String: String] = [:]
        var issues: [ValidationIssue] = []
        for (key, value) in request.uri.queryParameters {
            let name = String(key)
            if unsupported.contains(name) {
                issues.append(
                    ValidationIssue(field: name, code: "unsupported", message: "this version does not support it")
                )
            } else if !known.contains(name) {
                issues.append(
                    ValidationIssue(
                        field: String(Substring(name.unicodeScalars.prefix(100))),
                        code: "unknown_field",
                        message: "there is no such parameter; check its spelling"
                    )
                )
            } else if values.updateValue(String(value), forKey: name) != nil {
                issues.append(ValidationIssue(field: name, code: "repeated", message: "give it once"))
            }
        }
        guard issues.isEmpty else { throw ValidationFailure(Array(issues.prefix(ValidationIssue.maximumCount))) }
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
