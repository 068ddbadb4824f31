import IAFACore
import Testing

@Suite struct DoorFuzzTests {
    /// The names that the doors look for, so that random values come where they are read.
    private static let names = [
        "type", "event", "userId", "anonymousId", "messageId", "timestamp", "originalTimestamp", "sentAt", "context",
        "integrations", "traits", "properties", "writeKey", "batch", "distinct_id", "$distinct_id", "uuid", "offset",
        "sent_at", "api_key", "token", "$set", "$insert_id", "$session_id", "$device_id", "$user_id",
        "$anon_distinct_id", "$is_identified", "app",
    ]
    private static let texts = [
        "track", "page", "identify", "alias", "$identify", "u", "", "2026-05-01T10:00:00Z", "2026-13-01", "k", "\\",
        "😀",
        "+0100", "0000-01-01T00:00:00+23:59",
    ]

    @Test(arguments: 0..<2_000 as Range<UInt64>)
    func anyJSONBecomesEventsThatKeepTheRules(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let value = Self.value(&random, depth: 5)
        let text = Array(random.write(value).utf8)
        let now = Timestamp(microseconds: 1_777_629_600_000_000)
        try text.withUnsafeBytes { bytes in
            let requests = [
                try SegmentDecoder.message(.track, in: bytes, key: nil), try SegmentDecoder.batch(in: bytes, key: "k"),
                try PostHogDecoder.events(in: bytes, PostHogEnvelope(), now: now),
            ]
            for request in requests {
                #expect(request.places.count == request.drafts.count)
                for draft in request.drafts { Self.check(draft, seed) }
            }
            _ = try PostHogDecoder.key(in: bytes)
        }
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func anyBytesAreReadOrRefused(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        let value = Self.value(&random, depth: 4)
        var text = Array(random.write(value).utf8)
        for _ in 0..<3 where !text.isEmpty {
            let place = Int.random(in: 0..<text.count, using: &random.random)
            text[place] = UInt8.random(in: 0...255, using: &random.random)
        }
        text.withUnsafeBytes { bytes in
            _ = try? SegmentDecoder.message(.page, in: bytes, key: nil)
            _ = try? SegmentDecoder.batch(in: bytes, key: nil)
            _ = try? PostHogDecoder.events(in: bytes, PostHogEnvelope(), now: .epoch)
        }
        let form = FormFields(text)
        _ = form["data"]
        _ = Base64Text.decode(text)
    }

    /// What must hold of a draft that nothing is wrong with.
    private static func check(_ draft: EventDraft, _ seed: UInt64) {
        guard draft.issues.isEmpty else {
            #expect(draft.properties == "{}", "seed \(seed)")
            return
        }
        #expect(TextRules.fault(of: draft.type, length: EventLimits.typeLength) == nil, "seed \(seed)")
        #expect(draft.userID != nil || draft.anonymousID != nil, "seed \(seed)")
        for id in [draft.userID, draft.anonymousID, draft.eventID, draft.sessionID].compactMap(\.self) {
            #expect(TextRules.fault(of: id, length: EventLimits.idLength) == nil, "seed \(seed)")
        }
        guard case .object(let members) = try? JSONValue.parse(draft.properties) else {
            Issue.record("seed \(seed): \(draft.properties)")
            return
        }
        #expect(members.count <= EventLimits.propertyCount)
    }

    private static func value(_ random: inout RandomJSON, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<10, using: &random.random) {
        case 0: return random.value(depth: 2)
        case 1, 2: return .string(texts.randomElement(using: &random.random) ?? "")
        case 3 where depth > 0, 4 where depth > 0:
            return .array(
                (0..<Int.random(in: 0..<4, using: &random.random)).map { _ in value(&random, depth: depth - 1) }
            )
        case 5...9 where depth > 0:
            return .object(
                (0..<Int.random(in: 0..<9, using: &random.random)).map { _ in
                    JSONMember(
                        name: names.randomElement(using: &random.random) ?? "",
                        value: value(&random, depth: depth - 1)
                    )
                }
            )
        default: return .number(random.number())
        }
    }
}
