import IAFACore
import Testing

/// What a project's people are told of events that were refused at a door, and how much came.
@Suite struct DoorRejectionTests {
    private static let long = String(repeating: "x", count: 201)
    private static let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
    private static let many = "{" + (0..<256).map { #""p\#($0)":0"# }.joined(separator: ",") + "}"

    private static func segment(_ json: String, key: String? = nil) throws -> [EventDraft] {
        try Array(json.utf8).withUnsafeBytes { try SegmentDecoder.batch(in: $0, key: key) }.drafts
    }

    private static func postHog(_ json: String) throws -> [EventDraft] {
        try Array(json.utf8).withUnsafeBytes {
            try PostHogDecoder.events(in: $0, PostHogEnvelope(), now: .epoch)
        }.drafts
    }

    @Test(
        arguments: [
            ("5", "invalid_type", "5"), (#"["a", 1]"#, "invalid_type", #"["a", 1]"#),
            (#"{"type": "open", "userId": "u"}"#, "invalid_value", #""open""#),
            (#"{"userId": "u"}"#, "required", nil),
            (#"{"type": "track", "event": [1, 2], "userId": "u"}"#, "invalid_type", "[1, 2]"),
            (#"{"type": "track", "event": "a", "userId": true, "properties": 7}"#, "invalid_type", "true"),
            (#"{"type": "track", "event": "a"}"#, "required", nil),
            (#"{"type": "page", "userId": "u", "messageId": {"a": 1}}"#, "invalid_type", #"{"a": 1}"#),
            (#"{"type": "page", "userId": "u", "timestamp": "noon"}"#, "invalid_timestamp", #""noon""#),
            (#"{"type": "page", "userId": "u", "properties": "none"}"#, "invalid_type", #""none""#),
            (#"{"type": "page", "userId": "u", "properties": {"a":\#(deep)}}"#, "too_deep", #"{"a":\#(deep)}"#),
            (
                #"{"type": "page", "userId": "u", "properties": {"a":1e999}}"#, "number_out_of_range",
                #"{"a":1e999}"#
            ),
            (#"{"type": "page", "userId": "u", "properties": \#(many)}"#, "too_many", "\(many.prefix(199))…"),
            (#"{"type": "page", "userId": "\#(long)"}"#, "too_long", "\"\(long.prefix(198))…"),
            (#"{"type": "page", "userId": "u", "writeKey": "secret"}"#, "other_key", nil),
        ] as [(String, String, String?)]
    )
    func aSegmentMessageShowsWhatWasWrong(_ json: String, _ code: String, _ value: String?) throws {
        let draft = try #require(try Self.segment(#"{"batch": [ \#(json) ]}"#, key: "k").first)
        #expect(draft.issues.first?.code == code)
        #expect(draft.rejectedValue == value)
        #expect(draft.byteCount == json.utf8.count)
    }

    @Test(
        arguments: [
            ("null", "invalid_type", "null"), (#"{"event": {}, "distinct_id": "d"}"#, "invalid_type", "{}"),
            (#"{"event": "a"}"#, "required", nil), (#"{"distinct_id": "d"}"#, "required", nil),
            (#"{"event": "a", "distinct_id": [ ]}"#, "invalid_type", "[ ]"),
            (#"{"event": "a", "distinct_id": "d", "uuid": false}"#, "invalid_type", "false"),
            (#"{"event": "a", "distinct_id": "d", "offset": -1}"#, "invalid_value", "-1"),
            (#"{"event": "a", "distinct_id": "d", "timestamp": "x"}"#, "invalid_timestamp", #""x""#),
            (#"{"event": "a", "distinct_id": "d", "properties": [0]}"#, "invalid_type", "[0]"),
            (
                #"{"event": "a", "distinct_id": "d", "properties": {"$session_id": "\u0000"}}"#, "invalid_characters",
                #""\u0000""#
            ),
            (#"{"event": "a", "distinct_id": "d", "properties": {"d":\#(deep)}}"#, "too_deep", #"{"d":\#(deep)}"#),
        ] as [(String, String, String?)]
    )
    func aPostHogEventShowsWhatWasWrong(_ json: String, _ code: String, _ value: String?) throws {
        for body in ["[\(json)]", #"{"batch": [\#(json)]}"#] {
            let draft = try #require(try Self.postHog(body).first)
            #expect(draft.issues.first?.code == code)
            #expect(draft.rejectedValue == value)
            #expect(draft.byteCount == json.utf8.count)
        }
    }

    @Test func whatIsGoodCountsItsBytesAndShowsNothing() throws {
        let message = #"{"type": "track", "event": "a", "userId": "u", "properties": {"ä": 1}}"#
        let event = #"{"event": "a", "distinct_id": "d"}"#
        let shared = #""context": {"app": "shop"}"#
        let drafts =
            try Self.segment(#"{"batch": [\#(message), \#(message)], \#(shared)}"#)
            + Self.postHog(#"{"batch": [\#(event)]}"#) + Self.postHog(event)
        #expect(drafts.map(\.byteCount) == [message, message, event, event].map(\.utf8.count))
        #expect(drafts.allSatisfy { $0.issues.isEmpty && $0.rejectedValue == nil })
    }

    @Test func anEventThatIsTooLargeIsNotShown() throws {
        let padding = String(repeating: "x", count: 33_000)
        let message = #"{"type": "track", "event": "a", "userId": "u", "x": "\#(padding)"}"#
        let draft = try #require(try Self.segment(#"{"batch": [\#(message)]}"#).first)
        #expect(draft.issues.map(\.code) == ["event_too_large"])
        #expect(draft.rejectedValue == nil && draft.byteCount == message.utf8.count)
    }
}
