internal import NIOHTTP1

/// What came is no request as HTTP/1 has them, or it broke off.
struct UnreadableRequest: Error {
    /// Of the answer.
    static let code = "malformed_http"

    /// Why, and what to do; needs no escapes in JSON.
    let message: String

    init(_ message: String) { self.message = message }

    /// Nil where an error is about something else.
    init?(_ error: any Error) {
        if let error = error as? UnreadableRequest {
            self = error
        } else if let error = error as? HTTPParserError {
            self.init(error)
        } else {
            return nil
        }
    }

    private init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow:
            message = "the head of the request is too large: send at most 32 KiB, 128 fields, 16 KiB each"
        case .invalidEOFState, .closedConnection: message = "the request broke off; send it again"
        case .invalidChunkSize: message = "the chunks of the body are not as HTTP/1.1 has them"
        case .invalidContentLength, .unexpectedContentLength: message = "the length of the body is not well-formed"
        case .invalidVersion: message = "send the request as HTTP/1.1"
        default: message = "this is no request of HTTP/1.1; check the client that sends it"
        }
    }
}
