internal import IAFACore

/// A shop's clickstream of the 90 days before a moment; every event and every id follows from that moment.
///
/// Visitors come for several visits; in each they go on, step by step, less and less often. Mobile visitors buy less,
/// weekends are quieter, and a shop that grows has more visitors at the end.
struct DemoEvents {
    /// How many events there are in all.
    static let count = 200_000

    private static let days = 90
    private static let visitors = 24_000
    private static let products = ["lamp", "chair", "desk", "shelf", "rug", "mirror", "clock", "vase"]

    private let now: Timestamp
    private var random = SplitMix64(seed: 20_260_517)
    private var made = 0
    private var visitor = 0
    private var ready: [Event] = []

    init(now: Timestamp) { self.now = now }

    /// The next events, at most so many; none when there are no more.
    mutating func next(_ limit: Int) -> [Event] {
        while ready.count < limit, made + ready.count < Self.count { makeVisitor() }
        let batch = Array(ready.prefix(min(limit, Self.count - made)))
        ready.removeFirst(batch.count)
        made += batch.count
        return batch
    }

    private struct Visitor {
        let anonymousID: String
        let platform: String
        let channel: String
        var userID: String?
        var visit = 0
    }

    private mutating func makeVisitor() {
        visitor += 1
        let platforms = ["web", "web", "ios", "android", "ios"]
        let channels = ["search", "email", "ads", "direct", "social"]
        var someone = Visitor(
            anonymousID: "anon_\(visitor)",
            platform: platforms[Int.random(in: 0..<platforms.count, using: &random)],
            channel: channels[Int.random(in: 0..<channels.count, using: &random)]
        )
        let visits = 1 + min(Int.random(in: 0..<5, using: &random), Int.random(in: 0..<5, using: &random))
        // The square root of an even spread: more of the visitors at the end.
        let spread = max(Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
        var day = Int(spread * Double(Self.days))
        for _ in 0..<visits where day < Self.days {
            visit(&someone, day: day)
            day += Int.random(in: 1...12, using: &random)
        }
    }

    private mutating func visit(_ someone: inout Visitor, day: Int) {
        let today = CalendarDay(now)
        let date = today.advanced(by: day - (Self.days - 1))
        if date.weekday >= 6, chance(0.35) { return }
        someone.visit += 1
        let session = "s\(visitor)_\(someone.visit)"
        var second = Double(Int.random(in: 6 * 3_600..<23 * 3_600, using: &random))
        let product = Self.products[Int.random(in: 0..<Self.products.count, using: &random)]
        let price = Int.random(in: 9...399, using: &random)
        let isMobile = someone.platform != "web"
        var steps: [(type: String, chance: Double)] = [
            ("home", 1), ("search", 0.45), ("product_view", 0.8), ("product_view", 0.5), ("add_to_cart", 0.42),
            ("checkout_start", 0.62), ("payment_details", isMobile ? 0.58 : 0.78), ("purchase", isMobile ? 0.72 : 0.88),
        ]
        if someone.visit == 2 || (someone.visit == 1 && chance(0.2)) { steps.insert(("sign_up", 0.4), at: 1) }
        for (place, step) in steps.enumerated() {
            guard chance(step.chance) else {
                // Whoever doesn't look at a second product may still buy the first; later steps need the one before.
                if place >= 4 && step.type != "search" { return }
                continue
            }
            if step.type == "sign_up" { someone.userID = "user_\(visitor)" }
            second += Double(Int.random(in: 4...240, using: &random))
            append(step.type, of: someone, session, date, second, product, price)
        }
    }

    private mutating func append(
        _ type: String,
        of someone: Visitor,
        _ session: String,
        _ date: CalendarDay,
        _ second: Double,
        _ product: String,
        _ price: Int
    ) {
        let time = date.start + .seconds(second)
        guard time <= now else { return }
        var properties = "{\"platform\":\"\(someone.platform)\",\"channel\":\"\(someone.channel)\""
        if type != "home", type != "sign_up" { properties += ",\"product\":\"\(product)\"" }
        if type == "purchase" || type == "add_to_cart" { properties += ",\"price\":\(price)" }
        ready.append(
            Event(
                id: EventIdentifier.make(at: time, using: &random),
                type: type,
                // From then on; what they did before stays with the anonymous id.
                userID: someone.userID,
                anonymousID: someone.anonymousID,
                sessionID: session,
                timestamp: time,
                receivedAt: now,
                properties: properties + "}"
            )
        )
    }

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }
}
