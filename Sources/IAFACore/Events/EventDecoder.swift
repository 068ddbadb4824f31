/// Reads the JSON of `/track` and `/track/batch` in one pass, with a verdict for each event.
package enum EventDecoder {
    /// A batch as it was sent.
    package struct Batch: Sendable {
        /// In the order of the batch; each knows what is wrong with it.
        package var drafts: [EventDraft] = []

        /// What is wrong with the batch as a whole; the drafts may not be used where anything is.
        package var issues: [ValidationIssue] = []
    }

    /// Reads one event.
    ///
    /// - Throws: ``JSONError`` where the body isn't JSON; what is wrong with the event is in the draft.
    package static func event(in body: UnsafeRawBufferPointer) throws(JSONError) -> EventDraft {
        var cursor = JSONCursor(body)
        let draft = try event(&cursor, in: body)
        try cursor.finish()
        return draft
    }

    /// Reads a batch.
    ///
    /// - Throws: ``JSONError`` where the body isn't JSON; what is wrong with the batch or an event is in the result.
    package static func batch(in body: UnsafeRawBufferPointer) throws(JSONError) -> Batch {
        var cursor = JSONCursor(body)
        var batch = Batch()
        var sentAt: Timestamp?
        guard try cursor.peekKind() == .object else {
            _ = try cursor.skipValue()
            try cursor.finish()
            batch.issues = [
                ValidationIssue(
                    field: "",
                    code: "invalid_type",
                    message: "the body must be an object: {\"events\": [...]}"
                )
            ]
            return batch
        }
        var hasEvents = false
        var seen = FieldsSeen()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            if let issue = seen.note(key, of: ["events", "sent_at"]) {
                _ = try cursor.skipValue()
                if batch.issues.count < ValidationIssue.maximumCount { batch.issues.append(issue) }
            } else if key.equals("events") {
                hasEvents = try events(&cursor, in: body, into: &batch)
            } else if key.equals("sent_at") {
                var envelope = EventDraft()
                sentAt = try timestamp(&cursor, "sent_at", &envelope)
                batch.issues += envelope.issues
            } else {
                _ = try cursor.skipValue()
                if batch.issues.count < ValidationIssue.maximumCount { batch.issues.append(unknownField(key.text)) }
            }
        }
        try cursor.finish()
        if !hasEvents, batch.issues.isEmpty {
            batch.issues.append(ValidationIssue(field: "events", code: "required", message: "is required"))
        }
        for index in batch.drafts.indices where batch.drafts[index].sentAt == nil {
            batch.drafts[index].sentAt = sentAt
        }
        return batch
    }

    private static func events(
        _ cursor: inout JSONCursor,
        in body: UnsafeRawBufferPointer,
        into batch: inout Batch
    ) throws(JSONError) -> Bool {
        let kind = try cursor.peekKind()
        guard kind == .array else {
            _ = try cursor.skipValue()
            let isMissing = kind == .null
            batch.issues.append(
                ValidationIssue(
                    field: "events",
                    code: isMissing ? "required" : "invalid_type",
                    message: isMissing ? "is required" : "must be an array of events"
                )
            )
            return false
        }
        batch.drafts.removeAll()
        try cursor.enterArray()
        var count = 0
        while try cursor.nextElement() {
            count += 1
            if count <= EventLimits.batchEvents {
                batch.drafts.append(try event(&cursor, in: body))
            } else {
                _ = try cursor.skipValue()
            }
        }
        if count > EventLimits.batchEvents {
            batch.issues.append(
                ValidationIssue(
                    field: "events",
                    code: "too_many",
                    message: "must have at most \(EventLimits.batchEvents) events, not \(count); send several batches"
                )
            )
        }
        return true
    }
}

