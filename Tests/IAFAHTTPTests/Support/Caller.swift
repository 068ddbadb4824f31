import HTTPTypes
@testable import IAFAHTTP

/// Who asks, by what they show.
struct Caller: Sendable {
    var headers: HTTPFields

    static let nobody = Caller(headers: [:])

    static func token(_ token: String) -> Caller { Caller(headers: [.authorization: "Bearer \(token)"]) }

    static func key(_ secret: String) -> Caller { Caller(headers: [.apiKey: secret]) }

    /// The key or token, for routes that look for it elsewhere.
    var secret: String? { headers[.apiKey] ?? headers[.authorization]?.replacing("Bearer ", with: "") }

    static func authorization(_ value: String) -> Caller { Caller(headers: [.authorization: value]) }
}
