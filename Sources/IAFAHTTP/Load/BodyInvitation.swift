internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// Asks a client that waits for that (`Expect: 100-continue`) to send its body, once a route begins to read it.
///
/// So what is refused whatever the body holds, is refused before it is sent.
struct BodyInvitation: RouterMiddleware {
    typealias Context = IAFARequestContext

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.head.waitsToBeAsked else { return try await next(request, context) }
        let body = InvitedBody(body: request.body, channel: context.channel)
        var invited = request
        invited.body = Hummingbird.RequestBody(asyncSequence: body)
        var response = try await next(invited, context)
        // Nobody can tell whether the body that was not asked for comes before the next request.
        if !body.isInvited { response.headers[.connection] = "close" }
        return response
    }
}

extension HTTPRequest {
    /// Whether the client wants to be asked for the body, for a while at least.
    var waitsToBeAsked: Bool {
        guard headerFields[.expect]?.lowercased() == "100-continue" else { return false }
        return headerFields[.transferEncoding] != nil || headerFields[.contentLength].map { $0 != "0" } ?? false
    }
}

/// A body that is asked for when its first bytes are wanted.
private final class InvitedBody: AsyncSequence, Sendable {
    private let body: Hummingbird.RequestBody
    private let channel: any Channel
    private let wasInvited = Atomic(false)

    var isInvited: Bool { wasInvited.load(ordering: .acquiring) }

    init(body: Hummingbird.RequestBody, channel: any Channel) {
        self.body = body
        self.channel = channel
    }

    private func invite() async throws {
        guard !wasInvited.exchange(true, ordering: .acquiringAndReleasing) else { return }
        try await channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue))).get()
    }

    func makeAsyncIterator() -> Iterator { Iterator(invited: self, chunks: body.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let invited: InvitedBody
        fileprivate var chunks: Hummingbird.RequestBody.AsyncIterator

        mutating func next() async throws -> ByteBuffer? {
            try await invited.invite()
            return try await chunks.next()
        }
    }
}
