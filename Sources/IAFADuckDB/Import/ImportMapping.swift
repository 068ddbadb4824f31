package import IAFACore

/// Which column of a file is which field of an event.
package struct ImportMapping: Sendable {
    /// The fields of an event, as the interface names them.
    package static let fields = [
        "event_type", "user_id", "anonymous_id", "session_id", "event_id", "timestamp", "sent_at", "properties",
    ]

    /// Columns of event files that say nothing about the event itself; an exported file holds them too.
    static let ignored: Set<String> = ["received_at", "ip_hash"]

    /// The column by field, where it isn't named like the field.
    private let columns: [String: String]

    /// The columns that were named; none of them is read as the field that it is called like.
    private let named: Set<String>

    /// Reads `field=column,field=column`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ text: String?) throws(ValidationFailure) {
        var columns: [String: String] = [:]
        for pair in (text ?? "").split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, Self.fields.contains(parts[0]) else {
                throw ValidationFailure(
                    field: "--map",
                    code: "invalid_value",
                    message: "'\(pair)' must be field=column with a field of \(Self.fields.joined(separator: ", "))"
                )
            }
            for (field, column) in columns where field == parts[0] || column == parts[1] {
                throw ValidationFailure(
                    field: "--map",
                    code: "invalid_value",
                    message: field == parts[0]
                        ? "\(field) is named twice; give each field one column"
                        : "the column \(column) is named for \(field) and \(parts[0]); a column can be one field"
                )
            }
            columns[parts[0]] = parts[1]
        }
        self.columns = columns
        named = Set(columns.values)
    }

    /// The column that a field is read from; nil where the one of its name is named for another field.
    func column(of field: String) -> String? { columns[field] ?? (named.contains(field) ? nil : field) }

    /// Checks that a file has what an event can't be without.
    ///
    /// - Throws: ``ValidationFailure`` that names the columns there are.
    func check(_ names: [String]) throws(ValidationFailure) {
        let present = Set(names)
        func has(_ field: String) -> Bool { column(of: field).map(present.contains) ?? false }
        let missing: String? =
            if !has("event_type") {
                "event_type"
            } else if !has("user_id"), !has("anonymous_id") {
                "user_id"
            } else if !has("timestamp") {
                "timestamp"
            } else {
                Self.fields.first { columns[$0] != nil && !has($0) }
            }
        guard let missing else { return }
        throw ValidationFailure(
            field: column(of: missing) ?? missing,
            code: "missing_column",
            message: "the file has no column for \(missing); it has \(names.joined(separator: ", ")); "
                + "name one with --map \(missing)=COLUMN"
        )
    }
}
