/// An event of PostHog's API, on its way to become one of ours.
struct PostHogEvent {
    private let event: RawObject
    private let properties: RawObject?
    private let envelope: PostHogEnvelope
    private let now: Timestamp

    init(_ event: RawObject, _ envelope: PostHogEnvelope, _ now: Timestamp) {
        self.event = event
        properties = event["properties"]?.object
        self.envelope = envelope
        self.now = now
    }

    /// The project's key that the event itself names.
    var key: String? { Self.key(in: event) ?? properties.flatMap { Self.key(in: $0) } }

    /// The names under which clients send the project's key.
    private static let keyNames = ["api_key", "token", "$token"]

    /// The project's key in an object; nil where it has none.
    static func key(in object: RawObject) -> String? {
        for name in keyNames {
            if let key = object[name]?.text, !key.isEmpty { return key }
        }
        return nil
    }

    func read(into draft: inout EventDraft) {
        if let other = event["properties"], other.kind != .object {
            draft.report("properties", "invalid_type", "must be an object", holding: other)
        }
        draft.type = draft.eventType(event["event"], "event") ?? (envelope.isAboutPersons ? "$identify" : "")
        if draft.type.isEmpty, !draft.issues.contains(where: { $0.field == "event" }) {
            draft.report("event", "required", "is required: the name of what was done")
        }
        draft.eventID =
            draft.identifier(event["uuid"], "uuid")
            ?? draft.identifier(properties?["$insert_id"], "properties.$insert_id")
        draft.sessionID = draft.identifier(properties?["$session_id"], "properties.$session_id")
        readPerson(into: &draft)
        readTimes(into: &draft)
        readProperties(into: &draft)
    }

    private func readPerson(into draft: inout EventDraft) {
        let id =
            draft.identifier(event["distinct_id"], "distinct_id")
            ?? draft.identifier(event["$distinct_id"], "$distinct_id")
            ?? draft.identifier(properties?["distinct_id"], "properties.distinct_id")
        guard let id else {
            if !draft.issues.contains(where: { $0.field.hasSuffix("distinct_id") }) {
                draft.report("distinct_id", "required", "is required")
            }
            return
        }
        guard isUser(id, draft.type) else {
            draft.anonymousID = id
            return
        }
        draft.userID = id
        if draft.type == "$identify" {
            let anonymous = draft.identifier(properties?["$anon_distinct_id"], "properties.$anon_distinct_id")
            if anonymous != id { draft.anonymousID = anonymous }
        }
    }

    /// Whether a `distinct_id` names a user rather than somebody nobody knows.
    ///
    /// Clients of browsers and phones say so; what servers send without a word is about users. The device's id is never
    /// taken for the anonymous one: it stays when another user signs in on the device.
    private func isUser(_ id: String, _ type: String) -> Bool {
        if type == "$identify" { return true }
        guard let properties else { return true }
        if let user = properties["$user_id"]?.identifier, !user.isEmpty { return true }
        if let isIdentified = properties["$is_identified"]?.flag { return isIdentified }
        if properties["$device_id"]?.identifier == id { return false }
        return properties["$process_person_profile"]?.flag != false
    }

    private func readTimes(into draft: inout EventDraft) {
        draft.sentAt = event["sent_at"].flatMap { DoorTime.timestamp($0) } ?? envelope.sentAt
        draft.timestamp = draft.time(event["timestamp"], "timestamp")
        guard draft.timestamp == nil, let offset = event["offset"] else { return }
        guard let milliseconds = offset.number, PostHogLimits.offsetMilliseconds.contains(milliseconds) else {
            draft.report("offset", "invalid_value", "must be how many ms ago the event was", holding: offset)
            return
        }
        draft.timestamp = (draft.sentAt ?? now) - .milliseconds(milliseconds)
    }

    private func readProperties(into draft: inout EventDraft) {
        var kept = DoorProperties()
        let keys = Set(Self.keyNames)
        if let properties { kept.take(properties, except: keys) }
        let used = keys.union([
            "event", "uuid", "distinct_id", "$distinct_id", "sent_at", "timestamp", "offset", "properties",
        ])
        for member in event.members where !used.contains(member.name) && member.value.kind != .null {
            kept.add(member.name, member.value)
        }
        kept.finish(&draft)
    }
}
