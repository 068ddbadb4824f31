/// Why the server takes on no more.
enum Overload: String, Error, Sendable {
    case connections, requests, bodies

    /// Of the answer.
    var code: String { self == .connections ? "too_many_connections" : "overloaded" }

    var message: String {
        switch self {
        case .connections: "the server has as many connections as it serves; come again"
        case .requests: "more requests wait for an answer than may wait; send it again"
        case .bodies: "more bodies are being read than the server has room for; send it again"
        }
    }

    /// Seconds after which to come again.
    var retryAfter: Int { self == .connections ? 2 : 1 }
}
