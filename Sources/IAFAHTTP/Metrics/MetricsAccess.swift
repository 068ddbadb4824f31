internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// Who may read the metrics: whoever has the token; where there is none, this machine alone.
struct MetricsAccess: Sendable {
    /// Headers with which a proxy says that it asks for somebody else.
    private static let proxyHeaders = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"]
        .compactMap { HTTPField.Name($0) }

    /// Of the token; a hash, so that the time of comparing says nothing about it.
    private let tokenHash: String?

    init(token: String?) { tokenHash = token.map(SecretHash.sha256) }

    /// - Throws: ``APIError`` 401 for a wrong token, 403 for somebody elsewhere where there is none.
    func check(_ request: Request, _ context: IAFARequestContext) throws(APIError) {
        if let tokenHash {
            guard let token = Self.bearer(request), SecretHash.sha256(token) == tokenHash else {
                throw .unauthorized("send the server's metrics token in the header Authorization: Bearer …")
            }
            return
        }
        let isProxied = Self.proxyHeaders.contains { request.headers[$0] != nil }
        guard !isProxied, let peer = context.peerAddress, Self.isLoopback(peer) else {
            throw .forbidden("metrics are for the server's own machine; set metrics_token to read them from elsewhere")
        }
    }

    private static func bearer(_ request: Request) -> String? {
        guard let parts = request.headers[.authorization]?.split(separator: " "), parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return nil }
        return String(parts[1])
    }

    private static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
