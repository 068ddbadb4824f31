internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// Tells in every answer that a rate limit had a part in how much of it is left.
struct RateLimitHeaders: RouterMiddleware {
    typealias Context = IAFARequestContext

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let verdict = context.rates.verdict { Self.tell(verdict, in: &response.headers) }
        return response
    }

    static func tell(_ verdict: RateVerdict, in headers: inout HTTPFields) {
        headers[.rateLimit] = String(verdict.limit)
        headers[.rateLimitRemaining] = String(verdict.remaining)
        headers[.rateLimitReset] = String(verdict.resetSeconds)
    }
}
