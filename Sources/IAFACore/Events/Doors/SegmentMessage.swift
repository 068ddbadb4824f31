/// A message of Segment's API, on its way to become an event.
struct SegmentMessage {
    private let message: RawObject
    private let call: SegmentCall?
    private let envelope: RawObject?

    /// - `call`: What the path says that it is; nil where its `type` does.
    /// - `envelope`: The batch around it.
    init(_ message: RawObject, _ call: SegmentCall?, _ envelope: RawObject?) {
        self.message = message
        self.call = call
        self.envelope = envelope
    }

    /// The key that the message itself names.
    var writeKey: String? { message["writeKey"]?.text }

    /// What a batch may say for all its messages.
    static let shared: Set<String> = ["context", "integrations"]

    func read(into draft: inout EventDraft) {
        var used: Set<String> = ["type", "userId", "anonymousId", "messageId", "writeKey", "properties"]
        readType(into: &draft, &used)
        draft.userID = draft.identifier(message["userId"], "userId")
        draft.anonymousID = draft.identifier(message["anonymousId"], "anonymousId")
        draft.eventID = draft.identifier(message["messageId"], "messageId")
        let namesPerson = draft.userID != nil || draft.anonymousID != nil
        if !namesPerson, !draft.issues.contains(where: { $0.field == "userId" || $0.field == "anonymousId" }) {
            draft.report("userId", "required", "userId or anonymousId is required")
        }
        readTimes(into: &draft, &used)
        readProperties(into: &draft, except: used)
    }

    private func readType(into draft: inout EventDraft, _ used: inout Set<String>) {
        guard let call = call ?? message["type"]?.text.flatMap({ SegmentCall(rawValue: $0) }) else {
            let types = SegmentCall.allCases.map(\.rawValue).joined(separator: ", ")
            let text = "must be one of \(types)"
            if let other = message["type"] {
                draft.report("type", "invalid_value", text, holding: other)
            } else {
                draft.report("type", "required", text)
            }
            return
        }
        if let type = call.eventType {
            draft.type = type
            return
        }
        used.insert("event")
        draft.type = draft.eventType(message["event"], "event") ?? ""
        if draft.type.isEmpty, !draft.issues.contains(where: { $0.field == "event" }) {
            draft.report("event", "required", "is required: the name of what was done")
        }
    }

    /// `originalTimestamp` is by the device's clock, and so is `timestamp`, unless both are there and differ: then
    /// somebody between has corrected `timestamp` by `sentAt` already, and it must not be corrected twice.
    private func readTimes(into draft: inout EventDraft, _ used: inout Set<String>) {
        let timestamp = draft.time(message["timestamp"], "timestamp")
        let original = draft.time(message["originalTimestamp"], "originalTimestamp")
        let ownSentAt = draft.time(message["sentAt"], "sentAt")
        used.insert("timestamp")
        if let timestamp, let original, timestamp != original {
            draft.timestamp = timestamp
            return
        }
        used.formUnion(["originalTimestamp", "sentAt"])
        draft.timestamp = original ?? timestamp
        draft.sentAt = ownSentAt ?? envelope.flatMap { draft.time($0["sentAt"], "sentAt") }
    }

    private func readProperties(into draft: inout EventDraft, except used: Set<String>) {
        var properties = DoorProperties()
        if let own = message["properties"] {
            if let object = own.object {
                properties.take(object)
            } else {
                draft.report("properties", "invalid_type", "must be an object", holding: own)
            }
        }
        for member in message.members where !used.contains(member.name) && member.value.kind != .null {
            if Self.shared.contains(member.name), let base = envelope?[member.name] {
                merge(member, over: base, into: &properties)
            } else {
                properties.add(member.name, member.value)
            }
        }
        for name in Self.shared.sorted() where message[name] == nil {
            if let base = envelope?[name] { properties.add(name, base) }
        }
        properties.finish(&draft)
    }

    private func merge(_ member: RawObject.Member, over base: RawValue, into properties: inout DoorProperties) {
        // What is too deep to be stored is not merged, for merging goes as deep.
        let isReadable = [member.value, base].allSatisfy { $0.depth < JSONCursor.maxDepthLimit }
        guard isReadable, let object = member.value.object, let below = base.object else {
            properties.add(member.name, member.value)
            return
        }
        var bytes: [UInt8] = []
        object.write(over: below, into: &bytes)
        bytes.withUnsafeBytes { merged in
            properties.add(
                member.name,
                merged,
                depth: max(member.value.depth, base.depth),
                hasLoneSurrogate: member.value.hasLoneSurrogate || base.hasLoneSurrogate
            )
        }
    }
}
