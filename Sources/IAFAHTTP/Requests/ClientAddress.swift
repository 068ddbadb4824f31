internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// Finds out whom a request comes from where a trusted proxy brings it.
struct ClientAddress: RouterMiddleware {
    typealias Context = IAFARequestContext

    let proxies: TrustedProxies

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        guard let peer = context.peerAddress.flatMap({ NetworkAddress($0) }), proxies.contains(peer) else {
            return try await next(request, context)
        }
        var context = context
        let client = proxies.client(peer: peer, forwarded: request.headers[values: .forwardedFor])
        context.clientAddress = client.description
        return try await next(request, context)
    }
}
