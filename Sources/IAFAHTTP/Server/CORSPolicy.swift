internal import HTTPTypes
internal import Hummingbird

/// Which pages of other hosts may talk to the server: any may send events, only named ones may ask on behalf of people.
struct CORSPolicy: RouterMiddleware {
    typealias Context = IAFARequestContext

    /// Origins such as `https://dashboard.example.com`.
    let allowedOrigins: Set<String>

    /// Where any page may send events.
    let doors: EventDoors

    private static let methods = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
    private static let requestHeaders =
        "Authorization, Content-Type, Content-Encoding, If-None-Match, X-API-Key, X-Request-Id"
    private static let responseHeaders =
        "ETag, Retry-After, X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin] else { return try await next(request, context) }
        let isDoor = doors.contain(request.uri.path)
        let allowed = isDoor || allowedOrigins.contains(origin) ? origin : nil
        if Self.isPreflight(request) {
            var headers: HTTPFields = [.vary: "Origin", .accessControlMaxAge: "86400", .requestID: context.id]
            if let allowed {
                headers[.accessControlAllowOrigin] = allowed
                headers[.accessControlAllowMethods] = Self.methods
                headers[.accessControlAllowHeaders] = Self.requestHeaders
                if isDoor { Self.allowCredentials(in: &headers, asked: request.headers) }
            }
            return Response(status: .noContent, headers: headers)
        }
        var response = try await next(request, context)
        if let allowed {
            response.headers[.accessControlAllowOrigin] = allowed
            response.headers[.accessControlExposeHeaders] = Self.responseHeaders
            if isDoor { response.headers[.accessControlAllowCredentials] = "true" }
        }
        response.headers[.vary] = "Origin"
        return response
    }

    /// Whether a browser asks what a page may do.
    static func isPreflight(_ request: Request) -> Bool {
        request.method == .options && request.headers[.origin] != nil
            && request.headers[.accessControlRequestMethod] != nil
    }

    /// Clients of other products set headers of their own, and beacons come with cookies, which nobody here reads.
    private static func allowCredentials(in headers: inout HTTPFields, asked: HTTPFields) {
        headers[.accessControlAllowCredentials] = "true"
        if let names = asked[.accessControlRequestHeaders] { headers[.accessControlAllowHeaders] = names }
    }
}
