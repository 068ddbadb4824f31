import IAFACore
import Testing

@Suite struct SegmentDecoderTests {
    private func message(_ call: SegmentCall, _ json: String, key: String? = nil) throws -> EventDraft {
        try Array(json.utf8).withUnsafeBytes { bytes in
            let request = try SegmentDecoder.message(call, in: bytes, key: key)
            #expect(request.issues == [])
            return try #require(request.drafts.first)
        }
    }

    private func batch(_ json: String, key: String? = nil) throws -> DoorRequest {
        try Array(json.utf8).withUnsafeBytes { try SegmentDecoder.batch(in: $0, key: key) }
    }

    private func time(_ text: String) throws -> Timestamp { try Timestamp(rfc3339: text) }

    @Test(arguments: [
        (SegmentCall.track, #"{"event": "Order Completed", "userId": "u"}"#, "Order Completed", "{}"),
        (
            .track, #"{"event": "a", "userId": "u", "properties": {"price": 12.50, "n": 9007199254740993}}"#, "a",
            #"{"price":12.50,"n":9007199254740993}"#
        ),
        (
            .identify, #"{"userId": "u", "anonymousId": "x", "traits": {"plan": "pro", "age": 1}}"#, "$identify",
            #"{"traits":{"plan": "pro", "age": 1}}"#
        ),
        (
            .page, #"{"userId": "u", "name": "Home", "category": "Docs", "properties": {"url": "/", "name": "Home"}}"#,
            "$pageview", #"{"url":"/","name":"Home","category":"Docs"}"#
        ),
        (.screen, #"{"userId": "u", "name": "Cart"}"#, "$screen", #"{"name":"Cart"}"#),
        (
            .group, #"{"userId": "u", "groupId": "g", "traits": {"name": "ACME"}}"#, "$group",
            #"{"groupId":"g","traits":{"name": "ACME"}}"#
        ),
        (.alias, #"{"userId": "u", "previousId": "p"}"#, "$alias", #"{"previousId":"p"}"#),
        (
            .track,
            #"{"event": "a", "userId": "u", "context": {"ip": "1.1.1.1"}, "integrations": {"All": false}, "version": 2}"#,
            "a", #"{"context":{"ip": "1.1.1.1"},"integrations":{"All": false},"version":2}"#
        ),
        // What the event itself has under such a name stays; what the client has besides gets another name.
        (
            .track, #"{"event": "a", "userId": "u", "properties": {"context": 1, "$context": 2}, "context": {"x": 3}}"#,
            "a", #"{"context":1,"$context":2,"$$context":{"x": 3}}"#
        ),
        (
            .track, #"{"event": "a", "userId": "u", "context": null, "properties": {"cut": "\ud83d"}}"#, "a",
            #"{"cut":"\ufffd"}"#
        ),
    ])
    func aCallBecomesAnEvent(_ call: SegmentCall, _ json: String, _ type: String, _ properties: String) throws {
        let draft = try message(call, json)
        #expect(draft.issues == [])
        #expect(draft.type == type)
        #expect(draft.properties == properties)
        #expect(draft.userID == "u")
    }

    @Test(
        arguments: [
            (#""userId": 42"#, "42", nil), (#""userId": 42.0"#, "42", nil), (#""userId": 1.5"#, "1.5", nil),
            (#""anonymousId": "x""#, nil, "x"), (#""userId": "u", "anonymousId": 7"#, "u", "7"),
            (#""userId": "", "anonymousId": "x""#, nil, "x"), (#""userId": null, "anonymousId": "x""#, nil, "x"),
        ] as [(String, String?, String?)]
    )
    func aPersonIsNamed(_ fields: String, _ user: String?, _ anonymous: String?) throws {
        let draft = try message(.track, #"{"event": "a", \#(fields)}"#)
        #expect(draft.issues == [])
        #expect(draft.userID == user)
        #expect(draft.anonymousID == anonymous)
    }

    @Test(
        arguments: [
            // By the device's clock, to be corrected by the time of sending.
            (#""timestamp": "2026-05-01T10:00:00Z""#, "2026-05-01T10:00:00Z", nil, "{}"),
            (
                #""timestamp": "2026-05-01T10:00:00Z", "sentAt": "2026-05-01T10:00:05Z""#, "2026-05-01T10:00:00Z",
                "2026-05-01T10:00:05Z", "{}"
            ),
            (
                #""originalTimestamp": "2026-05-01T10:00:00Z", "sentAt": "2026-05-01T10:00:05Z""#,
                "2026-05-01T10:00:00Z",
                "2026-05-01T10:00:05Z", "{}"
            ),
            (
                #""originalTimestamp": "2026-05-01T10:00:00Z", "timestamp": "2026-05-01T12:00:00+02:00""#,
                "2026-05-01T10:00:00Z", nil, "{}"
            ),
            // Corrected by somebody between.
            (
                #""originalTimestamp":"2026-05-01T10:00:00Z","timestamp":"2026-05-01T09:00:00Z","sentAt":"2026-05-01T10:00:05Z""#,
                "2026-05-01T09:00:00Z", nil,
                #"{"originalTimestamp":"2026-05-01T10:00:00Z","sentAt":"2026-05-01T10:00:05Z"}"#
            ),
            // A wrong time of sending costs no event.
            (
                #""timestamp": "2026-05-01T10:00:00Z", "sentAt": "now""#, "2026-05-01T10:00:00Z", nil,
                #"{"sentAt":"now"}"#
            ),
            // Unusual forms.
            (#""timestamp": "2026-05-01T10:00:00""#, "2026-05-01T10:00:00Z", nil, "{}"),
            (#""timestamp": "2026-05-01T12:00:00.250+0200""#, "2026-05-01T10:00:00.250Z", nil, "{}"),
            (#""timestamp": 1777629600000"#, "2026-05-01T10:00:00Z", nil, "{}"),
            (#""timestamp": 1777629600.5"#, "2026-05-01T10:00:00.500Z", nil, "{}"),
        ] as [(String, String, String?, String)]
    )
    func aTimeIsUnderstood(_ fields: String, _ timestamp: String, _ sentAt: String?, _ properties: String) throws {
        let draft = try message(.track, #"{"event": "a", "userId": "u", \#(fields)}"#)
        #expect(draft.issues == [])
        #expect(draft.timestamp == (try time(timestamp)))
        #expect(draft.sentAt == (try sentAt.map { try time($0) }))
        #expect(draft.properties == properties)
    }

    @Test(arguments: [
        (#"{"userId": "u"}"#, ["event required"]), (#"{"event": "", "userId": "u"}"#, ["event required"]),
        (#"{"event": {}, "userId": "u"}"#, ["event invalid_type"]), (#"{"event": "a"}"#, ["userId required"]),
        (#"{"event": "a", "userId": true}"#, ["userId invalid_type"]),
        (#"{"event": "a", "userId": "a\u0007"}"#, ["userId invalid_characters"]),
        (#"{"event": "a", "userId": "\ud800"}"#, ["userId invalid_characters"]),
        (#"{"event": "a", "userId": "u", "timestamp": "yesterday"}"#, ["timestamp invalid_timestamp"]),
        (#"{"event": "a", "userId": "u", "timestamp": 1e300}"#, ["timestamp invalid_timestamp"]),
        (#"{"event": "a", "userId": "u", "properties": []}"#, ["properties invalid_type"]),
        (#"{"event": "a", "userId": "u", "writeKey": "other"}"#, ["writeKey other_key"]),
        ("[]", [" invalid_type"]), ("3", [" invalid_type"]),
        (#"{"event": "a", "userId": "\#(String(repeating: "x", count: 201))"}"#, ["userId too_long"]),
        (
            #"{"event": "a", "userId": "u", "properties": {"x": "\#(String(repeating: "x", count: 33_000))"}}"#,
            ["properties event_too_large"]
        ),
        (
            #"{"event": "a", "userId": "u", "properties": {\#((0..<256).map { #""\#($0)": 1"# }.joined(separator: ","))}}"#,
            ["properties too_many"]
        ),
    ])
    func whatIsWrongIsSaid(_ json: String, _ issues: [String]) throws {
        let draft = try message(.track, json, key: "key")
        #expect(draft.issues.map { "\($0.field) \($0.code)" } == issues)
        #expect(draft.properties == "{}")
    }

    @Test func aBatchLendsItsContextToItsMessages() throws {
        let request = try batch(
            """
            {"batch": [
                {"type": "track", "event": "a", "userId": "u", "messageId": "m1",
                 "context": {"app": {"name": "own"}, "ip": "1"}},
                {"type": "page", "anonymousId": "x", "sentAt": "2026-05-01T10:00:09Z"},
                {"type": "identify", "userId": 5, "context": "odd"}],
             "context": {"app": {"name": "batch", "build": 7}, "locale": "de"}, "integrations": {"All": true},
             "sentAt": "2026-05-01T10:00:00Z", "writeKey": "k"}
            """
        )
        #expect(request.key == "k")
        #expect(request.issues == [])
        #expect(request.drafts.map(\.issues) == [[], [], []])
        #expect(request.places == ["batch[0]", "batch[1]", "batch[2]"])
        #expect(request.drafts.map(\.type) == ["a", "$pageview", "$identify"])
        let context = #"{"app": {"name": "batch", "build": 7}, "locale": "de"}"#
        #expect(
            request.drafts.map(\.properties) == [
                #"{"context":{"app":{"name":"own","build":7},"ip":"1","locale":"de"},"integrations":{"All": true}}"#,
                #"{"context":\#(context),"integrations":{"All": true}}"#,
                #"{"context":"odd","integrations":{"All": true}}"#,
            ]
        )
        let sentAt = try time("2026-05-01T10:00:00Z")
        #expect(request.drafts.map(\.sentAt) == [sentAt, try time("2026-05-01T10:00:09Z"), sentAt])
        #expect(request.drafts.map(\.eventID) == ["m1", nil, nil])
    }

    @Test func aKeyIsTakenFromWhereItCounts() throws {
        let message = #"{"type": "track", "event": "a", "userId": "u""#
        let own = #"{"batch": [\#(message)}, \#(message), "writeKey": "m"}]}"#
        #expect(try batch(own).key == "m")
        #expect(try batch(own, key: "header").key == "header")
        #expect(try batch(own, key: "header").drafts.map { $0.issues.map(\.code) } == [[], ["other_key"]])
        #expect(try batch(#"{"batch": [\#(message), "writeKey": "b"}], "writeKey": "b"}"#).key == "b")
        #expect(try batch(#"{"batch": [\#(message)}]}"#).key == nil)
    }

    @Test(arguments: [
        ("[]", " invalid_type"), ("{}", "batch required"), (#"{"batch": {}}"#, "batch invalid_type"),
        (#"{"batch": [\#(Array(repeating: "1", count: 2_501).joined(separator: ","))]}"#, "batch too_many"),
        (
            // A small request must not become a large one.
            """
            {"context": {"x": "\(String(repeating: "x", count: 20_000))"},
             "batch": [\(Array(repeating: #"{"type": "page", "userId": "u"}"#, count: 1_000).joined(separator: ","))]}
            """, "batch batch_too_large"
        ),
    ])
    func whatIsWrongWithABatchIsSaid(_ json: String, _ issue: String) throws {
        #expect(try batch(json).issues.map { "\($0.field) \($0.code)" } == [issue])
    }

    @Test(arguments: [
        (8, true), (9, false), (60, false), (62, false), (63, false), (64, false), (65, false), (3_000, false),
    ])
    func aContextThatIsTooDeepCostsOneMessage(_ depth: Int, _ isGood: Bool) throws {
        // As deep as the properties that it becomes a part of.
        let context = String(repeating: #"{"a":"#, count: depth - 1) + "1" + String(repeating: "}", count: depth - 1)
        let good = #"{"type": "track", "event": "a", "userId": "u", "context": {"b": 1}}"#
        let bad = #"{"type": "track", "event": "a", "userId": "u", "context": \#(context)}"#
        let request = try batch(#"{"batch": [\#(good), \#(bad), \#(good)], "context": {"a": {"c": 1}}}"#)
        let codes = request.drafts.map { $0.issues.map(\.code) }
        #expect(codes == [[], isGood ? [] : ["too_deep"], []])
        let lent = try batch(#"{"batch": [\#(bad), {"type": "page", "userId": "u"}], "context": \#(context)}"#)
        #expect(lent.drafts.map { $0.issues.map(\.code) } == Array(repeating: isGood ? [] : ["too_deep"], count: 2))
    }

    @Test func oneBadMessageLeavesItsNeighboursAlone() throws {
        let request = try batch(
            """
            {"batch": [{"type": "track", "event": "a", "userId": "u"}, 3, {"type": "delete", "userId": "u"},
             {"userId": "u"}, {"type": "screen", "userId": "u"}]}
            """
        )
        let codes = request.drafts.map { $0.issues.map { "\($0.field) \($0.code)" } }
        #expect(codes == [[], [" invalid_type"], ["type invalid_value"], ["type required"], []])
    }

    @Test func aCallHasAShortForm() {
        let names = ["t", "i", "p", "s", "g", "a", "track", "identify", "page", "screen", "group", "alias"]
        let calls: [SegmentCall] = [.track, .identify, .page, .screen, .group, .alias]
        #expect(names.map { SegmentCall(path: $0) } == calls + calls)
        for name in ["", "b", "batch", "tr", "T", "track/"] { #expect(SegmentCall(path: name) == nil) }
    }
}
