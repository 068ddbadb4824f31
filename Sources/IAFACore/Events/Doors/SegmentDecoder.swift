/// Reads the messages of Segment's HTTP tracking API.
///
/// What a message becomes stands in docs/compatibility.md. Source: Segment's "Spec: Common Fields" and "HTTP API".
package enum SegmentDecoder {
    /// Reads the message of a call.
    ///
    /// - Parameters:
    ///   - call: What the path says that it is.
    ///   - body: JSON.
    ///   - key: The write key of the request's headers; nil where they have none.
    /// - Returns: One draft.
    /// - Throws: ``JSONError`` where the body isn't JSON; what is wrong with the message is in the draft.
    package static func message(
        _ call: SegmentCall,
        in body: UnsafeRawBufferPointer,
        key: String?
    ) throws(JSONError) -> DoorRequest {
        var cursor = JSONCursor(body)
        let value = try RawValue(next: &cursor)
        try cursor.finish()
        var request = DoorRequest(key: key)
        request.take(value, "", call, beneath: nil)
        return request
    }

    /// Reads a batch.
    ///
    /// - Parameters:
    ///   - body: JSON.
    ///   - key: The write key of the request's headers; nil where they have none.
    /// - Returns: A draft for each message.
    /// - Throws: ``JSONError`` where the body isn't JSON; what is wrong with the batch or a message is in the result.
    package static func batch(in body: UnsafeRawBufferPointer, key: String?) throws(JSONError) -> DoorRequest {
        var cursor = JSONCursor(body)
        let value = try RawValue(next: &cursor)
        try cursor.finish()
        guard let envelope = value.object else {
            var request = DoorRequest(key: key)
            request.report("", "invalid_type", "the body must be an object: {\"batch\": [...]}")
            return request
        }
        var request = DoorRequest(key: key ?? envelope["writeKey"]?.text)
        guard let batch = envelope["batch"] else {
            request.report("batch", "required", "is required")
            return request
        }
        guard batch.kind == .array else {
            request.report("batch", "invalid_type", "must be an array of messages")
            return request
        }
        let shared = SegmentMessage.shared.reduce(0) { $0 + (envelope[$1]?.bytes.count ?? 0) }
        var count = 0
        var merged = 0
        try batch.forEachElement { message in
            merged += message.bytes.count + shared
            if count < SegmentLimits.batchMessages, merged <= SegmentLimits.mergedBytes {
                request.take(message, "batch[\(count)]", nil, beneath: envelope)
            }
            count += 1
        }
        if count > SegmentLimits.batchMessages {
            let limit = SegmentLimits.batchMessages
            request.report("batch", "too_many", "must have at most \(limit) messages, not \(count); send it in parts")
        } else if merged > SegmentLimits.mergedBytes {
            request.report(
                "batch",
                "batch_too_large",
                "is too large with its context in each message; send it in parts"
            )
        }
        return request
    }
}

extension DoorRequest {
    /// Takes a message in.
    ///
    /// - Parameters:
    ///   - value: The message.
    ///   - place: Where it stands.
    ///   - call: What it is; nil where its `type` says that.
    ///   - envelope: The batch around it.
    fileprivate mutating func take(
        _ value: RawValue,
        _ place: String,
        _ call: SegmentCall?,
        beneath envelope: RawObject?
    ) {
        var draft = EventDraft()
        draft.byteCount = value.bytes.count
        if let object = value.object {
            let message = SegmentMessage(object, call, envelope)
            claim(message.writeKey, "writeKey", &draft)
            if value.bytes.count <= SegmentLimits.messageBytes {
                message.read(into: &draft)
            } else {
                draft.reportSize(of: value, limit: SegmentLimits.messageBytes)
            }
        } else {
            draft.report("", "invalid_type", "a message must be a JSON object", holding: value)
        }
        add(draft, at: place)
    }
}
