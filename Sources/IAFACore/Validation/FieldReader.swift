/// Reads the fields of a JSON object that somebody sent, strictly, and collects everything that is wrong.
///
/// A reader answers nil where a field is absent, null or wrong; in the last case there is an issue, so that a caller
/// that checks ``throwIfInvalid()`` before it uses what it read can rely on required fields being there.
package final class FieldReader {
    private let members: [JSONMember]

    /// Whether there is an object at all; where there isn't, that says it all.
    private let isObject: Bool
    private let path: String
    private let issues: IssueList
    private var known: Set<String> = []

    /// The issues of a reader and of all readers of objects within its own.
    private final class IssueList {
        var issues: [ValidationIssue] = []
    }

    private init(members: [JSONMember], isObject: Bool = true, path: String, issues: IssueList) {
        self.members = members
        self.isObject = isObject
        self.path = path
        self.issues = issues
    }

    /// A reader of a whole body.
    package convenience init(_ value: JSONValue) {
        let issues = IssueList()
        if case .object(let members) = value {
            self.init(members: members, path: "", issues: issues)
        } else {
            self.init(members: [], isObject: false, path: "", issues: issues)
            report("", "invalid_type", "the body must be a JSON object")
        }
    }

    /// Notes something that is wrong with a field of this object.
    ///
    /// Beyond a number of issues nothing is noted: an answer must not be much larger than what was asked.
    package func report(_ field: String, _ code: String, _ message: String) {
        guard issues.issues.count < ValidationIssue.maximumCount else { return }
        issues.issues.append(ValidationIssue(field: qualified(field), code: code, message: message))
    }

    /// Whether a field is there, even as null.
    package func has(_ name: String) -> Bool {
        known.insert(name)
        return members.contains { $0.name == name }
    }

    /// Takes note of fields that may be there and that say nothing.
    package func ignore(_ names: [String]) { known.formUnion(names) }

    /// Whether a field is there and null.
    package func isNull(_ name: String) -> Bool { raw(name) == .null }

    /// The text of a field.
    ///
    /// `length`: How many characters it may have.
    package func string(_ name: String, required: Bool = false, length: ClosedRange<Int> = 1...200) -> String? {
        guard let value = present(name, required: required) else { return nil }
        guard case .string(let text) = value else { return mistyped(name, "a string") }
        return checked(text, name, length)
    }

    /// The whole number of a field.
    package func integer(_ name: String, required: Bool = false, range: ClosedRange<Int>) -> Int? {
        guard let value = present(name, required: required) else { return nil }
        guard case .number(let number) = value, let whole = Int(exactly: number) else {
            return mistyped(name, "a whole number")
        }
        guard range.contains(whole) else {
            report(name, "out_of_range", "must be \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return whole
    }

    /// The truth of a field.
    package func flag(_ name: String) -> Bool? {
        guard let value = present(name, required: false) else { return nil }
        guard case .bool(let flag) = value else { return mistyped(name, "true or false") }
        return flag
    }

    /// The strings of a field that holds an array of them.
    package func strings(
        _ name: String,
        required: Bool = false,
        count: ClosedRange<Int>,
        length: ClosedRange<Int> = 1...200
    ) -> [String]? {
        guard let elements = array(name, required: required, count: count) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else { return mistyped("\(name)[\(index)]", "a string") }
            guard let text = checked(text, "\(name)[\(index)]", length) else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// The readers of a field that holds an array of objects.
    package func objects(_ name: String, required: Bool = false, count: ClosedRange<Int>) -> [FieldReader]? {
        guard let elements = array(name, required: required, count: count) else { return nil }
        var readers: [FieldReader] = []
        for (index, element) in elements.enumerated() {
            guard case .object(let members) = element else { return mistyped("\(name)[\(index)]", "an object") }
            readers.append(FieldReader(members: members, path: qualified("\(name)[\(index)]"), issues: issues))
        }
        return readers
    }

    /// One of some words.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        of type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let text = string(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report(name, "invalid_value", "must be one of \(choices)")
        return nil
    }

    /// A value of any type.
    package func value(_ name: String, required: Bool = false) -> JSONValue? { present(name, required: required) }

    /// Notes the fields that nobody asked for.
    package func rejectUnknownFields() {
        for member in members where !known.contains(member.name) {
            report(
                String(Substring(member.name.unicodeScalars.prefix(100))),
                "unknown_field",
                "there is no such field; check its spelling"
            )
        }
    }

    /// - Throws: ``ValidationFailure`` where anything was wrong so far, here or in a reader of an object within.
    package func throwIfInvalid() throws(ValidationFailure) {
        guard issues.issues.isEmpty else { throw ValidationFailure(issues.issues) }
    }

    private func raw(_ name: String) -> JSONValue? {
        known.insert(name)
        return members.last { $0.name == name }?.value
    }

    private func present(_ name: String, required: Bool) -> JSONValue? {
        let value = raw(name)
        if let value, value != .null { return value }
        if required, isObject { report(name, "required", "is required") }
        return nil
    }

    private func array(_ name: String, required: Bool, count: ClosedRange<Int>) -> [JSONValue]? {
        guard let value = present(name, required: required) else { return nil }
        guard case .array(let elements) = value else { return mistyped(name, "an array") }
        guard count.contains(elements.count) else {
            let code = elements.count < count.lowerBound ? "too_few" : "too_many"
            report(name, code, "must have \(count.lowerBound) to \(count.upperBound) entries, not \(elements.count)")
            return nil
        }
        return elements
    }

    private func checked(_ text: String, _ name: String, _ length: ClosedRange<Int>) -> String? {
        guard let (code, message) = TextRules.fault(of: text, length: length) else { return text }
        report(name, code, message)
        return nil
    }

    private func mistyped<Value>(_ name: String, _ expected: String) -> Value? {
        report(name, "invalid_type", "must be \(expected)")
        return nil
    }

    private func qualified(_ field: String) -> String {
        if path.isEmpty { return field }
        return field.isEmpty ? path : "\(path).\(field)"
    }
}
