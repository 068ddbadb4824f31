internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

/// The answer to what never came to a route, in the one shape of errors, made without an encoder.
struct Refusal {
    private let head: HTTPResponse
    private let body: ByteBuffer

    /// 503 for a request that was not taken on.
    ///
    /// `closes`: Whether the connection ends with it.
    init(_ reason: Overload, closes: Bool) {
        self.init(.serviceUnavailable, reason.code, reason.message, retryAfter: reason.retryAfter, closes: closes)
    }

    /// 400 for what can't be read, with which the connection ends.
    init(_ failure: UnreadableRequest) {
        self.init(.badRequest, UnreadableRequest.code, failure.message, retryAfter: nil, closes: true)
    }

    private init(_ status: HTTPResponse.Status, _ code: String, _ message: String, retryAfter: Int?, closes: Bool) {
        let id = RequestID().description
        // No part of it needs to be escaped.
        body = ByteBuffer(
            string: """
                {"error":{"code":"\(code)","details":[],"message":"\(message)","request_id":"\(id)"}}
                """
        )
        var fields: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
            .contentLength: String(body.readableBytes), .requestID: id, .contentTypeOptions: "nosniff",
            // Any page may send events, and should learn that it is to come again.
            .accessControlAllowOrigin: "*",
        ]
        if let retryAfter { fields[.retryAfter] = String(retryAfter) }
        if closes { fields[.connection] = "close" }
        head = HTTPResponse(status: status, headerFields: fields)
    }

    func write(to context: ChannelHandlerContext) {
        context.write(NIOAny(HTTPResponsePart.head(head)), promise: nil)
        context.write(NIOAny(HTTPResponsePart.body(body)), promise: nil)
        context.writeAndFlush(NIOAny(HTTPResponsePart.end(nil)), promise: nil)
    }
}
