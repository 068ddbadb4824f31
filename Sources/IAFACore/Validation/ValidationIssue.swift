/// One thing that is wrong with a value that somebody sent.
package struct ValidationIssue: Sendable, Equatable, Codable {
    /// How many issues one answer, or one event, tells of at the most.
    package static let maximumCount = 20

    /// Where: `stages[1].event_type`.
    ///
    /// Empty for the value as a whole.
    package let field: String

    /// What, for programs: such as `required` or `invalid_type`.
    package let code: String

    /// What, and what to do, for people.
    package let message: String

    package init(field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }

    /// What of a name that somebody sent an issue tells: an answer must not be much larger than what was asked.
    package static func fieldName(_ name: String) -> String { String(Substring(name.unicodeScalars.prefix(100))) }
}

/// A value that breaks the rules, with everything that is wrong with it.
package struct ValidationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    package let issues: [ValidationIssue]

    package init(_ issues: [ValidationIssue]) { self.issues = issues }

    package init(field: String, code: String, message: String) {
        issues = [ValidationIssue(field: field, code: code, message: message)]
    }

    package var description: String {
        issues.map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }.joined(separator: "; ")
    }
}
