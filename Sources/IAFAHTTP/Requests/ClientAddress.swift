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
        var context = context
        context.clientAddress = Self.address(peer: context.peerAddress, request.headers, proxies)
        return try await next(request, context)
    }

    /// The address that a request comes from.
    ///
    /// - Parameters:
    ///   - peer: The address of the connection's other side.
    ///   - headers: Of the request.
    ///   - proxies: Those that are believed.
    /// - Returns: Nil where its connection has none.
    static func address(peer: String?, _ headers: HTTPFields, _ proxies: TrustedProxies) -> String? {
        guard !proxies.isEmpty, let network = peer.flatMap({ NetworkAddress($0) }), proxies.contains(network) else {
            return peer
        }
        return proxies.client(peer: network, forwarded: headers[values: .forwardedFor]).description
    }
}
