extension EventDraft {
    /// The id of a field of a foreign protocol; nil where it is absent, blank or wrong, which the draft then says.
    ///
    /// Numbers become text: its clients send them.
    mutating func identifier(_ value: RawValue?, _ field: String) -> String? {
        text(value, field, EventLimits.idLength)
    }

    /// The name of an event in a foreign protocol; nil where it is absent, blank or wrong, which the draft then says.
    mutating func eventType(_ value: RawValue?, _ field: String) -> String? {
        text(value, field, EventLimits.typeLength)
    }

    /// The time of a field of a foreign protocol; nil where it is absent or wrong, which the draft then says.
    mutating func time(_ value: RawValue?, _ field: String) -> Timestamp? {
        guard let value else { return nil }
        if let time = DoorTime.timestamp(value) { return time }
        let example = "2026-05-17T09:30:00.000Z"
        report(field, "invalid_timestamp", "must be an ISO 8601 time such as \"\(example)\"", holding: value)
        return nil
    }

    /// Notes that an event is too large.
    mutating func reportSize(of event: RawValue, limit: Int) {
        let largest = event.object?.members.max { $0.value.bytes.count < $1.value.bytes.count }
        reportSize(event.bytes.count, limit: limit, mostIn: largest?.name)
    }

    private mutating func text(_ value: RawValue?, _ field: String, _ length: ClosedRange<Int>) -> String? {
        guard let value else { return nil }
        guard let text = value.identifier else {
            report(field, "invalid_type", "must be a string", holding: value)
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        if value.hasLoneSurrogate {
            report(field, "invalid_characters", "must not contain an unpaired surrogate", holding: value)
            return nil
        }
        if let (code, message) = TextRules.fault(of: text, length: length) {
            report(field, code, message, holding: value)
            return nil
        }
        return text
    }
}

extension EventDraft {
    /// Notes what is wrong with a field, and, where it is the first that is wrong, what it holds.
    mutating func report(_ field: String, _ code: String, _ message: String, holding value: RawValue) {
        report(field, code, message, holding: value.bytes)
    }

    /// As ``report(_:_:_:holding:)``, for what was put together from several places.
    mutating func report(_ field: String, _ code: String, _ message: String, holding bytes: UnsafeRawBufferPointer) {
        if issues.isEmpty { rejectedValue = RejectedValue.excerpt(of: bytes) }
        report(field, code, message)
    }
}
