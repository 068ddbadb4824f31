internal import ArgumentParser
internal import IAFACore

/// Filters as people write them on a command line.
enum FilterText {
    /// The operators' signs, longer ones first, so that `>=` isn't read as `>`.
    private static let signs: [(sign: String, operatorName: String)] = [
        ("!=", "neq"), (">=", "gte"), ("<=", "lte"), ("!~", "not_contains"), ("=", "eq"), (">", "gt"), ("<", "lt"),
        ("~", "matches"), ("*", "contains"),
    ]

    /// Reads `[STEP:]PROPERTY OPERATOR VALUE`.
    ///
    /// - Returns: The step, counted from 0, or nil for all.
    /// - Throws: `ValidationError`.
    static func parse(_ text: String, stepCount: Int) throws -> (step: Int?, filter: PropertyFilter) {
        var rest = Substring(text)
        var step: Int?
        if let colon = rest.firstIndex(of: ":"), let number = Int(rest[..<colon]) {
            guard (1...stepCount).contains(number) else {
                throw ValidationError("--filter '\(text)': there is no step \(number)")
            }
            step = number - 1
            rest = rest[rest.index(after: colon)...]
        }
        // The sign that comes first, and of those that begin there the longest.
        let found = signs.compactMap { sign, name in rest.firstRange(of: sign).map { (range: $0, name: name) } }
        let first = found.min { left, right in
            left.range.lowerBound == right.range.lowerBound
                ? left.range.upperBound > right.range.upperBound : left.range.lowerBound < right.range.lowerBound
        }
        guard let first, first.range.lowerBound > rest.startIndex else {
            throw ValidationError(
                "--filter '\(text)' must be PROPERTY OPERATOR VALUE, such as platform=ios or price>=10"
            )
        }
        let property = String(rest[..<first.range.lowerBound])
        let value = String(rest[first.range.upperBound...])
        let isText = first.name == "matches" || first.name.hasSuffix("contains")
        let scalar = isText ? PropertyFilter.Scalar.string(value) : PropertyText.scalar(of: value)
        do {
            return (step, try PropertyFilter(property: property, operator: first.name, operand: .one(scalar)))
        } catch {
            throw ValidationError("--filter '\(text)': \(error)")
        }
    }
}
