internal import HTTPTypes
internal import IAFACore

/// An error as a client sees it; everything that goes wrong becomes one in ``ErrorMapping``.
struct APIError: Error {
    let status: HTTPResponse.Status
    let code: String
    let message: String
    var details: [ValidationIssue] = []

    /// Seconds after which to try again; nil where that would change nothing.
    var retryAfter: Int?

    /// How to sign in where that is missing (401), for programs.
    var challenge = "Bearer"

    init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ message: String,
        details: [ValidationIssue] = [],
        retryAfter: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
    }

    init(_ overload: Overload) {
        self.init(.serviceUnavailable, overload.code, overload.message, retryAfter: overload.retryAfter)
    }

    /// What doesn't exist and what belongs to somebody else are told apart nowhere: same status, same words.
    static func notFound(_ thing: String) -> APIError {
        APIError(.notFound, "not_found", "there is no such \(thing)")
    }

    /// `allowed`: The methods that the route takes.
    static func wrongMethod(_ allowed: [String]) -> APIError {
        APIError(.methodNotAllowed, "method_not_allowed", "this route takes \(allowed.joined(separator: ", "))")
    }

    static func unauthorized(_ message: String) -> APIError { APIError(.unauthorized, "unauthorized", message) }

    static func forbidden(_ message: String) -> APIError { APIError(.forbidden, "forbidden", message) }
}
