internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

/// The answer to a request that was not taken on: 503 in the one shape of errors, made without an encoder.
struct Refusal {
    private let head: HTTPResponse
    private let body: ByteBuffer

    /// `closes`: Whether the connection ends with it.
    init(_ reason: Overload, closes: Bool) {
        let id = RequestID().description
        // No part of it needs to be escaped.
        body = ByteBuffer(
            string: """
                {"error":{"code":"\(reason.code)","details":[],"message":"\(reason.message)","request_id":"\(id)"}}
                """
        )
        var fields: HTTPFields = [
            .contentType: "application/json; charset=utf-8", .cacheControl: "no-store",
            .contentLength: String(body.readableBytes), .retryAfter: String(reason.retryAfter), .requestID: id,
            .contentTypeOptions: "nosniff",
            // Any page may send events, and should learn that it is to come again.
            .accessControlAllowOrigin: "*",
        ]
        if closes { fields[.connection] = "close" }
        head = HTTPResponse(status: .serviceUnavailable, headerFields: fields)
    }

    func write(to context: ChannelHandlerContext) {
        context.write(NIOAny(HTTPResponsePart.head(head)), promise: nil)
        context.write(NIOAny(HTTPResponsePart.body(body)), promise: nil)
        context.writeAndFlush(NIOAny(HTTPResponsePart.end(nil)), promise: nil)
    }
}
