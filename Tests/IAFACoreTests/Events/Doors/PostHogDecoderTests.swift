import IAFACore
import Testing

@Suite struct PostHogDecoderTests {
    private static let now = Timestamp(microseconds: 1_777_629_600_000_000)  // 2026-05-01T10:00:00Z

    private func request(_ json: String, _ envelope: PostHogEnvelope = PostHogEnvelope()) throws -> DoorRequest {
        try Array(json.utf8).withUnsafeBytes { try PostHogDecoder.events(in: $0, envelope, now: Self.now) }
    }

    private static func deep(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private func event(_ fields: String, _ envelope: PostHogEnvelope = PostHogEnvelope()) throws -> EventDraft {
        let request = try request("{\(fields)}", envelope)
        #expect(request.issues == [])
        return try #require(request.drafts.first)
    }

    @Test(
        arguments: [
            (#"{"event": "a", "distinct_id": "d", "api_key": "k"}"#, "k", ["a"]),
            (#"{"event": "a", "properties": {"distinct_id": "d", "token": "k"}}"#, "k", ["a"]),
            (#"{"event": "a", "$distinct_id": "d", "$token": "k"}"#, "k", ["a"]),
            (
                #"[{"event": "a", "properties": {"distinct_id": "d", "token": "k"}}, {"event": "b", "distinct_id": 4}]"#,
                "k", ["a", "b"]
            ),
            (
                #"{"token": "k", "batch": [{"event": "a", "distinct_id": "d"}], "historical_migration": false}"#, "k",
                ["a"]
            ),
            (#"{"batch": [{"event": "a", "distinct_id": "d", "api_key": "k"}]}"#, "k", ["a"]),
            (#"{"event": "a", "distinct_id": "d"}"#, nil, ["a"]), ("[]", nil, []), (#"{"batch": []}"#, nil, []),
        ] as [(String, String?, [String])]
    )
    func aRequestHasEventsAndAKey(_ json: String, _ key: String?, _ types: [String]) throws {
        let request = try request(json)
        #expect(request.key == key)
        #expect(request.issues == [])
        #expect(request.drafts.map(\.type) == types)
        #expect(request.drafts.allSatisfy { $0.issues.isEmpty && $0.userID != nil })
    }

    @Test func theQuerysKeyCountsMoreThanTheBodys() throws {
        var envelope = PostHogEnvelope()
        envelope.key = "q"
        let request = try request(#"[{"event": "a", "distinct_id": "d"}, {"event": "a", "token": "k"}]"#, envelope)
        #expect(request.key == "q")
        #expect(request.drafts[0].issues == [])
        #expect(request.drafts[1].issues.map(\.code).contains("other_key"))
    }

    @Test func nothingOfAnEventIsLostButItsKey() throws {
        let draft = try event(
            #"""
            "event": "$pageview", "uuid": "01900000-0000-7000-8000-000000000001", "type": "capture", "api_key": "k",
            "$set": {"plan": "pro"}, "$set_once": {"first": 1}, "timestamp": "2026-05-01T09:00:00.123456+00:00",
            "properties": {"$insert_id": "i", "token": "k", "distinct_id": "d", "$session_id": "s",
                           "$set": {"plan": "free"}, "price": 1.0}
            """#
        )
        #expect(draft.issues == [])
        #expect(draft.eventID == "01900000-0000-7000-8000-000000000001")
        #expect(draft.sessionID == "s")
        #expect(draft.timestamp == Self.now - .seconds(3_600) + .microseconds(123_456))
        let properties = #"""
            {"$insert_id":"i","distinct_id":"d","$session_id":"s","$set":{"plan": "free"},"price":1.0,\#
            "type":"capture","$$set":{"plan": "pro"},"$set_once":{"first": 1}}
            """#
        #expect(draft.properties == properties)
    }

    @Test func anInsertIDIsAnEventsIDWhereThereIsNoOther() throws {
        #expect(try event(#""event": "a", "distinct_id": "d", "properties": {"$insert_id": "i"}"#).eventID == "i")
        #expect(
            try event(#""event": "a", "distinct_id": "d", "uuid": "", "properties": {"$insert_id": 3}"#).eventID == "3"
        )
        #expect(try event(#""event": "a", "distinct_id": "d""#).eventID == nil)
    }

    @Test(
        arguments: [
            // Servers send nothing but a distinct id.
            (#""event": "a", "distinct_id": "d""#, "d", nil), (#""event": "a", "distinct_id": 12"#, "12", nil),
            // Browsers and phones say whether they know the user.
            (#""event": "a", "properties": {"distinct_id": "d", "$device_id": "d"}"#, nil, "d"),
            (#""event": "a", "properties": {"distinct_id": "d", "$device_id": "v"}"#, "d", nil),
            (#""event": "a", "properties": {"distinct_id": "d", "$device_id": "v", "$user_id": "d"}"#, "d", nil),
            (#""event": "a", "properties": {"distinct_id": "d", "$device_id": "d", "$user_id": "d"}"#, "d", nil),
            (#""event": "a", "properties": {"distinct_id": "d", "$is_identified": false}"#, nil, "d"),
            (#""event": "a", "properties": {"distinct_id": "d", "$is_identified": true, "$device_id": "d"}"#, "d", nil),
            (#""event": "a", "properties": {"distinct_id": "d", "$process_person_profile": false}"#, nil, "d"),
            (#""event": "a", "properties": {"distinct_id": "d", "$process_person_profile": true}"#, "d", nil),
            // What joins the two.
            (#""event": "$identify", "distinct_id": "d", "properties": {"$anon_distinct_id": "x"}"#, "d", "x"),
            (
                #""event": "$identify", "distinct_id": "d", "properties": {"$anon_distinct_id": "x", "$is_identified": false}"#,
                "d", "x"
            ),
            (#""event": "$identify", "distinct_id": "d", "properties": {"$anon_distinct_id": "d"}"#, "d", nil),
            (#""event": "$create_alias", "properties": {"distinct_id": "d", "alias": "e"}"#, "d", nil),
            // The event's own field first.
            (#""event": "a", "distinct_id": "d", "properties": {"distinct_id": "e"}"#, "d", nil),
            (#""event": "a", "distinct_id": "", "properties": {"distinct_id": "e"}"#, "e", nil),
        ] as [(String, String?, String?)]
    )
    func aDistinctIDNamesAUserOrNobodyKnown(_ fields: String, _ user: String?, _ anonymous: String?) throws {
        let draft = try event(fields)
        #expect(draft.issues == [])
        #expect(draft.userID == user)
        #expect(draft.anonymousID == anonymous)
    }

    @Test func engagementIsAboutPersons() throws {
        var envelope = PostHogEnvelope()
        envelope.isAboutPersons = true
        let draft = try event(#""$distinct_id": "d", "$set": {"plan": "pro"}"#, envelope)
        #expect(draft.issues == [])
        #expect(draft.type == "$identify")
        #expect(draft.userID == "d")
        #expect(draft.properties == #"{"$set":{"plan": "pro"}}"#)
    }

    @Test(
        arguments: [
            // Seconds before now: of the event, of its sending.
            (#""timestamp": "2026-05-01T09:59:50Z""#, 10.0, nil), (#""offset": 2500"#, 2.5, nil),
            (#""offset": 2500, "sent_at": "2026-05-01T09:50:00Z""#, 602.5, 600.0),
            (#""offset": 2500, "timestamp": "2026-05-01T09:59:50Z""#, 10.0, nil), (#""offset": 0"#, 0.0, nil),
            (#""timestamp": "2026-05-01T09:59:50Z", "sent_at": "2026-05-01T09:59:55Z""#, 10.0, 5.0),
            // Whatever the time of sending is, it must not cost the event.
            (#""timestamp": "2026-05-01T09:59:50Z", "sent_at": "soon""#, 10.0, nil),
            (#""sent_at": 3"#, nil, 1_777_629_597),
            (#""timestamp": null"#, nil, nil),
        ] as [(String, Double?, Double?)]
    )
    func aTimeIsUnderstood(_ fields: String, _ age: Double?, _ sentAge: Double?) throws {
        let draft = try event(#""event": "a", "distinct_id": "d", \#(fields)"#)
        #expect(draft.issues == [])
        #expect(draft.timestamp == age.map { Self.now - .seconds($0) })
        #expect(draft.sentAt == sentAge.map { Self.now - .seconds($0) })
    }

    @Test func aBatchSaysWhenItWasSent() throws {
        let first = try request(#"{"batch": [{"event": "a", "distinct_id": "d"}], "sent_at": "2026-05-01T09:00:00Z"}"#)
        #expect(first.drafts.map(\.sentAt) == [Self.now - .seconds(3_600)])
        var envelope = PostHogEnvelope()
        envelope.sentAt = Self.now
        #expect(try request(#"{"batch": [{"event": "a", "distinct_id": "d"}]}"#, envelope).drafts[0].sentAt == Self.now)
    }

    @Test(arguments: [
        (#"{"distinct_id": "d"}"#, ["event required"]), (#"{"event": "a"}"#, ["distinct_id required"]),
        (#"{"event": "a", "distinct_id": {}}"#, ["distinct_id invalid_type"]),
        (#"{"event": [], "distinct_id": "d"}"#, ["event invalid_type"]),
        (#"{"event": "a", "distinct_id": "d", "properties": "x"}"#, ["properties invalid_type"]),
        (#"{"event": "a", "distinct_id": "d", "timestamp": "x"}"#, ["timestamp invalid_timestamp"]),
        (#"{"event": "a", "distinct_id": "d", "offset": -1}"#, ["offset invalid_value"]),
        (#"{"event": "a", "distinct_id": "d", "offset": 1e300}"#, ["offset invalid_value"]),
        (#"{"event": "a", "distinct_id": "d", "offset": "1"}"#, ["offset invalid_value"]),
        (#"{"event": "a", "distinct_id": "\#(String(repeating: "x", count: 201))"}"#, ["distinct_id too_long"]),
        (
            #"{"event": "a", "distinct_id": "d", "properties": {"x": "\#(String(repeating: "x", count: 33_000))"}}"#,
            ["properties event_too_large"]
        ), ("7", [" invalid_type"]),
        (#"{"event": "a", "distinct_id": 1e999}"#, ["distinct_id invalid_type"]),
        (
            #"{"event": "a", "distinct_id": "d", "properties": {"n": [1e999]}}"#, ["properties number_out_of_range"]
        ),
        (#"{"event": "a", "distinct_id": "d", "offset": 1e999}"#, ["offset invalid_value"]),
        (#"{"event": "a", "distinct_id": "d", "x": \#(deep(100))}"#, ["properties too_deep"]),
        (#"{"event": "a", "distinct_id": "d", "properties": \#(deep(16_000))}"#, ["properties invalid_type"]),
        (deep(100_000), [" invalid_type"]),
    ])
    func oneBadEventLeavesItsNeighboursAlone(_ bad: String, _ issues: [String]) throws {
        let good = #"{"event": "a", "distinct_id": "d"}"#
        for json in ["[\(good), \(bad), \(good)]", #"{"batch": [\#(good), \#(bad), \#(good)]}"#] {
            let request = try request(json)
            #expect(request.issues == [])
            #expect(request.drafts.map { $0.issues.map { "\($0.field) \($0.code)" } } == [[], issues, []])
            #expect(request.places[1].hasSuffix("[1]"))
        }
    }

    @Test(arguments: [
        ("3", " invalid_type"), (#""x""#, " invalid_type"), (#"{"batch": {}}"#, "batch invalid_type"),
        ("[\(Array(repeating: "1", count: 2_501).joined(separator: ","))]", " too_many"),
    ])
    func whatIsWrongWithARequestIsSaid(_ json: String, _ issue: String) throws {
        #expect(try request(json).issues.map { "\($0.field) \($0.code)" } == [issue])
    }
}
