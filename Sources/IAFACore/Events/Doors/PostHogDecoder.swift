/// Reads the events of PostHog's capture API.
///
/// What an event becomes stands in docs/compatibility.md. Source: PostHog's "Capture and batch API endpoints", and what
/// its clients send.
package enum PostHogDecoder {
    /// Reads an event, an array of events, or an object with a `batch` of them.
    ///
    /// - Parameters:
    ///   - body: JSON.
    ///   - envelope: What the request says besides.
    ///   - now: The server's time, from which events count that say how long ago they were.
    /// - Returns: A draft for each event.
    /// - Throws: ``JSONError`` where the body isn't JSON; what is wrong with the request or an event is in the result.
    package static func events(
        in body: UnsafeRawBufferPointer,
        _ envelope: PostHogEnvelope,
        now: Timestamp
    ) throws(JSONError) -> DoorRequest {
        var cursor = JSONCursor(body)
        let value = try RawValue(next: &cursor)
        try cursor.finish()
        var request = DoorRequest(key: envelope.key)
        if value.kind == .array {
            try request.take(value, "", envelope, now)
        } else if let object = value.object {
            guard let batch = object["batch"] else {
                request.take(value, at: "", envelope, now)
                return request
            }
            if request.key == nil { request.key = PostHogEvent.key(in: object) }
            guard batch.kind == .array else {
                request.report("batch", "invalid_type", "must be an array of events")
                return request
            }
            var envelope = envelope
            // One wrong time of sending must not cost the events.
            envelope.sentAt = object["sent_at"].flatMap { DoorTime.timestamp($0) } ?? envelope.sentAt
            try request.take(batch, "batch", envelope, now)
        } else {
            request.report("", "invalid_type", "the body must be an event, an array of events or {\"batch\": [...]}")
        }
        return request
    }

    /// The project's key in a question about settings or flags; nil where there is none.
    ///
    /// - Throws: ``JSONError`` where the body isn't JSON.
    package static func key(in body: UnsafeRawBufferPointer) throws(JSONError) -> String? {
        var cursor = JSONCursor(body)
        let value = try RawValue(next: &cursor)
        try cursor.finish()
        return value.object.flatMap { PostHogEvent.key(in: $0) }
    }
}

extension DoorRequest {
    /// Takes the events of an array in.
    fileprivate mutating func take(
        _ events: RawValue,
        _ field: String,
        _ envelope: PostHogEnvelope,
        _ now: Timestamp
    ) throws(JSONError) {
        var count = 0
        try events.forEachElement { event in
            if count < PostHogLimits.requestEvents { take(event, at: "\(field)[\(count)]", envelope, now) }
            count += 1
        }
        if count > PostHogLimits.requestEvents {
            let limit = PostHogLimits.requestEvents
            report(field, "too_many", "must have at most \(limit) events, not \(count); send several requests")
        }
    }

    /// Takes an event in.
    fileprivate mutating func take(
        _ value: RawValue,
        at place: String,
        _ envelope: PostHogEnvelope,
        _ now: Timestamp
    ) {
        var draft = EventDraft()
        draft.byteCount = value.bytes.count
        if let object = value.object {
            let event = PostHogEvent(object, envelope, now)
            claim(event.key, "token", &draft)
            if value.bytes.count <= EventLimits.eventBytes {
                event.read(into: &draft)
            } else {
                draft.reportSize(of: value, limit: EventLimits.eventBytes)
            }
        } else {
            draft.report("", "invalid_type", "an event must be a JSON object", holding: value)
        }
        add(draft, at: place)
    }
}
