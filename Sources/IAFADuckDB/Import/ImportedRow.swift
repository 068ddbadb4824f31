package import IAFACore

/// A row of a file on its way to become an event: the same rules as for what comes over HTTP.
package struct ImportedRow: Sendable {
    /// Counts from 1 within a file, the header left out.
    package let number: Int

    /// Has an issue where the row can't become an event.
    package var draft: EventDraft

    /// Takes the values of the event's fields by their place in ``ImportMapping/fields``, and what else the row holds.
    ///
    /// - `times`: The times where the file has them as numbers: µs.
    /// - `others`: The inside of a JSON object, without its braces; empty where there is nothing.
    init(number: Int, fields: [String?], times: (timestamp: Int64?, sentAt: Int64?), others: String) {
        self.number = number
        var draft = EventDraft()
        func text(_ place: Int, _ length: ClosedRange<Int>) -> String? {
            guard let text = fields[place], !text.isEmpty else { return nil }
            guard let (code, message) = TextRules.fault(of: text, length: length) else { return text }
            draft.report(ImportMapping.fields[place], code, message)
            return nil
        }
        func time(_ place: Int, _ microseconds: Int64?) -> Timestamp? {
            if let microseconds { return Timestamp(microseconds: microseconds) }
            guard let text = fields[place], !text.isEmpty else { return nil }
            do {
                return try Timestamp(rfc3339: text, assumeUTC: true)
            } catch {
                draft.report(ImportMapping.fields[place], "invalid_timestamp", error.message)
                return nil
            }
        }
        draft.type = text(0, EventLimits.typeLength) ?? ""
        draft.userID = text(1, EventLimits.idLength)
        draft.anonymousID = text(2, EventLimits.idLength)
        draft.sessionID = text(3, EventLimits.idLength)
        draft.eventID = text(4, EventLimits.idLength)
        draft.timestamp = time(5, times.timestamp)
        draft.sentAt = time(6, times.sentAt)
        draft.properties = Self.properties(fields[7], others, &draft)
        draft.checkWhole()
        if draft.timestamp == nil, !draft.issues.contains(where: { $0.field == "timestamp" }) {
            draft.report("timestamp", "required", "is required in a file")
        }
        self.draft = draft
    }

    /// A row that isn't one at all.
    init(number: Int, issue: ValidationIssue) {
        self.number = number
        draft = EventDraft()
        draft.issues = [issue]
    }

    /// The properties of the field of that name and the other columns together, as a JSON object.
    private static func properties(_ field: String?, _ others: String, _ draft: inout EventDraft) -> String {
        var text = "{\(others)}"
        if let field, !field.isEmpty {
            guard let skim = try? skim(field), skim.kind == .object else {
                draft.report("properties", "invalid_type", "must be a JSON object")
                return "{}"
            }
            if others.isEmpty {
                text = field
            } else if skim.memberCount > 0 {
                // What a column says counts more: the last member of a name is the one that is read.
                text = String(decoding: Array(field.utf8)[skim.range].dropLast(), as: UTF8.self) + ",\(others)}"
            }
        }
        guard text != "{}" else { return text }
        do throws(JSONError) {
            let skim = try skim(text)
            if let issue = fault(of: skim, bytes: text.utf8.count) { draft.issues.append(issue) }
            // A string that was cut in the middle of an emoji; readers of Parquet refuse such JSON, so mend it.
            return skim.hasLoneSurrogate ? text.withUTF8 { JSONSurrogates.mended(UnsafeRawBufferPointer($0)) } : text
        } catch {
            draft.report("properties", "malformed_json", error.message)
            return "{}"
        }
    }

    private static func skim(_ text: String) throws(JSONError) -> JSONSkim {
        try Array(text.utf8).withUnsafeBufferPointer { bytes throws(JSONError) in
            var cursor = JSONCursor(UnsafeRawBufferPointer(bytes))
            let skim = try cursor.skipValue()
            try cursor.finish()
            return skim
        }
    }

    private static func fault(of skim: JSONSkim, bytes: Int) -> ValidationIssue? {
        guard skim.memberCount <= EventLimits.propertyCount else {
            let limit = EventLimits.propertyCount
            return ValidationIssue(field: "properties", code: "too_many", message: "must have at most \(limit) keys")
        }
        guard skim.depth <= EventLimits.propertyDepth else {
            let limit = EventLimits.propertyDepth
            return ValidationIssue(field: "properties", code: "too_deep", message: "must nest at most \(limit) deep")
        }
        guard bytes <= EventLimits.eventBytes else {
            let limit = EventLimits.eventBytes
            return ValidationIssue(
                field: "",
                code: "event_too_large",
                message: "an event may have at most \(limit) bytes"
            )
        }
        return nil
    }
}