extension EventDecoder {
    /// Reads the event that comes next in a text.
    static func event(
        _ cursor: inout JSONCursor,
        in body: UnsafeRawBufferPointer
    ) throws(JSONError) -> EventDraft {
        var draft = EventDraft()
        guard try cursor.peekKind() == .object else {
            let start = cursor.offset
            try cursor.passOver(from: cursor.mark)
            draft.byteCount = cursor.offset - start
            draft.report("", "invalid_type", "an event must be a JSON object")
            let value = UnsafeRawBufferPointer(rebasing: body[start..<cursor.offset])
            draft.rejectedValue = RejectedValue.excerpt(of: value)
            return draft
        }
        let start = cursor.offset
        var seen = FieldsSeen()
        var largest: (key: JSONString, size: Int)?
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let valueStart = cursor.offset
            if let issue = seen.note(key, of: eventFields) {
                _ = try cursor.skipValue()
                if draft.issues.count < ValidationIssue.maximumCount { draft.issues.append(issue) }
            } else {
                try tolerantField(key, of: &draft, &cursor, in: body)
            }
            let value = UnsafeRawBufferPointer(rebasing: body[valueStart..<cursor.offset])
            if value.count > largest?.size ?? 0 { largest = (key, value.count) }
            if !draft.issues.isEmpty, draft.rejectedValue == nil {
                draft.rejectedValue = RejectedValue.excerpt(of: value)
            }
        }
        let size = cursor.offset - start
        draft.byteCount = size
        guard size <= EventLimits.eventBytes else {
            // What else may be wrong with it doesn't matter, and could be as large again.
            draft.issues = []
            draft.rejectedValue = nil
            draft.reportSize(size, limit: EventLimits.eventBytes, mostIn: largest?.key.text)
            return draft
        }
        draft.checkWhole()
        return draft
    }

    private static let eventFields: [StaticString] = [
        "event_type", "user_id", "anonymous_id", "session_id", "event_id", "timestamp", "sent_at", "properties",
    ]

    /// As ``field(_:of:_:in:)``; what is JSON but more than is read of it is wrong with this event alone.
    private static func tolerantField(
        _ key: JSONString,
        of draft: inout EventDraft,
        _ cursor: inout JSONCursor,
        in body: UnsafeRawBufferPointer
    ) throws(JSONError) {
        let start = cursor.mark
        let issueCount = draft.issues.count
        do throws(JSONError) {
            try field(key, of: &draft, &cursor, in: body)
        } catch {
            guard error.reason == .tooDeep || error.reason == .numberOutOfRange else { throw error }
            try cursor.passOver(from: start)
            guard draft.issues.count == issueCount else { return }
            if error.reason == .tooDeep {
                draft.report(key.text, "too_deep", "must nest at most \(EventLimits.propertyDepth) deep")
            } else {
                draft.report(key.text, "number_out_of_range", "a number is too large; it must be below 1.8e308")
            }
        }
    }

    private static func field(
        _ key: JSONString,
        of draft: inout EventDraft,
        _ cursor: inout JSONCursor,
        in body: UnsafeRawBufferPointer
    ) throws(JSONError) {
        if key.equals("event_type") {
            draft.type = try text(&cursor, "event_type", EventLimits.typeLength, &draft) ?? ""
        } else if key.equals("user_id") {
            draft.userID = try text(&cursor, "user_id", EventLimits.idLength, &draft)
        } else if key.equals("anonymous_id") {
            draft.anonymousID = try text(&cursor, "anonymous_id", EventLimits.idLength, &draft)
        } else if key.equals("session_id") {
            draft.sessionID = try text(&cursor, "session_id", EventLimits.idLength, &draft)
        } else if key.equals("event_id") {
            draft.eventID = try text(&cursor, "event_id", EventLimits.idLength, &draft)
        } else if key.equals("timestamp") {
            draft.timestamp = try timestamp(&cursor, "timestamp", &draft)
        } else if key.equals("sent_at") {
            draft.sentAt = try timestamp(&cursor, "sent_at", &draft)
        } else if key.equals("properties") {
            try properties(&cursor, in: body, &draft)
        } else {
            if draft.issues.count < ValidationIssue.maximumCount { draft.issues.append(unknownField(key.text)) }
            _ = try cursor.skipValue()
        }
    }

    private static func unknownField(_ name: String) -> ValidationIssue {
        ValidationIssue(
            field: ValidationIssue.fieldName(name),
            code: "unknown_field",
            message: "there is no such field; data of your own belongs into \"properties\""
        )
    }

    /// Reads a string; nil where it is null, or where it is wrong, which the draft then says.
    private static func text(
        _ cursor: inout JSONCursor,
        _ name: String,
        _ length: ClosedRange<Int>,
        _ draft: inout EventDraft
    ) throws(JSONError) -> String? {
        guard let string = try string(&cursor, name, &draft, expected: "a string") else { return nil }
        if string.hasLoneSurrogate {
            draft.report(name, "invalid_characters", "must not contain an unpaired surrogate")
            return nil
        }
        let text = string.text
        if let (code, message) = TextRules.fault(of: text, length: length) {
            draft.report(name, code, message)
            return nil
        }
        return text
    }

    private static func timestamp(
        _ cursor: inout JSONCursor,
        _ name: String,
        _ draft: inout EventDraft
    ) throws(JSONError) -> Timestamp? {
        let expected = "an RFC 3339 time such as \"2026-05-17T09:30:00Z\""
        guard let string = try string(&cursor, name, &draft, expected: expected) else { return nil }
        do {
            return try string.hasEscapes ? Timestamp(rfc3339: string.text) : Timestamp(rfc3339: string.raw)
        } catch {
            draft.report(name, "invalid_timestamp", error.message)
            return nil
        }
    }

    private static func string(
        _ cursor: inout JSONCursor,
        _ name: String,
        _ draft: inout EventDraft,
        expected: String
    ) throws(JSONError) -> JSONString? {
        let kind = try cursor.peekKind()
        if kind == .string { return try cursor.readString() }
        if kind == .number {
            draft.report(name, "invalid_type", "must be \(expected); put the number in quotes")
        } else if kind != .null {
            draft.report(name, "invalid_type", "must be \(expected)")
        }
        _ = try cursor.skipValue()
        return nil
    }

    private static func properties(
        _ cursor: inout JSONCursor,
        in body: UnsafeRawBufferPointer,
        _ draft: inout EventDraft
    ) throws(JSONError) {
        let skim = try cursor.skipValue()
        let raw = UnsafeRawBufferPointer(rebasing: body[skim.range])
        switch skim.kind {
        case .null:
            draft.properties = "{}"
        case .object where skim.memberCount > EventLimits.propertyCount:
            let limit = EventLimits.propertyCount
            draft.report("properties", "too_many", "must have at most \(limit) keys, not \(skim.memberCount)")
        case .object where skim.depth > EventLimits.propertyDepth:
            let limit = EventLimits.propertyDepth
            draft.report("properties", "too_deep", "must nest at most \(limit) deep, not \(skim.depth)")
        case .object where skim.hasLoneSurrogate:
            // A string that was cut in the middle of an emoji; readers of Parquet refuse such JSON, so mend it.
            draft.properties = JSONSurrogates.mended(raw)
        case .object:
            draft.properties = String(decoding: raw, as: UTF8.self)
        default:
            draft.report("properties", "invalid_type", "must be an object")
        }
    }
}
