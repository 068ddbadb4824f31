import HTTPTypes
@testable import IAFAHTTP

/// Who asks, by what they show.
struct Caller: Sendable {
    var headers: HTTPFields

    static let nobody = Caller(headers: [:])

    static func token(_ token: String) -> Caller { Caller(headers: [.authorization: "Bearer \(token)"]) }

    static func key(_ secret: String) -> Caller { Caller(headers: [.apiKey: secret]) }

    static func authorization(_ value: String) -> Caller { Caller(headers: [.authorization: value]) }
}
