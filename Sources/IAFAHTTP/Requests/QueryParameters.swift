internal import Hummingbird
internal import IAFACore

/// The parameters behind a path's question mark, read strictly: what is not known, or stands there twice, is refused.
enum QueryParameters {
    /// Reads the parameters of a request.
    ///
    /// - Parameters:
    ///   - request: Whose parameters.
    ///   - known: What may be there.
    ///   - unsupported: What another version may understand; refused in other words.
    /// - Returns: The values of the known parameters that are there.
    /// - Throws: ``ValidationFailure``.
    static func values(
        of request: Request,
        known: Set<String>,
        unsupported: Set<String> = []
    ) throws(ValidationFailure) -> [String: String] {
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
        return values
    }
}
