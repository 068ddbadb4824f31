internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// Watches over large bodies while they come in, and over what becomes of small ones.
struct BodyGate: RouterMiddleware {
    typealias Context = IAFARequestContext

    let load: ServerLoad

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        let length = request.headers[.contentLength].flatMap(Int.init)
        if request.method == .get || length == 0 { return try await next(request, context) }
        var watched = request
        if length.map({ $0 > LoadLimits.smallBody }) ?? true {
            watched.body = Hummingbird.RequestBody(asyncSequence: WatchedBody(body: request.body, load: load))
        }
        let charge = BodyCharge(load)
        defer { charge.release() }
        return try await BodyCharge.$current.withValue(charge) { [watched] in try await next(watched, context) }
    }
}

/// A body that ends with ``Overload/bodies`` when there is no room for more of it.
private struct WatchedBody: AsyncSequence, Sendable {
    let body: Hummingbird.RequestBody
    let load: ServerLoad

    func makeAsyncIterator() -> Iterator { Iterator(chunks: body.makeAsyncIterator(), load: load) }

    struct Iterator: AsyncIteratorProtocol {
        var chunks: Hummingbird.RequestBody.AsyncIterator
        let load: ServerLoad
        var received = 0

        mutating func next() async throws -> ByteBuffer? {
            guard let chunk = try await chunks.next() else { return nil }
            received += chunk.readableBytes
            guard load.hasRoom(received: received) else {
                load.noteRefusal(.bodies)
                throw Overload.bodies
            }
            return chunk
        }
    }
}
