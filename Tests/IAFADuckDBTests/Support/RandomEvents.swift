import IAFACore

/// Makes events from a seed, each with an id of its own.
struct RandomEvents {
    var random: SplitMix64
    private(set) var count = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Events of a few persons on days within a range, many of them at the same times.
    mutating func next(_ count: Int, days: ClosedRange<Int>) -> [Event] {
        (0..<count).map { _ in next(days: days) }
    }

    private mutating func next(days: ClosedRange<Int>) -> Event {
        count += 1
        let isKnown = Int.random(in: 0..<4, using: &random) > 0
        let person = "p\(Int.random(in: 0..<5, using: &random))"
        let time = StoreFixture.time(
            Int.random(in: days, using: &random),
            3_600 * Int.random(in: 0..<24, using: &random)
        )
        return Event(
            id: "e\(count)",
            type: ["view", "cart", "buy", "other"].randomElement(using: &random) ?? "",
            userID: isKnown ? person : nil,
            anonymousID: isKnown && Bool.random(using: &random) ? nil : person,
            sessionID: Bool.random(using: &random) ? "s\(Int.random(in: 0..<9, using: &random))" : nil,
            timestamp: time,
            receivedAt: time + .microseconds(Int64.random(in: 0..<5_000_000, using: &random)),
            sentAt: Bool.random(using: &random) ? time + .milliseconds(3) : nil,
            properties: properties(),
            ipHash: Bool.random(using: &random) ? "5f2b" : nil
        )
    }

    private mutating func properties() -> String {
        var members: [String] = []
        if Bool.random(using: &random) {
            let plan = ["\"free\"", "\"pro\"", "\"a\\\"b\"", "null", "5"].randomElement(using: &random) ?? ""
            members.append("\"plan\":\(plan)")
        }
        if Bool.random(using: &random) { members.append("\"n\": \(Int.random(in: -2...4, using: &random))") }
        if Int.random(in: 0..<4, using: &random) == 0 { members.append("\"nested\":{\"k\":true,\"s\":\"ä🦆\"}") }
        return "{\(members.joined(separator: ","))}"
    }
}
