import Foundation
import IAFACore

@testable import IAFAHTTP

/// What a test does to a server, made up from a seed: the same for every server, but for the keys.
struct LaneScript {
    enum Step {
        /// Sends texts on a new connection, each after so many answers to what was sent before, and receives the rest.
        case connection([(text: String, answers: Int)], endsInput: Bool)
        case revoke
        case rotate
        case advance(Duration)

        /// The log refuses what comes from now on; nil lets it work again.
        case fail(EventLogError?)
    }

    /// What stands for a key in a text.
    static let keys = ["{good}", "{small}", "{revoked}", "{rotated}", "{reading}", "iafa_nobody"]

    private var random: SplitMix64
    private var lastID = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func steps(_ count: Int) -> [Step] { (0..<count).flatMap { _ in step() } }

    private mutating func step() -> [Step] {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return [.revoke]
        case 1: return [.rotate]
        case 2: return [.advance(.seconds(Int.random(in: 1...40, using: &random)))]
        case 3: return [.fail(.overloaded), connection(), .fail(nil)]
        case 4: return [.fail(.unavailable(message: "no space left")), connection(), .fail(nil)]
        default: return [connection()]
        }
    }

    private mutating func connection() -> Step {
        var texts: [(text: String, answers: Int)] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            var requests = (0..<Int.random(in: 1...4, using: &random)).map { _ in request() }
            let last = requests.firstIndex { $0.contains("Expect: ") }
            if let last { requests.removeSubrange((last + 1)...) }
            let text = requests.joined()
            // A request may come in pieces, several may come in one.
            let cut = Bool.random(using: &random) ? Int.random(in: 0..<text.utf8.count, using: &random) : 0
            let bytes = Array(text.utf8)
            if cut > 0 { texts.append((String(decoding: bytes[..<cut], as: UTF8.self), 0)) }
            texts.append((String(decoding: bytes[cut...], as: UTF8.self), requests.count))
            // The answer may be the last, and whether what was sent behind it is still heard is a race.
            if last != nil { break }
        }
        let endsInput = Bool.random(using: &random)
        if endsInput, Bool.random(using: &random) {
            // What breaks off in its head, in its body, and what is no HTTP.
            let broken = [String(request().dropLast(10)), "POST /api/v1/tr", "nonsense\r\n\r\n", ""]
            texts.append((pick(broken), 0))
        }
        return .connection(texts, endsInput: endsInput)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    /// Most are as a client sends them, so that the others stand among such.
    private mutating func request() -> String {
        let isPlain = Int.random(in: 0..<3, using: &random) > 0
        let key = isPlain ? pick(["{good}", "{good}", "{good}", "{small}"]) : pick(Self.keys)
        let body = Int.random(in: 0..<4, using: &random) > 0 ? event() : pick(oddBodies())
        if isPlain { return LaneServer.request(key, body) }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return chunked(key, body)
        case 1: return LaneServer.request(key, body).replacing("POST", with: pick(["GET", "PUT", "OPTIONS", "post"]))
        case 2:
            let names = ["x-api-key", "X-Api", "Accept"]
            return LaneServer.request(key, body).replacing("X-API-Key", with: pick(names))
        case 3: return LaneServer.request(key, body).replacing("application/json", with: pick(Self.types))
        case 4: return LaneServer.request(key, body, path: pick(Self.paths))
        case 5: return LaneServer.request("", body, path: "/api/v1/track?api_key=\(key)")
        case 6: return LaneServer.request(key, #"{"events": [\#(event()), \#(event())]}"#, path: "/api/v1/track/batch")
        default: return LaneServer.request(key, body, headers: pick(Self.headers))
        }
    }

    private static let types = [
        "text/plain", "application/json; charset=utf-8", "Application/JSON", "application/x.y+json", "text/html", "",
    ]
    private static let paths = [
        "/door", "/door/", "/api/v1/track/", "/api/v1//track", "/api/v1/track?", "/api/v1/track?a=b", "/api/v1/Track",
        "/api/v1/trac%6B", "http://localhost/api/v1/track", "/health/live",
    ]
    private static let headers = [
        "Origin: https://shop.example\r\n", "X-Request-Id: mine\r\n", "Expect: 100-continue\r\n", "X-Odd: 1\r\n",
        "Connection: keep-alive\r\n", "Connection: Keep-Alive\r\n", "Content-Encoding: gzip\r\n",
        "Content-Encoding: identity\r\n", "X-API-Key: iafa_other\r\n", "Content-Type: text/html\r\n",
        "X-Forwarded-For: 203.0.113.7\r\n", "Cookie: a=b\r\nCookie: c=d\r\n", "User-Agent: app/1\r\nAccept: */*\r\n",
    ]

    private mutating func event() -> String {
        lastID += 1
        let repeated = max(1, lastID - Int.random(in: 0..<8, using: &random))
        return pick([
            LaneServer.event("e\(lastID)"), LaneServer.event("e\(repeated)"),
            LaneServer.event("e\(lastID)", #", "properties": {"n": \#(lastID), "emoji": "\ud83d"}"#),
            LaneServer.event(
                "e\(lastID)",
                #", "timestamp": "2025-06-14T10:00:00Z", "sent_at": "2025-06-14T10:00:00Z""#
            ),
            #"{"event_type": "none", "anonymous_id": "x", "session_id": "s"}"#,
        ])
    }

    private mutating func oddBodies() -> [String] {
        let id = "o\(Int.random(in: 0..<1_000, using: &random))"
        return [
            "", " ", "{", "[]", "null", "{} {}", #"{"event_type": "a"}"#, LaneServer.event(id, #", "more": 1"#),
            LaneServer.event(id, #", "timestamp": "1999-01-01T00:00:00Z""#),
            LaneServer.event(id, #", "timestamp": "2099-01-01T00:00:00Z""#),
            LaneServer.event(id, #", "timestamp": "yesterday""#),
            LaneServer.event(id, #", "properties": {"text": "\#(String(repeating: "x", count: 33_000))"}"#),
            LaneServer.event(id) + String(repeating: " ", count: 40_000),
            LaneServer.event(id) + String(repeating: " ", count: 70_000),
            LaneServer.event(String(repeating: "i", count: 201)),
        ]
    }

    private mutating func chunked(_ key: String, _ body: String) -> String {
        let chunk = body.isEmpty ? "" : "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n"
        let trailer = pick(["", "X-Trailer: 1\r\n"])
        return "POST /api/v1/track HTTP/1.1\r\nHost: localhost\r\nX-API-Key: \(key)\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n\(chunk)0\r\n\(trailer)\r\n"
    }
}
